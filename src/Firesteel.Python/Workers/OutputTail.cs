using System.Text;

namespace Firesteel.Python.Workers;

/// <summary>Passes what a process prints on to standard error and keeps its end, to be quoted when the process fails.</summary>
sealed class OutputTail
{
    private const int Kept = 4096;
    private readonly Lock _gate = new();
    private readonly MemoryStream _tail = new();

    /// <summary>Reads a stream to its end, in the background.</summary>
    public void Pump(Stream output) => _ = PumpAsync(output);

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
                Keep(buffer.AsSpan(0, count));
                await console.WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process is gone.
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_tail.Length + bytes.Length > Kept) _tail.SetLength(0);
            _tail.Write(bytes.Length > Kept ? bytes[^Kept..] : bytes);
        }
    }
}
