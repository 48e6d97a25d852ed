using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Schema;

/// <summary>Turns a file's schema into Spark's, by the rules of Spark's own converter.</summary>
sealed class SchemaConverter(SchemaOptions options)
{
    /// <summary>The first thing in the schema that has no Spark type; the column then stands with the type that it is stored as.</summary>
    public AnalysisException? Problem { get; private set; }

    /// <summary>The columns of a schema's root.</summary>
    public ParquetColumn[] Convert(ParquetNode root) => root.Children.Select(ConvertField).ToArray();

    /// <summary>The Spark schema of columns that <see cref="Convert"/> made.</summary>
    public static StructType ToStruct(ParquetNode root, ParquetColumn[] columns)
        => new(root.Children.Zip(columns, (node, column) => new StructField(node.Name, column.Type, column.Nullable)));

    private ParquetColumn ConvertField(ParquetNode node)
    {
        if (!node.IsRepeated) return ConvertValue(node);
        // A repeated field outside of a list or map is an array of its own.
        var element = ConvertValue(node) with { Nullable = false };
        return new ParquetColumn(new ArrayType(element.Type, ContainsNull: false), Nullable: false, node, node, [element]);
    }

    // The field without regard to its being repeated.
    private ParquetColumn ConvertValue(ParquetNode node)
    {
        if (node.IsPrimitive) return new ParquetColumn(PrimitiveType(node), node.IsOptional, node, null, []);
        return Annotation(node) switch
        {
            LogicalKind.List => ConvertList(node),
            LogicalKind.Map => ConvertMap(node),
            LogicalKind.Variant => ConvertVariant(node),
            _ => ConvertStruct(node),
        };
    }

    private DataType PrimitiveType(ParquetNode node)
    {
        try
        {
            return PrimitiveTypes.ToSpark(node, options);
        }
        catch (AnalysisException e)
        {
            Problem ??= e;
            return PrimitiveTypes.Stored(node);
        }
    }

    private static LogicalKind? Annotation(ParquetNode node) => node.Element.LogicalType?.Kind ?? node.Element.ConvertedType switch
    {
        ConvertedType.List => LogicalKind.List,
        ConvertedType.Map or ConvertedType.MapKeyValue => LogicalKind.Map,
        _ => null,
    };

    private ParquetColumn ConvertStruct(ParquetNode node)
    {
        var children = node.Children.Select(ConvertField).ToArray();
        return new ParquetColumn(ToStruct(node, children), node.IsOptional, node, null, children);
    }

    // The keys of all values, and the values: encoded, or in parts of the types that they mostly have (shredded).
    private ParquetColumn ConvertVariant(ParquetNode node)
    {
        var stored = ConvertStruct(node);
        VariantLayout.Check(stored);
        return stored with { Type = VariantType.Instance };
    }

    private ParquetColumn ConvertList(ParquetNode node)
    {
        if (node.Children.Length != 1 || !node.Children[0].IsRepeated) throw Invalid("LIST", node);
        var repeated = node.Children[0];
        var element = IsElement(repeated, node.Name) ? ConvertValue(repeated) with { Nullable = false } : ConvertField(repeated.Children[0]);
        return new ParquetColumn(new ArrayType(element.Type, element.Nullable), node.IsOptional, node, repeated, [element]);
    }

    // Whether the repeated node is the element itself, as writers before the three-level form had it.
    private static bool IsElement(ParquetNode repeated, string parent)
        => repeated.IsPrimitive || repeated.Children.Length > 1 || repeated.Name == "array" || repeated.Name == parent + "_tuple"
           || repeated.Children.Length == 1 && repeated.Children[0].IsRepeated;

    private ParquetColumn ConvertMap(ParquetNode node)
    {
        if (node.Children.Length != 1 || !node.Children[0].IsRepeated || node.Children[0].IsPrimitive) throw Invalid("MAP", node);
        var entries = node.Children[0];
        // Without values a map is the list of its keys.
        if (entries.Children.Length == 1)
        {
            var only = ConvertField(entries.Children[0]);
            return new ParquetColumn(new ArrayType(only.Type, only.Nullable), node.IsOptional, node, entries, [only]);
        }
        if (entries.Children.Length != 2) throw Invalid("MAP", node);
        var key = ConvertField(entries.Children[0]);
        var value = ConvertField(entries.Children[1]);
        return new ParquetColumn(new MapType(key.Type, value.Type, value.Nullable), node.IsOptional, node, entries, [key, value]);
    }

    private static AnalysisException Invalid(string kind, ParquetNode node)
        => new("PARQUET_TYPE_ILLEGAL", new Dictionary<string, string> { ["parquetType"] = $"group {node.Name} ({kind})" });
}
