using System.Runtime.CompilerServices;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>
/// One value of a column in its Spark type's form: whole numbers, dates, timestamps, unscaled decimals and truth values as an integer;
/// floating point as a number; texts and bytes as bytes. What bounds and literals are compared as.
/// </summary>
readonly record struct ColumnValue : IComparable<ColumnValue>
{
    private ColumnValue(Int128 integer, double number, byte[]? bytes) => (Integer, Number, Bytes) = (integer, number, bytes);

    public Int128 Integer { get; }
    public double Number { get; }
    public byte[]? Bytes { get; }

    public static ColumnValue Of(Int128 value) => new(value, 0, null);
    public static ColumnValue Of(double value) => new(0, value, null);
    public static ColumnValue Of(byte[] value) => new(0, 0, value);

    /// <summary>Only for values of the same type; not defined for NaN.</summary>
    public int CompareTo(ColumnValue other)
    {
        if (Bytes is { } bytes) return bytes.AsSpan().SequenceCompareTo(other.Bytes);
        var order = Integer.CompareTo(other.Integer);
        return order != 0 ? order : Number == other.Number ? 0 : Number.CompareTo(other.Number);
    }

    /// <summary>A bound that a writer stored in plain form, as the given Spark type; null where it cannot be read so.</summary>
    public static unsafe ColumnValue? Decode(ParquetNode leaf, DataType type, byte[] plain)
    {
        if (!ValueConverters.TryGet(leaf, type, out var converter)) return null;
        var isBytes = leaf.Element.Type is ParquetType.ByteArray or ParquetType.FixedLenByteArray;
        var size = isBytes ? 0 : Encodings.ValueDecoders.RawSize(leaf.Element.Type!.Value);
        if (plain.Length < size || leaf.Element.Type == ParquetType.FixedLenByteArray && plain.Length != leaf.Element.TypeLength) return null;
        if (isBytes && converter is null) return Of(plain);
        var value = stackalloc byte[sizeof(Int128)];
        fixed (byte* raw = plain)
        {
            var view = new StringView(raw, plain.Length);
            var source = isBytes ? (byte*)&view : raw;
            if (converter is null) Unsafe.CopyBlockUnaligned(value, source, (uint)size);
            else converter.Convert(source, value, 1, null!);
        }
        return PhysicalTypes.Of(type) switch
        {
            PhysicalType.Bool => Of((Int128)(*value & 1)),
            PhysicalType.Int8 => Of((Int128)(*(sbyte*)value)),
            PhysicalType.Int16 => Of((Int128)(*(short*)value)),
            PhysicalType.Int32 => Of((Int128)(*(int*)value)),
            PhysicalType.Int64 => Of((Int128)(*(long*)value)),
            PhysicalType.Int128 => Of(*(Int128*)value),
            PhysicalType.Float32 => OfNumber(*(float*)value),
            PhysicalType.Float64 => OfNumber(*(double*)value),
            _ => null,
        };
    }

    private static ColumnValue? OfNumber(double value) => double.IsNaN(value) ? null : Of(value);
}
