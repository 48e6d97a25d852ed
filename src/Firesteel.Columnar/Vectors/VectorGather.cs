namespace Firesteel.Columnar.Vectors;

/// <summary>
/// Shallow picks of rows: the result shares strings and dictionaries with the source and lives no longer than it.
/// </summary>
static unsafe class VectorGather
{
    /// <summary>Row <c>rows[k]</c> of the source becomes row k of the target. Dictionary and constant vectors stay such.</summary>
    public static void Gather(ColumnVector source, ushort* rows, int count, ColumnVector target)
    {
        if (source.IsConstant)
        {
            target.Reference(source);
            return;
        }
        if (source.Encoding == VectorEncoding.Dictionary)
        {
            target.Reset(0);
            byte* nulls = null;
            if (source.HasNulls)
            {
                target.EnsureCapacity(count);
                nulls = target.EnsureNulls();
                for (var k = 0; k < count; k++) nulls[k] = source.Nulls[rows[k]];
            }
            var codes = target.StartCodes(source.Dictionary!, count, nulls);
            for (var k = 0; k < count; k++) codes[k] = source.Codes[rows[k]];
            return;
        }
        target.Reset(count);
        if (source.Physical == PhysicalType.Null) { new Span<byte>(target.EnsureNulls(), count).Fill(1); return; }
        if (source.HasNulls)
        {
            var nulls = target.EnsureNulls();
            for (var k = 0; k < count; k++) nulls[k] = source.Nulls[rows[k]];
        }
        switch (source.Physical)
        {
            case PhysicalType.Array or PhysicalType.Map:
                // The entries are copied, the children shared.
                Pick<long>(source, rows, count, target);
                for (var c = 0; c < source.Children.Length; c++) target.Children[c].Reference(source.Children[c]);
                break;
            case PhysicalType.Struct:
                for (var c = 0; c < source.Children.Length; c++) Gather(source.Children[c], rows, count, target.Children[c]);
                break;
            default:
                switch (source.ElementSize)
                {
                    case 1: Pick<byte>(source, rows, count, target); break;
                    case 2: Pick<short>(source, rows, count, target); break;
                    case 4: Pick<int>(source, rows, count, target); break;
                    case 8: Pick<long>(source, rows, count, target); break;
                    case 16: Pick<Int128>(source, rows, count, target); break;
                }
                break;
        }
    }

    private static void Pick<T>(ColumnVector source, ushort* rows, int count, ColumnVector target) where T : unmanaged
    {
        var input = source.Values<T>();
        var output = target.Values<T>();
        for (var k = 0; k < count; k++) output[k] = input[rows[k]];
    }
}
