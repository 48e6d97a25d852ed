using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Aggregation;

/// <summary>Packs the columns of a key into 64 bits, nulls included, so that equal codes mean equal keys.</summary>
sealed unsafe class PackedKey
{
    private readonly int[] _bits;

    private PackedKey(int[] bits, bool leavesNull) => (_bits, LeavesNull) = (bits, leavesNull);

    /// <summary>The key is one column whose values need all bits: it has no code for null, which the caller looks for itself.</summary>
    public bool LeavesNull { get; }

    /// <summary>Null where the columns do not fit. Floating point, whose zeros and NaNs need care, is not packed.</summary>
    public static PackedKey? TryCreate(StructType schema)
    {
        var bits = new int[schema.Count];
        for (var c = 0; c < bits.Length; c++)
        {
            bits[c] = PhysicalTypes.Of(schema[c].DataType) switch
            {
                PhysicalType.Bool => 1,
                PhysicalType.Int8 => 8,
                PhysicalType.Int16 => 16,
                PhysicalType.Int32 => 32,
                PhysicalType.Int64 when bits.Length == 1 => 64,
                _ => 1000,
            };
        }
        if (bits is [64]) return new PackedKey(bits, schema[0].Nullable);
        var nullable = schema.Fields.Count(f => f.Nullable);
        return bits.Sum() + nullable <= 64 ? new PackedKey([.. bits.Select((b, c) => schema[c].Nullable ? -b : b)], false) : null;
    }

    /// <summary>Writes the code at each place of the selection.</summary>
    public void Encode(ColumnVector[] keys, Selection selection, ulong* codes)
    {
        new Span<ulong>(codes, selection.Count).Clear();
        for (var c = 0; c < keys.Length; c++)
        {
            switch (keys[c].Physical)
            {
                case PhysicalType.Bool or PhysicalType.Int8: Append<byte>(keys[c], _bits[c], selection, codes); break;
                case PhysicalType.Int16: Append<ushort>(keys[c], _bits[c], selection, codes); break;
                case PhysicalType.Int32: Append<uint>(keys[c], _bits[c], selection, codes); break;
                case PhysicalType.Int64: AppendLong(keys[c], selection, codes); break;
            }
        }
    }

    private static void Append<T>(ColumnVector key, int bits, Selection selection, ulong* codes) where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        var nullable = bits < 0;
        bits = Math.Abs(bits);
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            var code = codes[k] << bits;
            if (!nullable) codes[k] = code | ulong.CreateTruncating(key.Get<T>(row));
            else codes[k] = key.IsNull(row) ? code << 1 | 1 : (code | ulong.CreateTruncating(key.Get<T>(row))) << 1;
        }
    }

    private static void AppendLong(ColumnVector key, Selection selection, ulong* codes)
    {
        if (key.Encoding == VectorEncoding.Flat)
        {
            var values = key.Values<ulong>();
            for (var k = 0; k < selection.Count; k++) codes[k] = values[selection[k]];
        }
        else if (!key.IsConstant || !key.IsNull(0))
            for (var k = 0; k < selection.Count; k++) codes[k] = key.Get<ulong>(selection[k]);
    }
}
