namespace Firesteel.Core.Rpc;

/// <summary>Builds one frame: the message's kind, then its fields.</summary>
sealed class FrameWriter : BinaryWriter
{
    private readonly MemoryStream _bytes;

    private FrameWriter(MemoryStream bytes) : base(bytes) => _bytes = bytes;

    public static FrameWriter Start(ExecutorMessage kind)
    {
        var writer = new FrameWriter(new MemoryStream());
        writer.Write((byte)kind);
        return writer;
    }

    /// <summary>Writes bytes behind their length.</summary>
    public void WriteBlob(ReadOnlySpan<byte> bytes)
    {
        Write7BitEncodedInt(bytes.Length);
        Write(bytes);
    }

    public byte[] Finish()
    {
        Flush();
        return _bytes.ToArray();
    }
}

/// <summary>Reads a frame that <see cref="FrameWriter"/> built.</summary>
sealed class FrameReader(byte[] frame) : BinaryReader(new MemoryStream(frame))
{
    public ExecutorMessage ReadKind() => (ExecutorMessage)ReadByte();

    public byte[] ReadBlob()
    {
        var length = Read7BitEncodedInt();
        return length <= frame.Length ? ReadBytes(length) : throw new InvalidDataException("A field is longer than its frame");
    }

    /// <summary>A count of things that take at least a byte each.</summary>
    public int ReadCount()
    {
        var count = Read7BitEncodedInt();
        return (uint)count <= (uint)frame.Length ? count : throw new InvalidDataException("A count is larger than its frame");
    }
}

/// <summary>Kinds of messages between a driver and its executors.</summary>
enum ExecutorMessage : byte
{
    /// <summary>Executor to driver: id, host, block port, cores.</summary>
    Register = 1,

    /// <summary>Executor to driver: a task ended.</summary>
    Status,

    /// <summary>Executor to driver: still alive.</summary>
    Heartbeat,

    /// <summary>Driver to executor: what the tasks of a stage attempt share.</summary>
    Stage,

    /// <summary>Driver to executor: run a task.</summary>
    Launch,

    /// <summary>Driver to executor: end a task.</summary>
    Kill,

    /// <summary>Driver to executor: a stage attempt is over.</summary>
    StageEnded,

    /// <summary>Driver to executor: discard one map output.</summary>
    DiscardMapOutput,

    /// <summary>Driver to executor: discard all outputs of a shuffle.</summary>
    RemoveShuffle,

    /// <summary>Executor to driver: may this task publish its output?</summary>
    AskToCommit,

    /// <summary>Driver to executor: whether it may.</summary>
    CommitAnswer,

    /// <summary>Executor to driver: a task of a barrier stage waits for the others.</summary>
    SyncBarrier,

    /// <summary>Driver to executor: they have come, or will not.</summary>
    BarrierAnswer,

    /// <summary>Driver to executor: end.</summary>
    Shutdown,

    /// <summary>To any process: send one reduce partition of some map outputs.</summary>
    FetchBlock,

    /// <summary>The block that was asked for.</summary>
    Block,

    /// <summary>Why there is none.</summary>
    NoBlock,

    /// <summary>Driver to executor, before anything else: where the driver's blocks are.</summary>
    Configure,

    /// <summary>Driver to executor: discard the blocks whose names begin so.</summary>
    RemoveBlocks,

    /// <summary>To any process: send a part of a block.</summary>
    GetBlock,

    /// <summary>To an executor: keep a copy of a block.</summary>
    PutBlock,

    /// <summary>Executor to driver: which processes have a block; with no name, which there are.</summary>
    LocateBlock,

    /// <summary>Executor to driver: what it has of a block now.</summary>
    UpdateBlock,

    /// <summary>Driver to executor: all files of the application.</summary>
    Files = 64,

    /// <summary>Executor to driver, on a connection of its own: send a part of a file.</summary>
    FetchFile,

    /// <summary>The part that was asked for.</summary>
    FilePart,
}
