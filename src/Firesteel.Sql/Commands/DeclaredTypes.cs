using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>CHAR and VARCHAR columns are strings in a query; the length that was declared travels in the column's metadata.</summary>
static class DeclaredTypes
{
    public const string Key = "__CHAR_VARCHAR_TYPE_STRING";

    /// <summary>The type as it was declared.</summary>
    public static DataType Of(StructField field)
        => field.Metadata.TryGetValue(Key, out var json) ? Catalyst.Parser.SqlParser.ParseDataType(System.Text.Json.JsonSerializer.Deserialize<string>(json)!) : field.DataType;

    public static ValueMap Without(ValueMap metadata) => metadata.ContainsKey(Key) ? new(metadata.Where(m => m.Key != Key)) : metadata;

    /// <summary>The field as queries see it.</summary>
    public static bool HasLength(DataType type) => type switch
    {
        CharType or VarcharType => true,
        ArrayType a => HasLength(a.ElementType),
        MapType m => HasLength(m.KeyType) || HasLength(m.ValueType),
        StructType s => s.Fields.Any(f => HasLength(f.DataType)),
        _ => false,
    };
}
