using System.Collections.Concurrent;
using Firesteel.Foundation.Threads;

namespace Firesteel.Sql.Execution.Arrow;

/// <summary>The record batches of a query in one Arrow stream, in the order in which its tasks make them. A thread of its own writes, so that tasks seldom wait for each other.</summary>
/// <remarks>What a failed attempt of a task has written stays in the stream: only the places that are named in the end count.</remarks>
sealed class ArrowOutput
{
    /// <summary>Bytes that wait to be written before tasks do: few enough that they are still in the cache when they are.</summary>
    private const long MostWaiting = 8 << 20;

    // A little more than what tasks add at once.
    private const int ArrayBytes = (512 << 10) + (256 << 10);
    private const int MostKept = 24;

    // The one that was used last is taken first, which the cache still holds.
    private static readonly ConcurrentStack<byte[]> Kept = new();

    private readonly Stream _stream;
    private readonly object _gate = new();
    private readonly Queue<ArraySegment<byte>> _waiting = [];
    private readonly Task _writing;
    private long _waitingBytes;
    private int _batches;
    private bool _isComplete;
    private Exception? _failure;

    public ArrowOutput(Stream stream)
    {
        _stream = stream;
        _writing = ReusedThreads.Start("Arrow batches", Write);
    }

    /// <summary>An array to encode into, which comes back with <see cref="Add"/>; may have been used before.</summary>
    public static byte[] Rent() => Kept.TryPop(out var kept) ? kept : GC.AllocateUninitializedArray<byte>(ArrayBytes);

    /// <summary>Takes whole batches, and the array that they lie in. Blocks while the reader has not taken enough of what came before. Called from many threads.</summary>
    /// <returns>The places of the batches in the stream.</returns>
    /// <exception cref="IOException">The reader is gone.</exception>
    public IEnumerable<int> Add(ArraySegment<byte> batches, int count)
    {
        lock (_gate)
        {
            while (_waitingBytes > MostWaiting && _failure == null) Monitor.Wait(_gate);
            if (_failure != null) throw new IOException("The result cannot be sent: its reader is gone.", _failure);
            _waiting.Enqueue(batches);
            _waitingBytes += batches.Count;
            _batches += count;
            Monitor.PulseAll(_gate);
            return Enumerable.Range(_batches - count, count);
        }
    }

    /// <summary>Waits until everything has been written.</summary>
    /// <exception cref="IOException">The reader is gone.</exception>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            Monitor.PulseAll(_gate);
        }
        _writing.GetAwaiter().GetResult();
    }

    private void Write()
    {
        try
        {
            while (Next() is { Array: { } array } batches)
            {
                _stream.Write(batches);
                if (array.Length >= ArrayBytes && Kept.Count < MostKept) Kept.Push(array);
                lock (_gate)
                {
                    _waitingBytes -= batches.Count;
                    Monitor.PulseAll(_gate);
                }
            }
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                _failure = e;
                _waiting.Clear();
                Monitor.PulseAll(_gate);
            }
            throw;
        }
    }

    // Without an array at the end.
    private ArraySegment<byte> Next()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_isComplete) Monitor.Wait(_gate);
            return _waiting.TryDequeue(out var next) ? next : default;
        }
    }
}
