using System.Text;

namespace Firesteel.Python.Workers;

/// <summary>Keeps the end of what a process prints, to be quoted when the process fails; once it runs, all that it prints is passed on to standard error.</summary>
sealed class OutputTail
{
    private const int Kept = 4096;
    private readonly Lock _gate = new();
    private readonly MemoryStream _tail = new();
    private bool _passesOn;

    /// <summary>Reads a stream to its end, in the background.</summary>
    /// <returns>Done when the end has been read.</returns>
    public Task Pump(Stream output) => PumpAsync(output);

    /// <summary>From now on what is printed is for the user; what was printed so far as well.</summary>
    public void PassOn()
    {
        lock (_gate)
        {
            _passesOn = true;
            if (_tail.Length == 0) return;
            using var console = Console.OpenStandardError();
            console.Write(_tail.GetBuffer(), 0, (int)_tail.Length);
        }
    }

    /// <summary>Takes what was printed elsewhere.</summary>
    public void Print(byte[] text)
    {
        if (!Keep(text)) return;
        using var console = Console.OpenStandardError();
        console.Write(text);
    }

    /// <summary>The last that was printed.</summary>
    public string Text()
    {
        lock (_gate) return Encoding.UTF8.GetString(_tail.GetBuffer(), 0, (int)_tail.Length).Trim();
    }

    private async Task PumpAsync(Stream output)
    {
        var buffer = new byte[4096];
        await using var console = Console.OpenStandardError();
        try
        {
            while (await output.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
            {
                if (Keep(buffer.AsSpan(0, count))) await console.WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process is gone.
        }
    }

    /// <summary>Says whether it is to be passed on.</summary>
    private bool Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_tail.Length + bytes.Length > Kept) _tail.SetLength(0);
            _tail.Write(bytes.Length > Kept ? bytes[^Kept..] : bytes);
            return _passesOn;
        }
    }
}
