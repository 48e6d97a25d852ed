using System.Buffers.Binary;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Variants;

/// <summary>
/// Reads one variant value in place. The value may be followed by bytes of others; the metadata holds the names of all keys.
/// What does not follow the encoding raises MALFORMED_VARIANT.
/// </summary>
readonly ref struct VariantView
{
    // Objects with fewer fields are searched one by one.
    private const int BinarySearchThreshold = 32;

    private readonly ReadOnlySpan<byte> _value;
    private readonly ReadOnlySpan<byte> _metadata;

    public VariantView(ReadOnlySpan<byte> value, ReadOnlySpan<byte> metadata)
    {
        if (value.IsEmpty || metadata.IsEmpty || (metadata[0] & 0x0F) != VariantFormat.Version) throw VariantFormat.Malformed();
        _value = value;
        _metadata = metadata;
    }

    private VariantView(VariantView parent, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) throw VariantFormat.Malformed();
        _value = value;
        _metadata = parent._metadata;
    }

    /// <summary>The names of the keys.</summary>
    public ReadOnlySpan<byte> Metadata => _metadata;

    /// <summary>The value's own bytes.</summary>
    public ReadOnlySpan<byte> Value => VariantFormat.Slice(_value, 0, Size);

    private int BasicType => _value[0] & 3;

    /// <summary>The six bits of the header beside the basic type.</summary>
    public int TypeInfo => _value[0] >> 2;

    /// <exception cref="SparkRuntimeException">UNKNOWN_PRIMITIVE_TYPE_IN_VARIANT</exception>
    public VariantKind Kind => BasicType switch
    {
        VariantFormat.ShortString => VariantKind.String,
        VariantFormat.Object => VariantKind.Object,
        VariantFormat.Array => VariantKind.Array,
        _ => TypeInfo switch
        {
            VariantFormat.Null => VariantKind.Null,
            VariantFormat.True or VariantFormat.False => VariantKind.Boolean,
            VariantFormat.Int8 or VariantFormat.Int16 or VariantFormat.Int32 or VariantFormat.Int64 => VariantKind.Long,
            VariantFormat.Double => VariantKind.Double,
            VariantFormat.Decimal4 or VariantFormat.Decimal8 or VariantFormat.Decimal16 => VariantKind.Decimal,
            VariantFormat.Date => VariantKind.Date,
            VariantFormat.Timestamp => VariantKind.Timestamp,
            VariantFormat.TimestampNtz => VariantKind.TimestampNtz,
            VariantFormat.Float => VariantKind.Float,
            VariantFormat.Binary => VariantKind.Binary,
            VariantFormat.LongString => VariantKind.String,
            VariantFormat.Uuid => VariantKind.Uuid,
            var id => throw VariantFormat.UnknownPrimitive(id),
        },
    };

    /// <summary>Bytes of the value, header included.</summary>
    public int Size
    {
        get
        {
            switch (BasicType)
            {
                case VariantFormat.ShortString: return 1 + TypeInfo;
                case VariantFormat.Object or VariantFormat.Array:
                    var list = Layout();
                    return checked(list.DataStart + VariantFormat.ReadUnsigned(_value, list.OffsetStart + list.Count * list.OffsetSize, list.OffsetSize));
                default:
                    return TypeInfo switch
                    {
                        VariantFormat.Null or VariantFormat.True or VariantFormat.False => 1,
                        VariantFormat.Int8 => 2,
                        VariantFormat.Int16 => 3,
                        VariantFormat.Int32 or VariantFormat.Date or VariantFormat.Float => 5,
                        VariantFormat.Int64 or VariantFormat.Double or VariantFormat.Timestamp or VariantFormat.TimestampNtz => 9,
                        VariantFormat.Decimal4 => 6,
                        VariantFormat.Decimal8 => 10,
                        VariantFormat.Decimal16 => 18,
                        VariantFormat.Binary or VariantFormat.LongString => checked(5 + VariantFormat.ReadUnsigned(_value, 1, 4)),
                        VariantFormat.Uuid => 17,
                        var id => throw VariantFormat.UnknownPrimitive(id),
                    };
            }
        }
    }

    public bool Boolean => TypeInfo == VariantFormat.True;

    /// <summary>The number; of a date its days, of a timestamp its microseconds.</summary>
    public long Long => TypeInfo switch
    {
        VariantFormat.Int8 => (sbyte)Payload(1)[0],
        VariantFormat.Int16 => BinaryPrimitives.ReadInt16LittleEndian(Payload(2)),
        VariantFormat.Int32 or VariantFormat.Date => BinaryPrimitives.ReadInt32LittleEndian(Payload(4)),
        _ => BinaryPrimitives.ReadInt64LittleEndian(Payload(8)),
    };

    public double Double => BinaryPrimitives.ReadDoubleLittleEndian(Payload(8));
    public float Float => BinaryPrimitives.ReadSingleLittleEndian(Payload(4));

    /// <summary>Unscaled digits and how many of them stand behind the point.</summary>
    public (Int128 Unscaled, int Scale) Decimal
    {
        get
        {
            var (size, digits) = TypeInfo switch { VariantFormat.Decimal4 => (4, 9), VariantFormat.Decimal8 => (8, 18), _ => (16, 38) };
            var bytes = Payload(1 + size);
            var unscaled = size switch
            {
                4 => BinaryPrimitives.ReadInt32LittleEndian(bytes[1..]),
                8 => BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]),
                _ => VariantFormat.ReadInt128(bytes[1..]),
            };
            return bytes[0] <= digits && Foundation.Numerics.Decimals.Fits(unscaled, digits) ? (unscaled, bytes[0]) : throw VariantFormat.Malformed();
        }
    }

    /// <summary>The decimal without zeros at the end of its fraction.</summary>
    public (Int128 Unscaled, int Scale) ShortestDecimal
    {
        get
        {
            var (unscaled, scale) = Decimal;
            if (unscaled == 0) return (0, 0);
            for (; scale > 0 && unscaled % 10 == 0; scale--) unscaled /= 10;
            return (unscaled, scale);
        }
    }

    /// <summary>The bytes of a text (UTF-8) or of a binary value.</summary>
    public ReadOnlySpan<byte> Bytes => BasicType == VariantFormat.ShortString
        ? VariantFormat.Slice(_value, 1, TypeInfo)
        : VariantFormat.Slice(_value, 5, VariantFormat.ReadUnsigned(_value, 1, 4));

    /// <summary>Sixteen bytes, the first highest.</summary>
    public ReadOnlySpan<byte> Uuid => Payload(16);

    /// <summary>Number of an object's fields or an array's elements.</summary>
    public int Count => Layout().Count;

    /// <summary>The element or field value at a place from 0, which is below <see cref="Count"/>.</summary>
    public VariantView this[int index]
    {
        get
        {
            var list = Layout();
            return new VariantView(this, At(list, index));
        }
    }

    /// <summary>The name of an object's field; they stand in the order of their keys.</summary>
    public ReadOnlySpan<byte> Key(int index)
    {
        var list = Layout();
        return KeyOf(VariantFormat.ReadUnsigned(_value, list.IdStart + index * list.IdSize, list.IdSize));
    }

    /// <summary>The value of an object's field.</summary>
    public bool TryField(ReadOnlySpan<byte> key, out VariantView field)
    {
        var index = Find(key);
        field = index < 0 ? default : this[index];
        return index >= 0;
    }

    /// <summary>Where an object has the key, or -1.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        var count = Count;
        if (count < BinarySearchThreshold)
        {
            for (var i = 0; i < count; i++)
                if (Key(i).SequenceEqual(key)) return i;
            return -1;
        }
        var (low, high) = (0, count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = VariantFormat.CompareKeys(Key(middle), key);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1; else high = middle - 1;
        }
        return -1;
    }

    private ReadOnlySpan<byte> Payload(int size) => VariantFormat.Slice(_value, 1, size);

    private ReadOnlySpan<byte> At(ListLayout list, int index)
    {
        var offset = VariantFormat.ReadUnsigned(_value, list.OffsetStart + index * list.OffsetSize, list.OffsetSize);
        return offset > _value.Length - list.DataStart ? throw VariantFormat.Malformed() : _value[(list.DataStart + offset)..];
    }

    private ReadOnlySpan<byte> KeyOf(int id)
    {
        var size = (_metadata[0] >> 6) + 1;
        var count = VariantFormat.ReadUnsigned(_metadata, 1, size);
        if (id >= count) throw VariantFormat.Malformed();
        var start = VariantFormat.ReadUnsigned(_metadata, 1 + (id + 1) * size, size);
        var end = VariantFormat.ReadUnsigned(_metadata, 1 + (id + 2) * size, size);
        var strings = 1L + (count + 2L) * size;
        return strings > _metadata.Length ? throw VariantFormat.Malformed() : VariantFormat.Slice(_metadata[(int)strings..], start, end - start);
    }

    private readonly record struct ListLayout(int Count, int IdStart, int IdSize, int OffsetStart, int OffsetSize, int DataStart);

    private ListLayout Layout()
    {
        var isObject = BasicType == VariantFormat.Object;
        var info = TypeInfo;
        var isLarge = (info >> (isObject ? 4 : 2) & 1) != 0;
        var offsetSize = (info & 3) + 1;
        var idSize = isObject ? (info >> 2 & 3) + 1 : 0;
        var countSize = isLarge ? 4 : 1;
        var count = VariantFormat.ReadUnsigned(_value, 1, countSize);
        var offsetStart = 1L + countSize + (long)count * idSize;
        var dataStart = offsetStart + (count + 1L) * offsetSize;
        if (dataStart > _value.Length) throw VariantFormat.Malformed();
        return new ListLayout(count, 1 + countSize, idSize, (int)offsetStart, offsetSize, (int)dataStart);
    }
}
