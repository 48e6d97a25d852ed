using System.Runtime.CompilerServices;

namespace Firesteel.Columnar.Vectors;

/// <summary>Deep copies of rows into flat vectors: what keeps data beyond a batch goes through here.</summary>
static unsafe class VectorCopy
{
    private const int MostTextAtOnce = 1 << 20;

    /// <summary>
    /// Appends the selected rows of <paramref name="source"/> (any encoding) to the flat <paramref name="target"/> from position <paramref name="at"/>.
    /// Makes room itself; strings are copied to the target's arena.
    /// </summary>
    public static void Append(ColumnVector target, int at, ColumnVector source, Selection selection)
    {
        target.EnsureCapacity(at + selection.Count);
        if (source.HasNulls) CopyNulls(target, at, source, selection);
        if (source.Physical == PhysicalType.Null)
        {
            MarkNull(target, at, selection.Count);
            return;
        }
        switch (source.Encoding)
        {
            case VectorEncoding.Constant:
                for (var k = 0; k < selection.Count; k++) CopyValues<ConstantRow>(target, at + k, source, new Selection(1));
                break;
            case VectorEncoding.Dictionary:
                CopyDictionary(target, at, source, selection);
                break;
            default:
                CopyValues<FlatRow>(target, at, source, selection);
                break;
        }
    }

    /// <summary>Copies one row, whatever the encoding of the source.</summary>
    public static void AppendRow(ColumnVector target, int at, ColumnVector source, int row)
    {
        var index = (ushort)0;
        if (source.Encoding == VectorEncoding.Flat && row <= ushort.MaxValue)
        {
            index = (ushort)row;
            Append(target, at, source, new Selection(&index, 1));
            return;
        }
        target.EnsureCapacity(at + 1);
        if (source.IsNull(row) || source.Physical == PhysicalType.Null) { target.SetNull(at); return; }
        var (values, position) = source.Encoding switch
        {
            VectorEncoding.Constant => (source, 0),
            VectorEncoding.Dictionary => (source.Dictionary!, source.Codes[row]),
            _ => (source, row),
        };
        CopyOne(target, at, values, position);
    }

    /// <summary>A flat vector of the same rows: the source itself where it is flat, else <paramref name="scratch"/> filled position by position.</summary>
    public static ColumnVector Flatten(ColumnVector source, ColumnVector scratch, Selection selection, int rowCount)
    {
        if (source.Encoding == VectorEncoding.Flat) return source;
        scratch.Reset(rowCount);
        if (source.HasNulls)
        {
            var nulls = scratch.EnsureNulls();
            if (source.IsConstant) new Span<byte>(nulls, rowCount).Fill(source.Nulls[0]);
            else Buffer.MemoryCopy(source.Nulls, nulls, rowCount, rowCount);
        }
        if (source.IsConstant && source.HasNulls && source.Nulls[0] != 0) return scratch;
        if (source.Physical is PhysicalType.Array or PhysicalType.Map or PhysicalType.Struct)
        {
            for (var k = 0; k < selection.Count; k++)
            {
                var row = selection[k];
                if (!source.IsNull(row)) CopyOne(scratch, row, source.IsConstant ? source : source.Dictionary!, source.IsConstant ? 0 : source.Codes[row]);
            }
            return scratch;
        }
        switch (source.ElementSize)
        {
            case 1: Spread<byte>(source, scratch, selection, rowCount); break;
            case 2: Spread<short>(source, scratch, selection, rowCount); break;
            case 4: Spread<int>(source, scratch, selection, rowCount); break;
            case 8: Spread<long>(source, scratch, selection, rowCount); break;
            case 16: Spread<Int128>(source, scratch, selection, rowCount); break;
        }
        return scratch;
    }

    // Strings are shared, not copied: the scratch vector lives no longer than its source's batch.
    private static void Spread<T>(ColumnVector source, ColumnVector target, Selection selection, int rowCount) where T : unmanaged
    {
        var output = target.Values<T>();
        if (source.IsConstant)
        {
            new Span<T>(output, rowCount).Fill(source.Values<T>()[0]);
            return;
        }
        var values = source.Dictionary!.Values<T>();
        var codes = source.Codes;
        if (selection.IsDense)
            for (var i = 0; i < selection.Count; i++) output[i] = values[codes[i]];
        else
            for (var k = 0; k < selection.Count; k++) { var i = selection.Indices[k]; output[i] = values[codes[i]]; }
    }

    private static void MarkNull(ColumnVector target, int at, int count)
    {
        if (count > 0) new Span<byte>(target.EnsureNulls() + at, count).Fill(1);
    }

    private static void CopyNulls(ColumnVector target, int at, ColumnVector source, Selection selection)
    {
        if (source.IsConstant)
        {
            if (source.Nulls[0] != 0) MarkNull(target, at, selection.Count);
            return;
        }
        var nulls = target.EnsureNulls() + at;
        for (var k = 0; k < selection.Count; k++) nulls[k] = source.Nulls[selection[k]];
    }

    private static void CopyDictionary(ColumnVector target, int at, ColumnVector source, Selection selection)
    {
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            if (!source.IsNull(row)) CopyOne(target, at + k, source.Dictionary!, source.Codes[row]);
        }
    }

    private interface IRowMap { static abstract int Row(int row); }
    private readonly struct FlatRow : IRowMap { public static int Row(int row) => row; }
    private readonly struct ConstantRow : IRowMap { public static int Row(int row) => 0; }

    private static void CopyValues<TRow>(ColumnVector target, int at, ColumnVector source, Selection selection) where TRow : struct, IRowMap
    {
        switch (source.Physical)
        {
            case PhysicalType.String: CopyTexts<TRow>(target, at, source, selection); break;
            case PhysicalType.Array or PhysicalType.Map or PhysicalType.Struct:
                for (var k = 0; k < selection.Count; k++)
                {
                    var row = TRow.Row(selection[k]);
                    if (source.Nulls == null || source.Nulls[row] == 0) CopyOne(target, at + k, source, row);
                }
                break;
            default:
                switch (source.ElementSize)
                {
                    case 1: Gather<byte, TRow>(target, at, source, selection); break;
                    case 2: Gather<short, TRow>(target, at, source, selection); break;
                    case 4: Gather<int, TRow>(target, at, source, selection); break;
                    case 8: Gather<long, TRow>(target, at, source, selection); break;
                    case 16: Gather<Int128, TRow>(target, at, source, selection); break;
                }
                break;
        }
    }

    // The bytes of many rows lie one behind the other, in one piece unless they are many.
    private static void CopyTexts<TRow>(ColumnVector target, int at, ColumnVector source, Selection selection) where TRow : struct, IRowMap
    {
        var views = source.Values<StringView>();
        var copies = target.Values<StringView>() + at;
        for (var k = 0; k < selection.Count;)
        {
            var (end, total) = (k, 0);
            for (; end < selection.Count; end++)
            {
                var row = TRow.Row(selection[end]);
                if (source.Nulls != null && source.Nulls[row] != 0) continue;
                if (total > 0 && views[row].Length > MostTextAtOnce - total) break;
                total += views[row].Length;
            }
            var bytes = target.Arena.Allocate(total);
            for (; k < end; k++)
            {
                var row = TRow.Row(selection[k]);
                if (source.Nulls != null && source.Nulls[row] != 0) continue;
                copies[k] = views[row].CopyTo(bytes);
                bytes += views[row].Length;
            }
        }
    }

    private static void Gather<T, TRow>(ColumnVector target, int at, ColumnVector source, Selection selection) where T : unmanaged where TRow : struct, IRowMap
    {
        var input = source.Values<T>();
        var output = target.Values<T>() + at;
        if (selection.IsDense && typeof(TRow) == typeof(FlatRow))
            Unsafe.CopyBlockUnaligned(output, input, (uint)(selection.Count * sizeof(T)));
        else
            for (var k = 0; k < selection.Count; k++) output[k] = input[TRow.Row(selection[k])];
    }

    /// <summary>Copies the value at <paramref name="row"/> of a flat vector, which is not null.</summary>
    private static void CopyOne(ColumnVector target, int at, ColumnVector source, int row)
    {
        switch (source.Physical)
        {
            case PhysicalType.String:
                target.SetString(at, source.Values<StringView>()[row].Span);
                break;
            case PhysicalType.Array or PhysicalType.Map:
                var entry = source.Values<ListEntry>()[row];
                var start = target.Children[0].Count;
                for (var c = 0; c < source.Children.Length; c++) AppendRange(target.Children[c], start, source.Children[c], entry.Offset, entry.Length);
                target.Set(at, new ListEntry(start, entry.Length));
                break;
            case PhysicalType.Struct:
                for (var c = 0; c < source.Children.Length; c++)
                {
                    var (from, to) = (source.Children[c], target.Children[c]);
                    to.EnsureCapacity(at + 1);
                    if (from.Physical == PhysicalType.Null || from.IsNull(row)) to.SetNull(at);
                    else CopyOne(to, at, from, row);
                }
                break;
            default:
                Unsafe.CopyBlockUnaligned(target.Data + (long)at * target.ElementSize, source.Data + (long)row * source.ElementSize, (uint)source.ElementSize);
                break;
        }
    }

    /// <summary>Appends a run of a flat vector's entries, setting the target's <see cref="ColumnVector.Count"/>.</summary>
    public static void AppendRange(ColumnVector target, int at, ColumnVector source, int offset, int length)
    {
        target.EnsureCapacity(at + length);
        for (var i = 0; i < length; i++)
        {
            if (source.Physical == PhysicalType.Null || source.IsNull(offset + i)) target.SetNull(at + i);
            else CopyOne(target, at + i, source, offset + i);
        }
        target.Count = at + length;
    }
}
