using System.Numerics;
using System.Runtime.CompilerServices;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Kernels;

/// <summary>A set of whole numbers, open addressing at a quarter load: membership of vectors of any integer width.</summary>
sealed unsafe class IntegerSet
{
    private readonly long[] _slots;
    private readonly bool[] _used;
    private readonly int _shift;

    public IntegerSet(IReadOnlyCollection<long> values)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, values.Count * 4));
        _shift = 64 - BitOperations.Log2((uint)size);
        (_slots, _used) = (new long[size], new bool[size]);
        foreach (var value in values)
        {
            var at = Place(value);
            while (_used[at] && _slots[at] != value) at = (at + 1) & (size - 1);
            (_slots[at], _used[at]) = (value, true);
        }
    }

    /// <summary>Writes 1 where the selected row's value is in the set; null rows get something.</summary>
    public void Test<T>(ColumnVector vector, Selection selection, byte* output) where T : unmanaged, IBinaryInteger<T>
    {
        var values = vector.Values<T>();
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            output[row] = Contains(long.CreateTruncating(values[row])) ? (byte)1 : (byte)0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(long value)
    {
        var at = Place(value);
        while (_used[at])
        {
            if (_slots[at] == value) return true;
            at = (at + 1) & (_slots.Length - 1);
        }
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Place(long value) => (int)((ulong)value * 0x9E3779B97F4A7C15 >> _shift);
}

/// <summary>A set of texts or bytes, whose values lie in a flat vector that outlives it.</summary>
sealed unsafe class BytesSet
{
    private readonly StringView[] _slots;

    public BytesSet(ColumnVector values, int count)
    {
        _slots = new StringView[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, count * 4))];
        for (var i = 0; i < count; i++)
        {
            var value = values.Values<StringView>()[i];
            var at = Place(value);
            while (_slots[at].Data != null && !_slots[at].Equals(value)) at = (at + 1) & (_slots.Length - 1);
            _slots[at] = value;
        }
    }

    public bool Contains(StringView value)
    {
        var at = Place(value);
        while (_slots[at].Data != null)
        {
            if (_slots[at].Equals(value)) return true;
            at = (at + 1) & (_slots.Length - 1);
        }
        return false;
    }

    private int Place(StringView value) => (int)(KeyHash.HashBytes(value.Data, value.Length) & (ulong)(_slots.Length - 1));
}
