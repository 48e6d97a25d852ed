using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;

namespace Firesteel.Core.Rpc;

/// <summary>Serves the map outputs and blocks of this process to others; the driver's answers also where blocks are.</summary>
sealed class BlockServer : IDisposable
{
    private readonly ShuffleStore _store;
    private readonly FrameServer _server;

    public BlockServer(IPAddress address, byte[] secret, ShuffleStore store, int port = 0, int retries = 0)
    {
        _store = store;
        _server = new FrameServer("shuffle-server", address, secret, Serve, port, retries);
    }

    public int Port => _server.Port;

    /// <summary>The blocks of this process; set before anybody is told of the port.</summary>
    public BlockManager? Blocks { get; set; }

    /// <summary>The record of all blocks, where this process is the driver.</summary>
    public BlockDirectory? Directory { get; set; }

    public void Dispose() => _server.Dispose();

    private void Serve(FrameConnection connection)
    {
        // Grown once for all answers: new arrays would be cleared first.
        var (buffer, block) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        while (connection.Receive() is { } frame)
        {
            buffer.ResetWrittenCount();
            using var reader = new FrameReader(frame);
            var kind = reader.ReadKind();
            try
            {
                switch (kind)
                {
                    case ExecutorMessage.FetchBlock: AnswerShuffle(buffer, block, reader); break;
                    case ExecutorMessage.GetBlock: AnswerBlock(buffer, reader); break;
                    case ExecutorMessage.PutBlock: Take(buffer, reader); break;
                    case ExecutorMessage.LocateBlock: Locate(buffer, reader); break;
                    case ExecutorMessage.UpdateBlock: Update(buffer, reader); break;
                    default: throw new InvalidDataException("Not a request for a block");
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                buffer.ResetWrittenCount();
                buffer.Write([(byte)ExecutorMessage.NoBlock]);
                buffer.Write(System.Text.Encoding.UTF8.GetBytes(e.Message));
            }
            connection.Send(buffer.WrittenSpan);
            // A large answer is not kept for the sake of the next one.
            if (buffer.Capacity > 16 << 20) (buffer, block) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        }
    }

    // Some reduce partitions of several map outputs, each map's behind their length and checksum.
    private void AnswerShuffle(ArrayBufferWriter<byte> buffer, ArrayBufferWriter<byte> block, FrameReader reader)
    {
        var (shuffleId, first, end) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        Start(buffer);
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var mapId = reader.ReadInt64();
            var output = _store.Get(shuffleId, mapId) ?? throw new KeyNotFoundException($"No output of map task {mapId} of shuffle {shuffleId} is here");
            block.ResetWrittenCount();
            for (var partition = first; partition < end; partition++) output.WriteBlock(partition, block);
            WriteChecked(buffer, block.WrittenSpan);
        }
    }

    private void AnswerBlock(ArrayBufferWriter<byte> buffer, FrameReader reader)
    {
        var (name, offset, most) = (reader.ReadString(), reader.ReadInt64(), reader.ReadInt32());
        Start(buffer);
        var part = Blocks?.GetLocalPart(name, offset, Math.Clamp(most, 0, IBlockTransfer.MostBytes));
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, part?.Length ?? -1);
        buffer.Write(length);
        if (part is { } found && offset < found.Length) WriteChecked(buffer, found.Bytes.Span);
    }

    private void Take(ArrayBufferWriter<byte> buffer, FrameReader reader)
    {
        var (name, level, checksum, bytes) = (reader.ReadString(), ReadLevel(reader), reader.ReadUInt32(), reader.ReadBlob());
        if (Checksum.Of(bytes) != checksum) throw new InvalidDataException($"Block {name} arrived damaged");
        (Blocks ?? throw new InvalidOperationException("This process keeps no blocks")).PutBytes(name, bytes, level);
        Start(buffer);
    }

    private void Locate(ArrayBufferWriter<byte> buffer, FrameReader reader)
    {
        var directory = Directory ?? throw new InvalidOperationException("Only the driver knows where blocks are");
        var name = reader.ReadString();
        using var answer = FrameWriter.Start(ExecutorMessage.Block);
        var found = name.Length > 0 ? directory.Locations(name) : directory.Peers(new BlockManagerId("", "", 0));
        answer.Write7BitEncodedInt(found.Count);
        foreach (var holder in found) WriteManager(answer, holder);
        buffer.Write(answer.Finish());
    }

    private void Update(ArrayBufferWriter<byte> buffer, FrameReader reader)
    {
        var directory = Directory ?? throw new InvalidOperationException("Only the driver knows where blocks are");
        directory.Update(ReadManager(reader), reader.ReadString(), new BlockStatus(ReadLevel(reader), reader.ReadInt64(), reader.ReadInt64()));
        Start(buffer);
    }

    private static void Start(ArrayBufferWriter<byte> buffer) => buffer.Write([(byte)ExecutorMessage.Block]);

    private static void WriteChecked(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> bytes)
    {
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(head, bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], Checksum.Of(bytes));
        buffer.Write(head);
        buffer.Write(bytes);
    }

    public static void WriteManager(BinaryWriter writer, BlockManagerId id)
    {
        writer.Write(id.ExecutorId);
        writer.Write(id.Host);
        writer.Write(id.Port);
    }

    public static BlockManagerId ReadManager(BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadInt32());

    public static void WriteLevel(BinaryWriter writer, StorageLevel level)
    {
        writer.Write((byte)((level.UseDisk ? 1 : 0) | (level.UseMemory ? 2 : 0) | (level.UseOffHeap ? 4 : 0) | (level.Deserialized ? 8 : 0)));
        writer.Write((byte)level.Replication);
    }

    private static StorageLevel ReadLevel(BinaryReader reader)
    {
        var flags = reader.ReadByte();
        return new StorageLevel((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0, reader.ReadByte());
    }
}
