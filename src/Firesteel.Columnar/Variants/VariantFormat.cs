using System.Buffers.Binary;

namespace Firesteel.Columnar.Variants;

/// <summary>Numbers and rules of the Variant binary encoding (Apache Parquet, "Variant Binary Encoding", version 1).</summary>
static class VariantFormat
{
    // Basic types: the two low bits of a value's first byte.
    public const int Primitive = 0;
    public const int ShortString = 1;
    public const int Object = 2;
    public const int Array = 3;

    // Primitive types: the six high bits.
    public const int Null = 0;
    public const int True = 1;
    public const int False = 2;
    public const int Int8 = 3;
    public const int Int16 = 4;
    public const int Int32 = 5;
    public const int Int64 = 6;
    public const int Double = 7;
    public const int Decimal4 = 8;
    public const int Decimal8 = 9;
    public const int Decimal16 = 10;
    public const int Date = 11;
    public const int Timestamp = 12;
    public const int TimestampNtz = 13;
    public const int Float = 14;
    public const int Binary = 15;
    public const int LongString = 16;
    public const int Uuid = 20;

    public const int Version = 1;
    public const int MaxShortString = 63;

    /// <summary>Neither a value nor its metadata may be longer.</summary>
    public const int SizeLimit = 128 * 1024 * 1024;

    /// <summary>Bytes that a number which is not negative takes where a header says how many.</summary>
    public static int IntegerSize(int value) => value <= 0xFF ? 1 : value <= 0xFFFF ? 2 : value <= 0xFFFFFF ? 3 : 4;

    /// <summary>The little-endian number of 1 to 4 bytes at a place.</summary>
    public static int ReadUnsigned(ReadOnlySpan<byte> bytes, int at, int size)
    {
        if (at < 0 || at > bytes.Length - size) throw Malformed();
        var value = 0u;
        for (var i = size - 1; i >= 0; i--) value = value << 8 | bytes[at + i];
        return value <= int.MaxValue ? (int)value : throw Malformed();
    }

    public static void WriteUnsigned(Span<byte> bytes, int at, int value, int size)
    {
        for (var i = 0; i < size; i++) bytes[at + i] = (byte)(value >> (8 * i));
    }

    public static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> bytes, int at, int length)
        => at < 0 || length < 0 || at > bytes.Length - length ? throw Malformed() : bytes.Slice(at, length);

    public static Int128 ReadInt128(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt128LittleEndian(Slice(bytes, 0, 16));

    public static SparkRuntimeException Malformed() => new("MALFORMED_VARIANT", new Dictionary<string, string>());

    public static SparkRuntimeException UnknownPrimitive(int id)
        => new("UNKNOWN_PRIMITIVE_TYPE_IN_VARIANT", new Dictionary<string, string> { ["id"] = id.ToString(System.Globalization.CultureInfo.InvariantCulture) });

    /// <summary>The order of an object's keys: that of their UTF-16 units, which for UTF-8 bytes differs from theirs beyond U+FFFF only.</summary>
    public static int CompareKeys(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var same = a.CommonPrefixLength(b);
        if (same == a.Length || same == b.Length) return a.Length.CompareTo(b.Length);
        var (x, y) = (a[same], b[same]);
        // Four-byte characters are surrogates there, which stand before U+E000 to U+FFFF.
        if (x >= 0xF0 != y >= 0xF0 && Math.Min(x, y) >= 0xEE) return x >= 0xF0 ? -1 : 1;
        return x.CompareTo(y);
    }
}
