using System.Buffers;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>Sends one piece while the next is written: two buffers take turns. For one thread.</summary>
sealed class WriteBehind(Stream output) : IDisposable
{
    private ArrayBufferWriter<byte> _next = new(1 << 16);
    private ArrayBufferWriter<byte> _sent = new(1 << 16);
    private Task _sending = Task.CompletedTask;

    /// <summary>Sends what was written to the last buffer, and gives an empty one.</summary>
    public ArrayBufferWriter<byte> Next()
    {
        if (_next.WrittenCount == 0) return _next;
        _sending.GetAwaiter().GetResult();
        (_next, _sent) = (_sent, _next);
        var piece = _sent.WrittenMemory;
        _sending = Task.Run(() => output.Write(piece.Span));
        _next.ResetWrittenCount();
        return _next;
    }

    /// <summary>Returns when everything has been written to the stream.</summary>
    public void Complete()
    {
        Next();
        _sending.GetAwaiter().GetResult();
    }

    // Nobody writes to the stream afterwards, whatever became of it.
    public void Dispose() => ((IAsyncResult)_sending).AsyncWaitHandle.WaitOne();
}
