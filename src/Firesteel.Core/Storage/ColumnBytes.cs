using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Microsoft.Win32.SafeHandles;

namespace Firesteel.Core.Storage;

/// <summary>The bytes of a block of columns, wherever they are.</summary>
abstract unsafe class ColumnBytes : IDisposable
{
    public abstract ColumnIndex Index { get; }

    /// <summary>Whether the bytes have been elsewhere, so that their checksums are worth a look.</summary>
    public abstract bool Verifies { get; }

    /// <summary>The bytes of an extent, good until the next call for the same slot.</summary>
    public abstract byte* Get(BlockExtent extent, int slot);

    /// <summary>Reads a column whose block is at <paramref name="start"/>.</summary>
    public virtual void Read(byte* start, int chunk, int column, BlockExtent extent, ColumnarBatch into) => BlockReader.Read(start, extent.Length, into);

    /// <summary>Called when what was read turns out damaged.</summary>
    public virtual void OnDamage() { }

    public virtual void Dispose() { }
}

/// <summary>Columns in this process's memory.</summary>
sealed unsafe class HeldColumns(ColumnBlock block) : ColumnBytes
{
    private int _released;

    public override ColumnIndex Index => block.Index;
    public override bool Verifies => false;
    public override byte* Get(BlockExtent extent, int slot) => block.At(extent.Offset);

    // Views of strings are the one part of a column that lies nowhere in its block.
    public override void Read(byte* start, int chunk, int column, BlockExtent extent, ColumnarBatch into)
    {
        var vector = into.Columns[0];
        if (vector.Physical != PhysicalType.String)
        {
            BlockReader.Read(start, extent.Length, into, verifies: false);
            return;
        }
        if (block.KnownViews(chunk, column) is var views && views != null)
        {
            vector.PointAt((byte*)views, BlockReader.NullsOf(start));
            into.SetRows(Index.Rows(chunk));
            return;
        }
        BlockReader.Read(start, extent.Length, into, verifies: false);
        block.Views(chunk, column, vector);
    }

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0) block.Release();
    }
}

/// <summary>Columns that are read into buffers as they are asked for.</summary>
abstract unsafe class ReadColumns(MemoryAllocator memory) : ColumnBytes
{
    private readonly List<NativeBuffer?> _buffers = [];

    public override bool Verifies => true;

    public override byte* Get(BlockExtent extent, int slot)
    {
        while (_buffers.Count <= slot) _buffers.Add(null);
        if (_buffers[slot] is not { } buffer || buffer.Capacity < extent.Length)
        {
            _buffers[slot]?.Dispose();
            _buffers[slot] = buffer = memory.Allocate(extent.Length);
        }
        Read(extent.Offset, new Span<byte>(buffer.Pointer, checked((int)extent.Length)));
        return buffer.Pointer;
    }

    protected abstract void Read(long offset, Span<byte> target);

    public override void Dispose()
    {
        foreach (var buffer in _buffers) buffer?.Dispose();
        _buffers.Clear();
    }
}

/// <summary>Columns in a file of this process.</summary>
sealed class FileColumns : ReadColumns
{
    private readonly BlockManager _blocks;
    private readonly string _block;
    private readonly SafeFileHandle _file;

    private FileColumns(BlockManager blocks, string block, SafeFileHandle file, MemoryAllocator memory) : base(memory)
    {
        (_blocks, _block, _file) = (blocks, block, file);
        Index = ColumnIndex.Read(RandomAccess.GetLength(file), (at, target) => Read(at, target.Span));
    }

    public override ColumnIndex Index { get; }

    public static FileColumns? Open(BlockManager blocks, string block, MemoryAllocator memory)
    {
        if (blocks.Disk.Open(block) is not { } file) return null;
        try
        {
            return new FileColumns(blocks, block, file, memory);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            file.Dispose();
            blocks.Forget(block);
            return null;
        }
    }

    // It is computed anew by who looks for it next.
    public override void OnDamage() => _blocks.Forget(_block);

    public override void Dispose()
    {
        base.Dispose();
        _file.Dispose();
    }

    protected override void Read(long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            var read = RandomAccess.Read(_file, target, offset);
            if (read == 0) throw new InvalidDataException($"Block {_block} ends early");
            offset += read;
            target = target[read..];
        }
    }
}

/// <summary>Columns that another process sent a copy of.</summary>
sealed class CopiedColumns : ReadColumns
{
    private readonly ReadOnlyMemory<byte> _bytes;

    public CopiedColumns(ReadOnlyMemory<byte> bytes, MemoryAllocator memory) : base(memory)
    {
        _bytes = bytes;
        Index = ColumnIndex.Read(bytes.Length, (at, target) => Read(at, target.Span));
    }

    public override ColumnIndex Index { get; }

    protected override void Read(long offset, Span<byte> target) => _bytes.Span.Slice((int)offset, target.Length).CopyTo(target);
}

/// <summary>Columns that another process has; only those that are asked for are fetched.</summary>
sealed class RemoteColumns : ReadColumns
{
    private const int AheadBytes = 1 << 20;

    private readonly IBlockTransfer _transfer;
    private readonly BlockManagerId _holder;
    private readonly string _block;
    private readonly CancellationToken _cancellation;
    private ReadOnlyMemory<byte> _ahead;
    private long _aheadStart;

    private RemoteColumns(IBlockTransfer transfer, BlockManagerId holder, string block, long length, MemoryAllocator memory, CancellationToken cancellation) : base(memory)
    {
        (_transfer, _holder, _block, _cancellation) = (transfer, holder, block, cancellation);
        Index = ColumnIndex.Read(length, (at, target) => Read(at, target.Span));
    }

    public override ColumnIndex Index { get; }

    public static RemoteColumns? Open(IBlockTransfer transfer, BlockManagerId holder, string block, MemoryAllocator memory, CancellationToken cancellation) =>
        transfer.FetchPart(holder, block, 0, 0, cancellation) is { } found ? new RemoteColumns(transfer, holder, block, found.Length, memory, cancellation) : null;

    protected override void Read(long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            if (offset < _aheadStart || offset >= _aheadStart + _ahead.Length)
            {
                var most = Math.Clamp(target.Length, AheadBytes, IBlockTransfer.MostBytes);
                _ahead = (_transfer.FetchPart(_holder, _block, offset, most, _cancellation) ?? throw new IOException($"{_holder} has block {_block} no more")).Bytes;
                _aheadStart = offset;
                if (_ahead.Length == 0) throw new InvalidDataException($"Block {_block} of {_holder} ended early");
            }
            var from = (int)(offset - _aheadStart);
            var count = Math.Min(target.Length, _ahead.Length - from);
            _ahead.Span.Slice(from, count).CopyTo(target);
            offset += count;
            target = target[count..];
        }
    }
}
