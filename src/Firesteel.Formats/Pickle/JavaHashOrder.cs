using System.Text;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Formats.Pickle;

/// <summary>
/// The order in which the entries of a map reach Python: real Spark puts them into Java's HashMap first, and programs
/// print the dict that comes of it.
/// </summary>
static class JavaHashOrder
{
    /// <summary>The positions of a map's entries in that order; null where they keep their own.</summary>
    public static int[]? Of(ColumnVector keys, ListEntry entry)
    {
        if (entry.Length < 2) return null;
        var hashes = new uint[entry.Length];
        for (var i = 0; i < hashes.Length; i++)
        {
            if (!TryHash(keys, entry.Offset + i, out var hash)) return null;
            hashes[i] = (uint)hash ^ (uint)hash >> 16;
        }
        var buckets = (uint)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)entry.Length);
        while (entry.Length > buckets * 3 / 4) buckets *= 2;
        var order = new int[entry.Length];
        for (var i = 0; i < order.Length; i++) order[i] = entry.Offset + i;
        // A stable sort: entries of one bucket stay as they came.
        return [.. order.OrderBy(position => hashes[position - entry.Offset] & (buckets - 1))];
    }

    private static unsafe bool TryHash(ColumnVector keys, int position, out int hash)
    {
        hash = 0;
        switch (keys.Physical)
        {
            case PhysicalType.Bool: hash = keys.Data[position] != 0 ? 1231 : 1237; return true;
            case PhysicalType.Int8: hash = keys.Values<sbyte>()[position]; return true;
            case PhysicalType.Int16: hash = keys.Values<short>()[position]; return true;
            case PhysicalType.Int32: hash = keys.Values<int>()[position]; return true;
            case PhysicalType.Int64 when keys.Type is not Types.DecimalType: hash = Fold(keys.Values<long>()[position]); return true;
            case PhysicalType.Float32: hash = BitConverter.SingleToInt32Bits(keys.Values<float>()[position]); return true;
            case PhysicalType.Float64: hash = Fold(BitConverter.DoubleToInt64Bits(keys.Values<double>()[position])); return true;
            case PhysicalType.String when keys.Type is Types.StringType:
                foreach (var c in Encoding.UTF8.GetString(keys.Values<StringView>()[position].Span)) hash = unchecked(hash * 31 + c);
                return true;
            default: return false;
        }
    }

    private static int Fold(long value) => (int)(value ^ (long)((ulong)value >> 32));
}
