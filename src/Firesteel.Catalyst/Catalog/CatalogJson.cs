using System.Text.Json;
using System.Text.Json.Nodes;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Catalog;

/// <summary>The catalog's entries as JSON. Types are in Spark's JSON form; a reader overlooks members that it does not know.</summary>
static class CatalogJson
{
    private const int Version = 1;

    public static byte[] Write(object entry)
    {
        var json = entry switch
        {
            CatalogTable t => Write(t),
            CatalogDatabase d => Write(d),
            SqlFunction f => Write(f),
            _ => throw new ArgumentException(entry.GetType().Name, nameof(entry)),
        };
        json["version"] = Version;
        return JsonSerializer.SerializeToUtf8Bytes(json);
    }

    public static T Read<T>(JsonElement json) where T : class
        => typeof(T) == typeof(CatalogTable) ? (T)(object)ReadTable(json)
         : typeof(T) == typeof(CatalogDatabase) ? (T)(object)ReadDatabase(json)
         : (T)(object)ReadFunction(json);

    private static JsonObject Write(CatalogTable table) => Compact(new()
    {
        ["name"] = List(table.Name),
        ["type"] = table.Type.ToString(),
        ["schema"] = JsonNode.Parse(SchemaJson.Write(table.Schema)),
        ["provider"] = table.Provider,
        ["location"] = table.Location,
        ["partitionColumns"] = List(table.PartitionColumns),
        ["buckets"] = table.Buckets is { } b ? new JsonObject { ["count"] = b.Count, ["columns"] = List(b.Columns), ["sortColumns"] = List(b.SortColumns) } : null,
        ["properties"] = Map(table.Properties),
        ["options"] = Map(table.Options),
        ["comment"] = table.Comment,
        ["owner"] = table.Owner,
        ["collation"] = table.Collation,
        ["created"] = table.CreatedMicros,
        ["viewText"] = table.ViewText,
        ["viewSchemaMode"] = table.ViewSchemaMode,
        ["capturedConf"] = Map(table.CapturedConf),
        ["queryColumnNames"] = List(table.QueryColumnNames),
    });

    private static CatalogTable ReadTable(JsonElement json) => new(List(json, "name"), Enum.Parse<CatalogTableType>(Text(json, "type")!), Schema(json, "schema"))
    {
        Provider = Text(json, "provider"),
        Location = Text(json, "location"),
        PartitionColumns = List(json, "partitionColumns"),
        Buckets = json.TryGetProperty("buckets", out var b) ? new(b.GetProperty("count").GetInt32(), List(b, "columns"), List(b, "sortColumns")) : null,
        Properties = Map(json, "properties"),
        Options = Map(json, "options"),
        Comment = Text(json, "comment"),
        Owner = Text(json, "owner"),
        Collation = Text(json, "collation"),
        CreatedMicros = json.GetProperty("created").GetInt64(),
        ViewText = Text(json, "viewText"),
        ViewSchemaMode = Text(json, "viewSchemaMode"),
        CapturedConf = Map(json, "capturedConf"),
        QueryColumnNames = List(json, "queryColumnNames"),
    };

    private static JsonObject Write(CatalogDatabase database) => Compact(new()
    {
        ["name"] = List(database.Name),
        ["location"] = database.Location,
        ["comment"] = database.Comment,
        ["properties"] = Map(database.Properties),
        ["owner"] = database.Owner,
    });

    private static CatalogDatabase ReadDatabase(JsonElement json) => new(List(json, "name"), Text(json, "location")!)
    {
        Comment = Text(json, "comment"),
        Properties = Map(json, "properties"),
        Owner = Text(json, "owner"),
    };

    private static JsonObject Write(SqlFunction function) => Compact(new()
    {
        ["name"] = List(function.Name),
        ["parameters"] = new JsonArray([.. function.Parameters.Select(p => (JsonNode)Compact(new() { ["name"] = p.Name, ["type"] = Type(p.Type), ["default"] = p.Default, ["comment"] = p.Comment }))]),
        ["returns"] = function.ReturnType == null ? null : Type(function.ReturnType),
        ["body"] = function.Body,
        ["isTable"] = function.IsTable,
        ["comment"] = function.Comment,
        ["capturedConf"] = Map(function.CapturedConf),
        ["properties"] = Map(function.Properties),
    });

    private static SqlFunction ReadFunction(JsonElement json) => new(
        List(json, "name"),
        new(json.GetProperty("parameters").EnumerateArray().Select(p => new SqlFunctionParameter(Text(p, "name")!, Type(p, "type")!) { Default = Text(p, "default"), Comment = Text(p, "comment") })),
        Type(json, "returns"), Text(json, "body")!, json.GetProperty("isTable").GetBoolean())
    {
        Comment = Text(json, "comment"),
        CapturedConf = Map(json, "capturedConf"),
        Properties = Map(json, "properties"),
    };

    private static JsonObject Compact(JsonObject json)
    {
        foreach (var empty in json.Where(m => m.Value is null).Select(m => m.Key).ToList()) json.Remove(empty);
        return json;
    }

    private static JsonNode Type(DataType type) => JsonNode.Parse(SchemaJson.Write(type))!;
    private static DataType? Type(JsonElement json, string name) => json.TryGetProperty(name, out var type) ? SchemaJson.Parse(type.GetRawText()) : null;
    private static StructType Schema(JsonElement json, string name) => (StructType)Type(json, name)!;
    private static JsonArray List(ValueList<string> items) => new([.. items.Select(i => (JsonNode)i!)]);
    private static ValueList<string> List(JsonElement json, string name) => json.TryGetProperty(name, out var list) ? new(list.EnumerateArray().Select(i => i.GetString()!)) : ValueList<string>.Empty;
    private static JsonArray? Map(ValueMap map) => map.Count == 0 ? null : new([.. map.Select(e => (JsonNode)new JsonArray(e.Key, e.Value))]);
    private static ValueMap Map(JsonElement json, string name)
        => json.TryGetProperty(name, out var map) ? new(map.EnumerateArray().Select(e => KeyValuePair.Create(e[0].GetString()!, e[1].GetString()!))) : ValueMap.Empty;
    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var text) ? text.GetString() : null;
}
