using System.Buffers.Binary;
using Firesteel.Columnar.Blocks;

namespace Firesteel.Core.Storage;

/// <summary>
/// Where the columns of a partition's rows lie: rows come in chunks, and of each chunk every column is a block of its own (<see cref="BlockFormat"/>),
/// one after the other. Behind the last one stands this index, and behind it its offset, its CRC-32C and a magic number.
/// </summary>
sealed class ColumnIndex(int columns)
{
    private const uint Magic = 0x31434246;
    private const int TrailerSize = 16;

    // Where each column's block begins, chunk by chunk, and where the last one ends.
    private readonly List<long> _offsets = [0];
    private readonly List<int> _rows = [];

    public int Columns => columns;
    public int Chunks => _rows.Count;

    /// <summary>Bytes of all blocks, without the index.</summary>
    public long Length => _offsets[^1];

    public long RowCount { get; private set; }

    public int Rows(int chunk) => _rows[chunk];

    public BlockExtent Extent(int chunk, int column) => Extent(chunk, column, 1);

    /// <summary>Some neighbouring columns of a chunk.</summary>
    public BlockExtent Extent(int chunk, int column, int count)
    {
        var start = _offsets[chunk * columns + column];
        return new BlockExtent(start, _offsets[chunk * columns + column + count] - start);
    }

    /// <summary>Counts a chunk behind the others.</summary>
    /// <param name="ends">Where each of its columns ends, from the chunk's beginning.</param>
    public void Add(int rows, ReadOnlySpan<int> ends)
    {
        var start = Length;
        foreach (var end in ends) _offsets.Add(start + end);
        _rows.Add(rows);
        RowCount += rows;
    }

    public byte[] Write()
    {
        var bytes = new byte[8 + 4 * _rows.Count + 8 * _offsets.Count + TrailerSize];
        var at = bytes.AsSpan();
        BinaryPrimitives.WriteInt32LittleEndian(at, columns);
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], _rows.Count);
        at = at[8..];
        foreach (var rows in _rows)
        {
            BinaryPrimitives.WriteInt32LittleEndian(at, rows);
            at = at[4..];
        }
        foreach (var offset in _offsets)
        {
            BinaryPrimitives.WriteInt64LittleEndian(at, offset);
            at = at[8..];
        }
        BinaryPrimitives.WriteInt64LittleEndian(at, Length);
        BinaryPrimitives.WriteUInt32LittleEndian(at[8..], ~Crc32C.Append(uint.MaxValue, bytes.AsSpan(0, bytes.Length - TrailerSize)));
        BinaryPrimitives.WriteUInt32LittleEndian(at[12..], Magic);
        return bytes;
    }

    /// <summary>Reads the index at the end of a block of so many bytes.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is damaged.</exception>
    public static ColumnIndex Read(long length, Action<long, Memory<byte>> read)
    {
        if (length < TrailerSize) throw Damaged();
        var trailer = new byte[TrailerSize];
        read(length - TrailerSize, trailer);
        var start = BinaryPrimitives.ReadInt64LittleEndian(trailer);
        var size = length - TrailerSize - start;
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(12)) != Magic || start < 0 || size < 8 || size > int.MaxValue) throw Damaged();
        var bytes = new byte[size];
        read(start, bytes);
        if (~Crc32C.Append(uint.MaxValue, bytes) != BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(8))) throw Damaged();
        var (columns, chunks) = (BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)));
        if (columns < 0 || chunks < 0 || size != 8 + 4L * chunks + 8 * ((long)chunks * columns + 1)) throw Damaged();
        var index = new ColumnIndex(columns);
        for (var i = 0; i < chunks; i++)
        {
            index._rows.Add(BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8 + 4 * i)));
            index.RowCount += index._rows[^1];
        }
        for (var i = 1; i <= chunks * columns; i++) index._offsets.Add(BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8 + 4 * chunks + 8 * i)));
        for (var i = 1; i < index._offsets.Count; i++)
            if (index._offsets[i] < index._offsets[i - 1]) throw Damaged();
        return index.Length == start ? index : throw Damaged();
    }

    private static InvalidDataException Damaged() => new("A block of columns is damaged");
}
