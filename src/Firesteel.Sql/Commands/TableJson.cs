using System.Text.Json.Nodes;
using Firesteel.Catalyst.Catalog;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>The answer of DESCRIBE … AS JSON.</summary>
static class TableJson
{
    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(CatalogTable table, SessionState session)
    {
        var json = new JsonObject { ["table_name"] = table.Name[2], ["catalog_name"] = table.Name[0], ["namespace"] = new JsonArray(table.Name[1]), ["schema_name"] = table.Name[1] };
        json["columns"] = new JsonArray([.. table.Schema.Fields.Select(Column)]);
        if (table.Buckets is { } buckets)
        {
            json["num_buckets"] = buckets.Count;
            json["bucket_columns"] = List(buckets.Columns);
            json["sort_columns"] = List(buckets.SortColumns);
        }
        if (table.Location != null) json["location"] = table.Location;
        if (table.Options.Count > 0) json["storage_properties"] = new JsonObject(table.Options.Select(o => KeyValuePair.Create(o.Key, (JsonNode?)o.Value)));
        json["created_time"] = DateTimeOffset.UnixEpoch.AddTicks(table.CreatedMicros * 10).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        json["last_access"] = "UNKNOWN";
        json["created_by"] = "Spark 4.3.0";
        json["type"] = table.Type.ToString().ToUpperInvariant();
        if (table.Provider != null) json["provider"] = table.Provider;
        if (table.Comment != null) json["comment"] = table.Comment;
        if (table.Type == CatalogTableType.View)
        {
            json["view_text"] = table.ViewText;
            json["view_original_text"] = table.ViewText;
            json["view_schema_mode"] = TableDetails.SchemaMode(table);
            json["view_catalog_and_namespace"] = TableDetails.ViewNamespace(table);
            json["view_query_output_columns"] = List(table.QueryColumnNames);
        }
        var properties = TableDetails.Shown(table).ToList();
        if (properties.Count > 0) json["table_properties"] = new JsonObject(properties.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value)));
        if (table.Properties.Get(TableDetails.SizeProperty) is { } size)
        {
            var statistics = new JsonObject { ["size_in_bytes"] = long.Parse(size, System.Globalization.CultureInfo.InvariantCulture) };
            if (table.Properties.Get(TableDetails.RowsProperty) is { } rows) statistics["num_rows"] = long.Parse(rows, System.Globalization.CultureInfo.InvariantCulture);
            json["statistics"] = statistics;
        }
        if (table.PartitionColumns.Count > 0)
        {
            json["partition_provider"] = "Catalog";
            json["partition_columns"] = List(table.PartitionColumns);
        }
        json["collation"] = table.Collation ?? "UTF8_BINARY";
        return json.ToJsonString(Plain);
    }

    private static JsonNode Column(StructField field)
    {
        var json = new JsonObject { ["name"] = field.Name, ["type"] = Type(field.DataType), ["nullable"] = field.Nullable };
        if (field.Comment is { } comment) json["comment"] = comment;
        if (TableDefinitions.Text(field, TableDefinitions.CurrentDefault) is { } value) json["default"] = value;
        return json;
    }

    private static JsonNode Type(DataType type) => type switch
    {
        CharType c => new JsonObject { ["name"] = "char", ["length"] = c.Length },
        VarcharType v => new JsonObject { ["name"] = "varchar", ["length"] = v.Length },
        StringType => new JsonObject { ["name"] = "string", ["collation"] = "UTF8_BINARY" },
        DecimalType d => new JsonObject { ["name"] = "decimal", ["precision"] = d.Precision, ["scale"] = d.Scale },
        ArrayType a => new JsonObject { ["name"] = "array", ["element_type"] = Type(a.ElementType), ["element_nullable"] = a.ContainsNull },
        MapType m => new JsonObject { ["name"] = "map", ["key_type"] = Type(m.KeyType), ["value_type"] = Type(m.ValueType), ["value_nullable"] = m.ValueContainsNull },
        StructType s => new JsonObject { ["name"] = "struct", ["fields"] = new JsonArray([.. s.Fields.Select(Column)]) },
        TimestampType => new JsonObject { ["name"] = "timestamp_ltz" },
        _ => new JsonObject { ["name"] = type.SimpleString },
    };

    private static JsonArray List(IEnumerable<string> names) => new([.. names.Select(n => (JsonNode)n!)]);
}
