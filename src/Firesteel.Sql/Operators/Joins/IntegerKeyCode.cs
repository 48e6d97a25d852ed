using System.Runtime.CompilerServices;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Sql.Operators.Joins;

/// <summary>
/// Turns keys of whole-number columns into one number below <see cref="Combinations"/>, by the bounds that the build side's values have:
/// equal codes mean equal keys. A key with a null or out of bounds has <see cref="None"/>, and no partner.
/// </summary>
sealed unsafe class IntegerKeyCode
{
    public const ulong None = ulong.MaxValue;
    private readonly long[] _min;
    private readonly ulong[] _range;

    private IntegerKeyCode(long[] min, ulong[] range, ulong combinations) => (_min, _range, Combinations) = (min, range, combinations);

    public ulong Combinations { get; }

    /// <summary>Null where a column is no whole number or the bounds are too wide together.</summary>
    public static IntegerKeyCode? TryCreate(IReadOnlyList<ColumnVector[]> chunks, IReadOnlyList<int> rows)
    {
        if (chunks.Count == 0 || chunks[0].Any(c => c.Physical is not (PhysicalType.Bool or PhysicalType.Int8 or PhysicalType.Int16 or PhysicalType.Int32 or PhysicalType.Int64))) return null;
        var columns = chunks[0].Length;
        var (min, range, combinations) = (new long[columns], new ulong[columns], (UInt128)1);
        for (var c = 0; c < columns; c++)
        {
            var (low, high) = (long.MaxValue, long.MinValue);
            for (var i = 0; i < chunks.Count; i++) Bounds(chunks[i][c], rows[i], ref low, ref high);
            (min[c], range[c]) = low > high ? (0, 0) : (low, (ulong)high - (ulong)low);
            combinations *= (UInt128)range[c] + 1;
            if (combinations >= (UInt128)1 << 63) return null;
        }
        return new IntegerKeyCode(min, range, (ulong)combinations);
    }

    /// <summary>Writes the code at each place of the selection.</summary>
    public void Encode(ColumnVector[] keys, Selection selection, ulong* codes)
    {
        for (var c = 0; c < keys.Length; c++)
        {
            var key = keys[c];
            if (key.Encoding == VectorEncoding.Flat && key.Physical == PhysicalType.Int64) Flat(key.Values<long>(), c, selection, codes);
            else if (key.Encoding == VectorEncoding.Flat && key.Physical == PhysicalType.Int32) Flat(key.Values<int>(), c, selection, codes);
            else
                for (var k = 0; k < selection.Count; k++) codes[k] = Next(c, codes[k], key.IsNull(selection[k]) ? 0 : Value(key, selection[k]));
            if (!key.HasNulls) continue;
            for (var k = 0; k < selection.Count; k++)
                if (key.IsNull(selection[k])) codes[k] = None;
        }
    }

    private void Flat<T>(T* values, int column, Selection selection, ulong* codes) where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        var (min, range) = ((ulong)_min[column], _range[column]);
        if (column == 0)
        {
            for (var k = 0; k < selection.Count; k++)
            {
                var offset = (ulong)long.CreateTruncating(values[selection[k]]) - min;
                codes[k] = offset <= range ? offset : None;
            }
            return;
        }
        for (var k = 0; k < selection.Count; k++)
        {
            var offset = (ulong)long.CreateTruncating(values[selection[k]]) - min;
            codes[k] = codes[k] != None && offset <= range ? codes[k] * (range + 1) + offset : None;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Next(int column, ulong code, long value)
    {
        var offset = (ulong)value - (ulong)_min[column];
        if (offset > _range[column]) return None;
        return column == 0 ? offset : code == None ? None : code * (_range[column] + 1) + offset;
    }

    private static void Bounds(ColumnVector vector, int rows, ref long low, ref long high)
    {
        for (var i = 0; i < rows; i++)
        {
            if (vector.Nulls != null && vector.Nulls[i] != 0) continue;
            var value = Value(vector, i);
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
    }

    private static long Value(ColumnVector vector, int row) => vector.Physical switch
    {
        PhysicalType.Bool => vector.Get<byte>(row),
        PhysicalType.Int8 => vector.Get<sbyte>(row),
        PhysicalType.Int16 => vector.Get<short>(row),
        PhysicalType.Int32 => vector.Get<int>(row),
        _ => vector.Get<long>(row),
    };
}
