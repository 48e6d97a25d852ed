using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;

namespace Firesteel.Core.Rpc;

/// <summary>Fetches blocks from other processes over connections that are kept for the next fetch; what comes is checked, and asked for again where the connection failed.</summary>
sealed class BlockClient(byte[] secret) : IShuffleClient, IBlockTransfer, IDisposable
{
    private const int Retries = 2;
    private static readonly TimeSpan RetryWait = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<BlockManagerId, ConcurrentBag<FrameConnection>> _idle = new();

    public FetchedBlocks Fetch(BlockManagerId location, int shuffleId, ReduceRange partitions, IReadOnlyList<long> mapIds, CancellationToken cancellation)
    {
        var answer = AskRented(location, ExecutorMessage.FetchBlock, request =>
        {
            request.Write(shuffleId);
            request.Write(partitions.First);
            request.Write(partitions.End);
            request.Write7BitEncodedInt(mapIds.Count);
            foreach (var mapId in mapIds) request.Write(mapId);
        }, cancellation);
        var blocks = new ReadOnlyMemory<byte>[mapIds.Count];
        ReadOnlyMemory<byte> left = answer.AsMemory(1);
        for (var i = 0; i < blocks.Length; i++) (blocks[i], left) = TakeChecked(left, location);
        return new FetchedBlocks(blocks, answer.Array);
    }

    byte[]? IBlockTransfer.Fetch(BlockManagerId from, string block, CancellationToken cancellation)
    {
        byte[]? bytes = null;
        for (var at = 0; ;)
        {
            if (FetchPart(from, block, at, IBlockTransfer.MostBytes, cancellation) is not { } answer) return null;
            bytes ??= GC.AllocateUninitializedArray<byte>(checked((int)answer.Length));
            if (bytes.Length != answer.Length) throw new InvalidDataException($"Block {block} changed while it was fetched from {from}");
            answer.Bytes.CopyTo(bytes.AsMemory(at));
            at += answer.Bytes.Length;
            if (at == bytes.Length) return bytes;
            if (answer.Bytes.Length == 0) throw new InvalidDataException($"Block {block} of {from} ended early");
        }
    }

    public (long Length, ReadOnlyMemory<byte> Bytes)? FetchPart(BlockManagerId from, string block, long offset, int most, CancellationToken cancellation)
    {
        var answer = Ask(from, ExecutorMessage.GetBlock, request =>
        {
            request.Write(block);
            request.Write(offset);
            request.Write(most);
        }, cancellation);
        var length = BinaryPrimitives.ReadInt64LittleEndian(answer.Span);
        if (length < 0) return null;
        return (length, offset < length ? TakeChecked(answer[8..], from).Block : default);
    }

    public void Upload(BlockManagerId to, string block, StorageLevel level, ReadOnlyMemory<byte> bytes) => Ask(to, ExecutorMessage.PutBlock, request =>
    {
        request.Write(block);
        BlockServer.WriteLevel(request, level);
        request.Write(Checksum.Of(bytes.Span));
        request.WriteBlob(bytes.Span);
    }, default);

    /// <summary>Sends a request and returns the answer behind its kind.</summary>
    public ReadOnlyMemory<byte> Ask(BlockManagerId location, ExecutorMessage kind, Action<FrameWriter> write, CancellationToken cancellation) =>
        AskRented(location, kind, write, cancellation).AsMemory(1);

    private ArraySegment<byte> AskRented(BlockManagerId location, ExecutorMessage kind, Action<FrameWriter> write, CancellationToken cancellation)
    {
        using var request = FrameWriter.Start(kind);
        write(request);
        var frame = request.Finish();
        for (var tries = 0; ; tries++)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return AskOnce(location, frame, cancellation);
            }
            // A kept connection may have ended meanwhile; a process that refuses connections is gone.
            catch (Exception e) when (tries < Retries && e is IOException && e.InnerException is not SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                if (tries > 0) cancellation.WaitHandle.WaitOne(RetryWait);
            }
        }
    }

    public void Dispose()
    {
        foreach (var idle in _idle.Values)
        {
            while (idle.TryTake(out var connection)) connection.Dispose();
        }
    }

    private ArraySegment<byte> AskOnce(BlockManagerId location, byte[] frame, CancellationToken cancellation)
    {
        var idle = _idle.GetOrAdd(location, _ => []);
        var connection = idle.TryTake(out var kept) ? kept : FrameConnection.Connect(location.Host, location.Port, secret);
        var usable = false;
        try
        {
            // A kill of the task closes the connection, and with it ends the wait for the answer.
            using var registration = cancellation.Register(connection.Dispose);
            connection.Send(frame);
            var answer = connection.ReceiveRented() ?? throw new EndOfStreamException($"{location} closed the connection");
            usable = true;
            if (answer.Count > 0 && (ExecutorMessage)answer[0] == ExecutorMessage.Block) return answer;
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer.AsSpan(Math.Min(1, answer.Count))));
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

    private static (ReadOnlyMemory<byte> Block, ReadOnlyMemory<byte> Left) TakeChecked(ReadOnlyMemory<byte> bytes, BlockManagerId from)
    {
        if (bytes.Length < 8) throw new InvalidDataException($"The answer of {from} is cut off");
        var (length, checksum) = (BinaryPrimitives.ReadInt32LittleEndian(bytes.Span), BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[4..]));
        if ((uint)length > bytes.Length - 8) throw new InvalidDataException($"The answer of {from} is cut off");
        var block = bytes.Slice(8, length);
        return Checksum.Of(block.Span) == checksum ? (block, bytes[(8 + length)..]) : throw new InvalidDataException($"A block of {from} arrived damaged");
    }
}
