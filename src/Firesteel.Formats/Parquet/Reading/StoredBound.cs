using System.Runtime.CompilerServices;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Encodings;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Formats.Predicates;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>Reads the bounds that statistics and indexes hold.</summary>
static unsafe class StoredBound
{
    /// <summary>A bound that a writer stored in plain form, as the given Spark type; null where it cannot be read so.</summary>
    public static ColumnValue? Decode(ParquetNode leaf, DataType type, byte[] plain)
    {
        if (!ValueConverters.TryGet(leaf, type, out var converter)) return null;
        var isBytes = leaf.Element.Type is ParquetType.ByteArray or ParquetType.FixedLenByteArray;
        var size = isBytes ? 0 : ValueDecoders.RawSize(leaf.Element.Type!.Value);
        if (plain.Length < size || leaf.Element.Type == ParquetType.FixedLenByteArray && plain.Length != leaf.Element.TypeLength) return null;
        if (isBytes && converter is null) return ColumnValue.Of(plain);
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
            PhysicalType.Bool => ColumnValue.Of((Int128)(*value & 1)),
            PhysicalType.Int8 => ColumnValue.Of((Int128)(*(sbyte*)value)),
            PhysicalType.Int16 => ColumnValue.Of((Int128)(*(short*)value)),
            PhysicalType.Int32 => ColumnValue.Of((Int128)(*(int*)value)),
            PhysicalType.Int64 => ColumnValue.Of((Int128)(*(long*)value)),
            PhysicalType.Int128 => ColumnValue.Of(*(Int128*)value),
            PhysicalType.Float32 => OfNumber(*(float*)value),
            PhysicalType.Float64 => OfNumber(*(double*)value),
            _ => null,
        };
    }

    private static ColumnValue? OfNumber(double value) => double.IsNaN(value) ? null : ColumnValue.Of(value);
}
