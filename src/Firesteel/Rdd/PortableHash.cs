using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Firesteel;

/// <summary>
/// Hash codes that are the same in every process, and those of Java and Scala for what both sides have: numbers, booleans,
/// characters, text, tuples, null. Other types hash by what they are made of where that is known, or by their own GetHashCode.
/// </summary>
static class PortableHash
{
    private const int TupleSeed = unchecked((int)0xcafebabe);

    public static Func<T, int> For<T>()
    {
        if (typeof(T) == typeof(int)) return (Func<T, int>)(object)(Func<int, int>)(static v => v);
        if (typeof(T) == typeof(long)) return (Func<T, int>)(object)(Func<long, int>)OfLong;
        if (typeof(T) == typeof(string)) return (Func<T, int>)(object)(Func<string, int>)OfText;
        return static v => Of(v);
    }

    public static int Of(object? value) => value switch
    {
        null => 0,
        int v => v,
        long v => OfLong(v),
        string v => OfText(v),
        byte v => (sbyte)v,
        sbyte v => v,
        short v => v,
        ushort v => v,
        uint v => (int)v,
        ulong v => OfLong((long)v),
        char v => v,
        bool v => v ? 1231 : 1237,
        double v => OfDouble(v),
        float v => v == 0 && !float.IsNegative(v) ? 0 : float.IsNaN(v) ? 0x7fc00000 : BitConverter.SingleToInt32Bits(v),
        byte[] v => OfBytes(v),
        ITuple v => OfTuple(v),
        Enum v => OfLong(Convert.ToInt64(v, System.Globalization.CultureInfo.InvariantCulture)),
        Guid v => OfBytes(v.ToByteArray()),
        DateTime v => OfLong(v.Ticks),
        DateTimeOffset v => OfLong(v.UtcTicks),
        DateOnly v => v.DayNumber,
        TimeOnly v => OfLong(v.Ticks),
        TimeSpan v => OfLong(v.Ticks),
        decimal v => OfDouble((double)v),
        BigInteger v => OfBytes(v.ToByteArray()),
        Array => throw SparkException.WithoutCondition("HashPartitioner cannot partition array keys."),
        IStructuralEquatable v => v.GetHashCode(Elements.Instance),
        _ => OfObject(value),
    };

    public static int OfText(string text)
    {
        var hash = 0;
        foreach (var c in text) hash = unchecked(31 * hash + c);
        return hash;
    }

    private static int OfLong(long value) => (int)(value ^ (value >>> 32));

    private static int OfDouble(double value) => OfLong(double.IsNaN(value) ? 0x7ff8000000000000 : BitConverter.DoubleToInt64Bits(value));

    private static int OfBytes(byte[] bytes)
    {
        var hash = 1;
        foreach (var b in bytes) hash = unchecked(31 * hash + (sbyte)b);
        return hash;
    }

    // As Scala hashes a product: its name first, then each element by its value (a whole double hashes as the whole number).
    private static int OfTuple(ITuple tuple)
    {
        var hash = Mix(TupleSeed, OfText($"Tuple{tuple.Length}"));
        for (var i = 0; i < tuple.Length; i++) hash = Mix(hash, Element(tuple[i]));
        return Finish(hash, tuple.Length);
    }

    private static int Element(object? value) => value switch
    {
        long v => (int)v == v ? (int)v : OfLong(v),
        double v when v == Math.Truncate(v) && Math.Abs(v) < long.MaxValue => Element((long)v),
        float v when v == MathF.Truncate(v) && Math.Abs(v) < long.MaxValue => Element((long)v),
        _ => Of(value),
    };

    // A class of the program that is a record hashes by its members, which must be the same in all processes: text hashes in .NET are not.
    private static int OfObject(object value) => ObjectHash.Of(value);

    private static int Mix(int hash, int data)
    {
        var k = (uint)data * 0xcc9e2d51;
        k = BitOperations.RotateLeft(k, 15) * 0x1b873593;
        return (int)(BitOperations.RotateLeft((uint)hash ^ k, 13) * 5 + 0xe6546b64);
    }

    private static int Finish(int hash, int length)
    {
        var h = (uint)hash ^ (uint)length;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return (int)(h ^ h >>> 16);
    }

    private sealed class Elements : IEqualityComparer
    {
        public static readonly Elements Instance = new();
        bool IEqualityComparer.Equals(object? x, object? y) => Equals(x, y);
        int IEqualityComparer.GetHashCode(object obj) => Of(obj);
    }
}
