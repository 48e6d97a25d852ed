using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Blocks;

/// <summary>
/// Makes a batch of a block: its vectors point into the block's bytes, which must stay as long as the batch. Everything is checked
/// against the block's bounds, so that damaged bytes give an error and nothing else.
/// </summary>
unsafe ref struct BlockReader
{
    private readonly byte* _start;
    private readonly int _end;
    private int _at;

    private BlockReader(byte* start, int end) 
    {
        _start = start;
        _end = end;
        _at = BlockFormat.HeaderSize;
    }

    /// <summary>The bytes of the whole block whose header is here.</summary>
    public static int LengthOf(byte* header, long available)
    {
        if (available < BlockFormat.HeaderSize) throw BlockFormat.Corrupt("it ends in its header");
        if (*(uint*)header != BlockFormat.Magic) throw BlockFormat.Corrupt("it does not begin as one");
        if (*(ushort*)(header + 4) != BlockFormat.Version) throw BlockFormat.Corrupt($"version {*(ushort*)(header + 4)}");
        var body = *(int*)(header + 12);
        if (body < 0 || body > BlockFormat.MostBytes) throw BlockFormat.Corrupt($"a length of {body}");
        return BlockFormat.HeaderSize + body;
    }

    /// <summary>The null bytes of the first column of a block that has been read before; null where there are none.</summary>
    public static byte* NullsOf(byte* block) => block[BlockFormat.HeaderSize + 1] == 0 ? null : block + BlockFormat.HeaderSize + 8;

    /// <summary>Fills the batch, whose vectors have the types that were written, from the block at <paramref name="block"/>; returns its length.</summary>
    /// <param name="verifies">Whether the checksum is looked at; a block that never left this process's memory needs no look.</param>
    public static int Read(byte* block, long available, ColumnarBatch batch, bool verifies = true)
    {
        var length = LengthOf(block, available);
        if (length > available) throw BlockFormat.Corrupt($"it has {available} of {length} bytes");
        if (verifies && BlockFormat.Checksum(block, length - BlockFormat.HeaderSize) != *(uint*)(block + 16)) throw BlockFormat.Corrupt("its checksum differs");
        if (*(ushort*)(block + 6) != batch.Columns.Length) throw BlockFormat.Corrupt($"{*(ushort*)(block + 6)} columns in place of {batch.Columns.Length}");
        var rows = *(int*)(block + 8);
        if (rows < 0 || rows > ColumnarBatch.MaxRows) throw BlockFormat.Corrupt($"{rows} rows");
        var reader = new BlockReader(block, length);
        foreach (var column in batch.Columns) reader.ReadColumn(column, rows);
        batch.SetRows(rows);
        return length;
    }

    private void ReadColumn(ColumnVector column, int rows)
    {
        column.Reset(0);
        var head = Take(8);
        if (head[0] != (byte)column.Physical) throw BlockFormat.Corrupt($"a column of {head[0]} in place of {column.Physical}");
        var nulls = head[1] == 0 ? null : Take(rows);
        switch (column.Physical)
        {
            case PhysicalType.Null: column.PointAt(null, nulls); break;
            case PhysicalType.String: ReadStrings(column, rows, nulls); break;
            case PhysicalType.Array or PhysicalType.Map: ReadLists(column, rows, nulls); break;
            case PhysicalType.Struct:
                column.PointAt(null, nulls);
                foreach (var child in column.Children)
                {
                    ReadColumn(child, rows);
                    child.Count = rows;
                }
                break;
            default: column.PointAt(Take((long)rows * column.ElementSize), nulls); break;
        }
    }

    private void ReadStrings(ColumnVector column, int rows, byte* nulls)
    {
        var lengths = (int*)Take((long)rows * sizeof(int));
        var total = Sum(lengths, rows);
        var bytes = Take(total);
        column.EnsureCapacity(rows);
        var views = column.Values<StringView>();
        for (var k = 0; k < rows; k++)
        {
            views[k] = new StringView(bytes, lengths[k]);
            bytes += lengths[k];
        }
        column.ShareNulls(nulls);
    }

    private void ReadLists(ColumnVector column, int rows, byte* nulls)
    {
        var lengths = (int*)Take((long)rows * sizeof(int));
        var total = Sum(lengths, rows);
        if (*(long*)Take(8) != total) throw BlockFormat.Corrupt("the entries of a list are not as many as the lists say");
        column.EnsureCapacity(rows);
        var entries = column.Values<ListEntry>();
        var at = 0;
        for (var k = 0; k < rows; k++)
        {
            entries[k] = new ListEntry(at, lengths[k]);
            at += lengths[k];
        }
        column.ShareNulls(nulls);
        foreach (var child in column.Children)
        {
            ReadColumn(child, (int)total);
            child.Count = (int)total;
        }
    }

    private static long Sum(int* lengths, int rows)
    {
        var total = 0L;
        for (var k = 0; k < rows; k++)
        {
            if (lengths[k] < 0) throw BlockFormat.Corrupt("a negative length");
            total += lengths[k];
        }
        if (total > BlockFormat.MostBytes) throw BlockFormat.Corrupt($"a length of {total}");
        return total;
    }

    private byte* Take(long bytes)
    {
        if (bytes > _end - _at) throw BlockFormat.Corrupt("a column goes beyond its end");
        var result = _start + _at;
        _at = (int)Math.Min(_end, BlockFormat.Align((int)(_at + bytes)));
        return result;
    }
}
