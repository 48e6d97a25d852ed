using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Aggregates;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Variants;

/// <summary>schema_of_variant and schema_of_variant_agg: the types within variants, objects as OBJECT.</summary>
static class VariantSchema
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("schema_of_variant", [VariantFunctions.Value], StringType.Instance, Kernel) { Throws = true },
        new Aggregate("schema_of_variant_agg", [VariantFunctions.Value], _ => StringType.Instance, _ => [StringType.Instance], _ => new VariantSchemaKernel())
        {
            IsNeverNull = true,
            ThrowsWhen = _ => true,
            Empty = _ => Literal.Of("VOID"),
        },
    ];

    private static void Kernel(KernelCall call)
    {
        var values = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.SetText(row, Text(Of(VariantBlob.Open(values[row]))));
        }
    }

    /// <summary>The type of a value; an object is a struct with its fields in the order of their keys.</summary>
    public static DataType Of(VariantView value)
    {
        DepthGuard.Check();
        switch (value.Kind)
        {
            case VariantKind.Object:
                var fields = new StructField[value.Count];
                for (var i = 0; i < fields.Length; i++) fields[i] = new StructField(Encoding.UTF8.GetString(value.Key(i)), Of(value[i]));
                return new StructType(fields);
            case VariantKind.Array:
                DataType element = NullType.Instance;
                for (var i = 0; i < value.Count; i++) element = Merge(element, Of(value[i]));
                return new ArrayType(element);
            case VariantKind.Null: return NullType.Instance;
            case VariantKind.Boolean: return BooleanType.Instance;
            case VariantKind.Long: return LongType.Instance;
            case VariantKind.Double: return DoubleType.Instance;
            case VariantKind.Float: return FloatType.Instance;
            case VariantKind.Decimal:
                var (unscaled, scale) = value.ShortestDecimal;
                return new DecimalType(Math.Max(Math.Max(1, Decimals.DigitCount(unscaled)), scale), scale);
            case VariantKind.Binary: return BinaryType.Instance;
            case VariantKind.Date: return DateType.Instance;
            case VariantKind.Timestamp: return TimestampType.Instance;
            case VariantKind.TimestampNtz: return TimestampNTZType.Instance;
            default: return StringType.Instance;
        }
    }

    /// <summary>The type that holds values of both; VARIANT where no other does.</summary>
    public static DataType Merge(DataType a, DataType b)
    {
        DepthGuard.Check();
        if (a == b || b is NullType) return a;
        switch (a, b)
        {
            case (NullType, _): return b;
            case (StructType x, StructType y): return MergeFields(x, y);
            case (ArrayType x, ArrayType y): return new ArrayType(Merge(x.ElementType, y.ElementType));
            case (DoubleType, NumericType) or (NumericType, DoubleType): return DoubleType.Instance;
            case (FloatType, LongType) or (LongType, FloatType): return FloatType.Instance;
            case (LongType, DecimalType d): return MergeDecimals(new DecimalType(20, 0), d);
            case (DecimalType d, LongType): return MergeDecimals(new DecimalType(20, 0), d);
            case (DecimalType x, DecimalType y): return MergeDecimals(x, y);
            case (DateType or TimestampType or TimestampNTZType, DateType or TimestampType or TimestampNTZType):
                return a is TimestampType || b is TimestampType ? TimestampType.Instance : TimestampNTZType.Instance;
            default: return VariantType.Instance;
        }
    }

    /// <summary>As the functions show it.</summary>
    public static string Text(DataType type) => type switch
    {
        StructType s => $"OBJECT<{string.Join(", ", s.Fields.Select(f => $"{SqlIdentifier.QuoteIfNeeded(f.Name)}: {Text(f.DataType)}"))}>",
        ArrayType a => $"ARRAY<{Text(a.ElementType)}>",
        _ => type.Sql,
    };

    // Both have their fields in order.
    private static StructType MergeFields(StructType a, StructType b)
    {
        var fields = new List<StructField>();
        var (i, j) = (0, 0);
        while (i < a.Count || j < b.Count)
        {
            var order = i == a.Count ? 1 : j == b.Count ? -1 : string.CompareOrdinal(a[i].Name, b[j].Name);
            if (order < 0) fields.Add(a[i++]);
            else if (order > 0) fields.Add(b[j++]);
            else fields.Add(new StructField(a[i].Name, Merge(a[i++].DataType, b[j++].DataType)));
        }
        return new StructType(fields);
    }

    private static DataType MergeDecimals(DecimalType a, DecimalType b)
    {
        var scale = Math.Max(a.Scale, b.Scale);
        var whole = Math.Max(a.Precision - a.Scale, b.Precision - b.Scale);
        return whole + scale > DecimalType.MaxPrecision ? DoubleType.Instance : new DecimalType(whole + scale, scale);
    }
}
