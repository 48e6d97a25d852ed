using Firesteel.Types;

namespace Firesteel.Formats;

/// <summary>Puts the schemas of several files together: the fields of the first in their order, then those that others add.</summary>
static class SchemaMerger
{
    /// <exception cref="AnalysisException">CANNOT_MERGE_SCHEMAS where a field has types that do not go together.</exception>
    public static StructType Merge(StructType left, StructType right, bool caseSensitive)
        => (StructType?)TryMerge(left, right, caseSensitive) ?? throw new AnalysisException("CANNOT_MERGE_SCHEMAS", new Dictionary<string, string>
        {
            ["left"] = $"\"{left.Sql}\"",
            ["right"] = $"\"{right.Sql}\"",
        });

    private static DataType? TryMerge(DataType left, DataType right, bool caseSensitive) => (left, right) switch
    {
        _ when left.UserDefined != null || right.UserDefined != null => TypeEquality.SameShape(left, right) ? left : null,
        (ArrayType a, ArrayType b) => TryMerge(a.ElementType, b.ElementType, caseSensitive) is { } element ? new ArrayType(element, a.ContainsNull || b.ContainsNull) : null,
        (MapType a, MapType b) => TryMerge(a.KeyType, b.KeyType, caseSensitive) is { } key && TryMerge(a.ValueType, b.ValueType, caseSensitive) is { } value
            ? new MapType(key, value, a.ValueContainsNull || b.ValueContainsNull) : null,
        (StructType a, StructType b) => TryMergeFields(a, b, caseSensitive),
        // Decimals of one scale hold each other's values; of two scales neither does.
        (DecimalType a, DecimalType b) => a.Scale == b.Scale ? new DecimalType(Math.Max(a.Precision, b.Precision), a.Scale) : null,
        _ => left == right ? left : null,
    };

    private static StructType? TryMergeFields(StructType left, StructType right, bool caseSensitive)
    {
        var fields = left.Fields.ToList();
        foreach (var field in right.Fields)
        {
            var place = left.IndexOf(field.Name, caseSensitive);
            if (place < 0)
            {
                fields.Add(field);
                continue;
            }
            if (TryMerge(fields[place].DataType, field.DataType, caseSensitive) is not { } type) return null;
            fields[place] = fields[place] with { DataType = type, Nullable = fields[place].Nullable || field.Nullable };
        }
        return new StructType(fields);
    }
}
