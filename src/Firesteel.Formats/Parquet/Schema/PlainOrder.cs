using System.Runtime.CompilerServices;
using Firesteel.Formats.Parquet.Metadata;

namespace Firesteel.Formats.Parquet.Schema;

/// <summary>The order that a column's type defines, over values in their plain form.</summary>
static class PlainOrder
{
    /// <summary>Whether bounds of the column can be compared at all.</summary>
    public static bool IsDefined(SchemaElement column) => column.Type is not (null or ParquetType.Int96)
        && PrimitiveTypes.Annotation(column)?.Kind is not (LogicalKind.Float16 or LogicalKind.Variant or LogicalKind.Geometry or LogicalKind.Geography) && column.ConvertedType != ConvertedType.Interval;

    /// <exception cref="ParquetFormatException">A value has another length than its type.</exception>
    public static int Compare(SchemaElement column, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var annotation = PrimitiveTypes.Annotation(column);
        var isUnsigned = annotation is { Kind: LogicalKind.Integer, IsSigned: false };
        return column.Type switch
        {
            ParquetType.Boolean => Value<byte>(a).CompareTo(Value<byte>(b)),
            ParquetType.Int32 => isUnsigned ? Value<uint>(a).CompareTo(Value<uint>(b)) : Value<int>(a).CompareTo(Value<int>(b)),
            ParquetType.Int64 => isUnsigned ? Value<ulong>(a).CompareTo(Value<ulong>(b)) : Value<long>(a).CompareTo(Value<long>(b)),
            ParquetType.Float => Value<float>(a).CompareTo(Value<float>(b)),
            ParquetType.Double => Value<double>(a).CompareTo(Value<double>(b)),
            _ when annotation is { Kind: LogicalKind.Decimal } => CompareSigned(a, b),
            _ => a.SequenceCompareTo(b),
        };
    }

    private static T Value<T>(ReadOnlySpan<byte> plain) where T : unmanaged
        => plain.Length >= Unsafe.SizeOf<T>() ? Unsafe.ReadUnaligned<T>(in plain[0]) : throw new ParquetFormatException("A bound is too short.");

    // Two's complement, highest byte first, of any lengths.
    private static int CompareSigned(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var negativeA = a.Length > 0 && a[0] >= 0x80;
        var negativeB = b.Length > 0 && b[0] >= 0x80;
        if (negativeA != negativeB) return negativeA ? -1 : 1;
        var length = Math.Max(a.Length, b.Length);
        var fill = negativeA ? (byte)0xFF : (byte)0;
        for (var i = length; i > 0; i--)
        {
            var (x, y) = (i > a.Length ? fill : a[^i], i > b.Length ? fill : b[^i]);
            if (x != y) return x.CompareTo(y);
        }
        return 0;
    }
}
