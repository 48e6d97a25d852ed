using System.Runtime.CompilerServices;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Blocks;

/// <summary>Appends rows as one block to a sink. Any encoding goes in; flat columns come out.</summary>
static unsafe class BlockWriter
{
    /// <summary>Writes the selected rows.</summary>
    public static void Write(ColumnVector[] columns, Selection selection, ByteSink output)
    {
        var rows = new int[selection.Count];
        for (var k = 0; k < rows.Length; k++) rows[k] = selection[k];
        Write(columns, rows, selection.IsDense, output);
    }

    /// <summary>Writes rows [<paramref name="first"/>, first + count).</summary>
    public static void Write(ColumnVector[] columns, int first, int count, ByteSink output)
    {
        var rows = new int[count];
        for (var k = 0; k < count; k++) rows[k] = first + k;
        Write(columns, rows, true, output);
    }

    /// <summary>Writes the rows named, in that order.</summary>
    public static void Write(ColumnVector[] columns, ReadOnlySpan<int> rows, ByteSink output) => Write(columns, rows, false, output);

    private static void Write(ColumnVector[] columns, ReadOnlySpan<int> rows, bool contiguous, ByteSink output)
    {
        output.Align();
        var start = output.Length;
        output.Append(BlockFormat.HeaderSize);
        foreach (var column in columns) WriteColumn(column, rows, contiguous, output);
        var header = output.Pointer + start;
        var body = output.Length - start - BlockFormat.HeaderSize;
        *(uint*)header = BlockFormat.Magic;
        *(ushort*)(header + 4) = BlockFormat.Version;
        *(ushort*)(header + 6) = checked((ushort)columns.Length);
        *(int*)(header + 8) = rows.Length;
        *(int*)(header + 12) = body;
        *(uint*)(header + 16) = BlockFormat.Checksum(header, body);
        *(uint*)(header + 20) = 0;
    }

    private static void WriteColumn(ColumnVector column, ReadOnlySpan<int> rows, bool contiguous, ByteSink output)
    {
        if (column.Encoding != VectorEncoding.Flat)
        {
            WriteEncoded(column, rows, output);
            return;
        }
        WriteHead(column, column.HasNulls, output);
        if (column.HasNulls)
        {
            var nulls = output.Append(rows.Length);
            for (var k = 0; k < rows.Length; k++) nulls[k] = column.Nulls[rows[k]];
            output.Align();
        }
        WriteValues(column, rows, contiguous, column.Nulls, output);
        output.Align();
    }

    // A constant or dictionary vector's values lie elsewhere than its nulls.
    private static void WriteEncoded(ColumnVector column, ReadOnlySpan<int> rows, ByteSink output)
    {
        var values = column.IsConstant ? column : column.Dictionary!;
        var places = new int[rows.Length];
        var nulls = new byte[Math.Max(1, rows.Length)];
        for (var k = 0; k < places.Length; k++)
        {
            nulls[k] = column.IsNull(rows[k]) ? (byte)1 : (byte)0;
            places[k] = column.IsConstant ? 0 : column.Codes[rows[k]];
        }
        WriteHead(column, column.HasNulls, output);
        if (column.HasNulls)
        {
            nulls.AsSpan(0, rows.Length).CopyTo(new Span<byte>(output.Append(rows.Length), rows.Length));
            output.Align();
        }
        // An all-null constant or dictionary may have no values at all: no place of it is looked at.
        fixed (byte* p = nulls) WritePlaced(values, places, column.HasNulls ? p : null, output);
        output.Align();
    }

    private static void WriteHead(ColumnVector column, bool hasNulls, ByteSink output)
    {
        var head = output.Append(8);
        *(ulong*)head = 0;
        head[0] = (byte)column.Physical;
        head[1] = hasNulls ? (byte)1 : (byte)0;
    }

    private static void WriteValues(ColumnVector column, ReadOnlySpan<int> rows, bool contiguous, byte* nulls, ByteSink output)
    {
        if (contiguous && rows.Length > 0 && column.Physical is not (PhysicalType.String or PhysicalType.Array or PhysicalType.Map or PhysicalType.Struct or PhysicalType.Null))
        {
            var bytes = checked(rows.Length * column.ElementSize);
            Buffer.MemoryCopy(column.Data + (long)rows[0] * column.ElementSize, output.Append(bytes), bytes, bytes);
            return;
        }
        if (nulls == null)
        {
            WritePlaced(column, rows, null, output);
            return;
        }
        var picked = new byte[Math.Max(1, rows.Length)];
        for (var k = 0; k < rows.Length; k++) picked[k] = nulls[rows[k]];
        fixed (byte* p = picked) WritePlaced(column, rows, p, output);
    }

    // The nulls are by place in the list of rows here.
    private static void WritePlaced(ColumnVector column, ReadOnlySpan<int> rows, byte* nulls, ByteSink output)
    {
        switch (column.Physical)
        {
            case PhysicalType.Null: break;
            case PhysicalType.String: WriteStrings(column, rows, nulls, output); break;
            case PhysicalType.Array or PhysicalType.Map: WriteLists(column, rows, nulls, output); break;
            case PhysicalType.Struct:
                foreach (var child in column.Children) WriteChild(child, rows, nulls, output);
                break;
            default:
                switch (column.ElementSize)
                {
                    case 1: WriteFixed<byte>(column, rows, nulls, output); break;
                    case 2: WriteFixed<short>(column, rows, nulls, output); break;
                    case 4: WriteFixed<int>(column, rows, nulls, output); break;
                    case 8: WriteFixed<long>(column, rows, nulls, output); break;
                    case 16: WriteFixed<Int128>(column, rows, nulls, output); break;
                }
                break;
        }
    }

    // A struct's child may have no room for the rows where the struct itself is null.
    private static void WriteChild(ColumnVector child, ReadOnlySpan<int> rows, byte* structNulls, ByteSink output)
    {
        if (structNulls == null)
        {
            WriteColumn(child, rows, false, output);
            return;
        }
        var nulls = new byte[Math.Max(1, rows.Length)];
        for (var k = 0; k < rows.Length; k++) nulls[k] = structNulls[k] != 0 || child.IsNull(rows[k]) ? (byte)1 : (byte)0;
        WriteHead(child, true, output);
        nulls.AsSpan(0, rows.Length).CopyTo(new Span<byte>(output.Append(rows.Length), rows.Length));
        output.Align();
        fixed (byte* p = nulls) WritePlaced(child, rows, p, output);
        output.Align();
    }

    private static void WriteFixed<T>(ColumnVector column, ReadOnlySpan<int> rows, byte* nulls, ByteSink output) where T : unmanaged
    {
        var target = (T*)output.Append(checked(rows.Length * sizeof(T)));
        var values = column.Values<T>();
        if (nulls == null)
            for (var k = 0; k < rows.Length; k++) target[k] = values[rows[k]];
        else
            for (var k = 0; k < rows.Length; k++) target[k] = nulls[k] != 0 ? default : values[rows[k]];
    }

    private static void WriteStrings(ColumnVector column, ReadOnlySpan<int> rows, byte* nulls, ByteSink output)
    {
        var lengths = (int*)output.Append(checked(rows.Length * sizeof(int)));
        var values = column.Values<StringView>();
        var total = 0;
        for (var k = 0; k < rows.Length; k++)
        {
            lengths[k] = nulls != null && nulls[k] != 0 ? 0 : values[rows[k]].Length;
            total = checked(total + lengths[k]);
        }
        output.Align();
        var bytes = output.Append(total);
        for (var k = 0; k < rows.Length; k++)
        {
            if (nulls != null && nulls[k] != 0) continue;
            ref var view = ref values[rows[k]];
            Unsafe.CopyBlockUnaligned(bytes, view.Data, (uint)view.Length);
            bytes += view.Length;
        }
    }

    private static void WriteLists(ColumnVector column, ReadOnlySpan<int> rows, byte* nulls, ByteSink output)
    {
        var lengths = (int*)output.Append(checked(rows.Length * sizeof(int)));
        var entries = column.Values<ListEntry>();
        var total = 0;
        for (var k = 0; k < rows.Length; k++)
        {
            lengths[k] = nulls != null && nulls[k] != 0 ? 0 : entries[rows[k]].Length;
            total = checked(total + lengths[k]);
        }
        output.Align();
        *(long*)output.Append(8) = total;
        var children = new int[total];
        var at = 0;
        for (var k = 0; k < rows.Length; k++)
        {
            if (nulls != null && nulls[k] != 0) continue;
            var entry = entries[rows[k]];
            for (var i = 0; i < entry.Length; i++) children[at++] = entry.Offset + i;
        }
        foreach (var child in column.Children) WriteColumn(child, children, false, output);
    }
}
