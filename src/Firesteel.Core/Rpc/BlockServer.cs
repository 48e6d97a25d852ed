using System.Buffers;
using System.Net;
using Firesteel.Core.Shuffle;

namespace Firesteel.Core.Rpc;

/// <summary>Serves the map outputs of this process to other executors, block by block.</summary>
sealed class BlockServer(IPAddress address, byte[] secret, ShuffleStore store) : IDisposable
{
    private readonly FrameServer _server = new("shuffle-server", address, secret, connection => Serve(connection, store));

    public int Port => _server.Port;

    public void Dispose() => _server.Dispose();

    private static void Serve(FrameConnection connection, ShuffleStore store)
    {
        var buffer = new ArrayBufferWriter<byte>();
        while (connection.Receive() is { } frame)
        {
            buffer.ResetWrittenCount();
            using var reader = new FrameReader(frame);
            if (reader.ReadKind() != ExecutorMessage.FetchBlock) throw new InvalidDataException("Not a request for a block");
            var (shuffleId, mapId, reduceId) = (reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt32());
            try
            {
                Answer(buffer, store, shuffleId, mapId, reduceId);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Refuse(buffer, e.Message);
            }
            connection.Send(buffer.WrittenSpan);
        }
    }

    private static void Answer(ArrayBufferWriter<byte> buffer, ShuffleStore store, int shuffleId, long mapId, int reduceId)
    {
        if (store.Get(shuffleId, mapId) is not { } output)
        {
            Refuse(buffer, $"No output of map task {mapId} of shuffle {shuffleId} is here");
            return;
        }
        buffer.Write([(byte)ExecutorMessage.Block]);
        output.WriteBlock(reduceId, buffer);
    }

    private static void Refuse(ArrayBufferWriter<byte> buffer, string reason)
    {
        buffer.ResetWrittenCount();
        buffer.Write([(byte)ExecutorMessage.NoBlock]);
        buffer.Write(System.Text.Encoding.UTF8.GetBytes(reason));
    }
}
