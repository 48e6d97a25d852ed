using System.Text;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>Writes values of vectors as variants: structs and maps as objects, nulls within them as variant nulls.</summary>
static class ToVariant
{
    /// <summary>Whether values of the type can be cast; structs and maps only become variants where a function says so.</summary>
    public static bool IsAllowed(DataType type, bool withObjects) => type switch
    {
        NumericType or BooleanType or StringType or BinaryType or DateType or TimestampType or TimestampNTZType or VariantType => true,
        ArrayType a => IsAllowed(a.ElementType, withObjects),
        MapType { KeyType: StringType } m => withObjects && IsAllowed(m.ValueType, true),
        StructType s => withObjects && s.Fields.All(f => IsAllowed(f.DataType, true)),
        _ => false,
    };

    /// <summary>The value at a position of a flat vector.</summary>
    public static void Write(ColumnVector flat, int at, VariantBuilder builder)
    {
        DepthGuard.Check();
        if (flat.Physical == PhysicalType.Null || flat.IsNull(at))
        {
            builder.Null();
            return;
        }
        switch (flat.Type)
        {
            case BooleanType: builder.Boolean(flat.Get<bool>(at)); break;
            case ByteType: builder.Long(flat.Get<sbyte>(at)); break;
            case ShortType: builder.Long(flat.Get<short>(at)); break;
            case IntegerType: builder.Long(flat.Get<int>(at)); break;
            case LongType: builder.Long(flat.Get<long>(at)); break;
            case FloatType: builder.Float(flat.Get<float>(at)); break;
            case DoubleType: builder.Double(flat.Get<double>(at)); break;
            case DecimalType d: builder.Decimal(DecimalVectors.Read(flat, at), d.Scale); break;
            case DateType: builder.Date(flat.Get<int>(at)); break;
            case TimestampType: builder.Timestamp(flat.Get<long>(at)); break;
            case TimestampNTZType: builder.TimestampNtz(flat.Get<long>(at)); break;
            case BinaryType: builder.Binary(flat.Get<StringView>(at).Span); break;
            case VariantType: builder.Append(VariantBlob.Open(flat.Get<StringView>(at))); break;
            case ArrayType: WriteArray(flat, at, builder); break;
            case MapType: WriteMap(flat, at, builder); break;
            case StructType s: WriteStruct(s, flat, at, builder); break;
            default: builder.String(flat.Get<StringView>(at).Span); break;
        }
    }

    private static void WriteArray(ColumnVector flat, int at, VariantBuilder builder)
    {
        var (entry, mark) = (flat.Get<ListEntry>(at), builder.Begin());
        for (var i = 0; i < entry.Length; i++)
        {
            builder.Element(mark);
            Write(flat.Children[0], entry.Offset + i, builder);
        }
        builder.EndArray(mark);
    }

    private static void WriteMap(ColumnVector flat, int at, VariantBuilder builder)
    {
        var (entry, mark) = (flat.Get<ListEntry>(at), builder.Begin());
        for (var i = 0; i < entry.Length; i++)
        {
            builder.Field(mark, flat.Children[0].Get<StringView>(entry.Offset + i).Span);
            Write(flat.Children[1], entry.Offset + i, builder);
        }
        End(mark, builder);
    }

    private static void WriteStruct(StructType type, ColumnVector flat, int at, VariantBuilder builder)
    {
        var mark = builder.Begin();
        for (var f = 0; f < type.Count; f++)
        {
            builder.Field(mark, Encoding.UTF8.GetBytes(type[f].Name));
            Write(flat.Children[f], at, builder);
        }
        End(mark, builder);
    }

    private static void End(VariantBuilder.Mark mark, VariantBuilder builder)
    {
        try { builder.EndObject(mark); }
        catch (VariantDuplicateKeyException e) { throw new SparkRuntimeException("VARIANT_DUPLICATE_KEY", new Dictionary<string, string> { ["key"] = e.Key }); }
    }
}
