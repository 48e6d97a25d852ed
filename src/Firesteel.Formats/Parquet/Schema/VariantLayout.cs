using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Schema;

/// <summary>
/// The group that stands for a variant: <c>metadata</c> and <c>value</c> in the binary encoding, and where it is shredded a
/// <c>typed_value</c> beside them (Apache Parquet, "Variant Shredding").
/// </summary>
static class VariantLayout
{
    public const string Metadata = "metadata";
    public const string Value = "value";
    public const string TypedValue = "typed_value";

    /// <summary>The struct that the group is.</summary>
    public static StructType StructOf(ParquetColumn variant) => SchemaConverter.ToStruct(variant.Node!, variant.Children);

    /// <summary>Whether a struct is a variant that was not marked as one.</summary>
    public static bool IsVariant(ParquetColumn stored) => stored.Type is StructType type && stored.Node is { IsPrimitive: false } && type.Count is 2 or 3
        && type.IndexOf(Metadata, caseSensitive: true) is >= 0 and var m && type[m].DataType is BinaryType
        && (type.IndexOf(Value, caseSensitive: true) is >= 0 and var v && type[v].DataType is BinaryType || type.IndexOf(TypedValue, caseSensitive: true) >= 0);

    /// <exception cref="AnalysisException">INVALID_VARIANT_FROM_PARQUET</exception>
    public static void Check(ParquetColumn stored)
    {
        var type = (StructType)stored.Type;
        if (type.Count is < 2 or > 3) throw Invalid("WRONG_NUM_FIELDS", null);
        if (type.IndexOf(Metadata, caseSensitive: true) is var metadata && metadata < 0) throw Invalid("MISSING_FIELD", Metadata);
        if (type[metadata] is not { DataType: BinaryType, Nullable: false }) throw Invalid("NULLABLE_OR_NOT_BINARY_FIELD", Metadata);
        var value = type.IndexOf(Value, caseSensitive: true);
        if (value < 0 && type.IndexOf(TypedValue, caseSensitive: true) < 0) throw Invalid("MISSING_FIELD", Value);
        if (value >= 0 && type[value].DataType is not BinaryType) throw Invalid("NULLABLE_OR_NOT_BINARY_FIELD", Value);
    }

    private static AnalysisException Invalid(string kind, string? field)
        => new("INVALID_VARIANT_FROM_PARQUET." + kind, field == null ? [] : new Dictionary<string, string> { ["field"] = field });
}
