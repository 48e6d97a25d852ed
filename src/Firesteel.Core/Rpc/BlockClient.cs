using System.Collections.Concurrent;
using System.Text;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;

namespace Firesteel.Core.Rpc;

/// <summary>Fetches blocks from other executors over connections that are kept for the next fetch.</summary>
sealed class BlockClient(byte[] secret) : IShuffleClient, IDisposable
{
    private readonly ConcurrentDictionary<BlockManagerId, ConcurrentBag<FrameConnection>> _idle = new();

    public ReadOnlyMemory<byte> Fetch(BlockManagerId location, ShuffleBlockId block, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var idle = _idle.GetOrAdd(location, _ => []);
        var connection = idle.TryTake(out var kept) ? kept : FrameConnection.Connect(location.Host, location.Port, secret);
        var usable = false;
        try
        {
            // A kill of the task closes the connection, and with it ends the wait for the answer.
            using var registration = cancellation.Register(connection.Dispose);
            using var request = FrameWriter.Start(ExecutorMessage.FetchBlock);
            request.Write(block.ShuffleId);
            request.Write(block.MapId);
            request.Write(block.ReduceId);
            connection.Send(request.Finish());
            var answer = connection.Receive() ?? throw new EndOfStreamException($"{location} closed the connection");
            usable = true;
            if (answer.Length > 0 && (ExecutorMessage)answer[0] == ExecutorMessage.Block) return answer.AsMemory(1);
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer.AsSpan(Math.Min(1, answer.Length))));
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            usable = false;
            throw new OperationCanceledException(cancellation);
        }
        finally
        {
            if (usable) idle.Add(connection);
            else connection.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var idle in _idle.Values)
        {
            while (idle.TryTake(out var connection)) connection.Dispose();
        }
    }
}
