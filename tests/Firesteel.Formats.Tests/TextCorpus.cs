using System.Text.Json;
using Firesteel.Types;

namespace Firesteel.Formats.Tests;

/// <summary>The table that the corpora hold in every format: its schema and rows as Spark prints them.</summary>
sealed class TextCorpus
{
    private TextCorpus(StructType schema, List<string> rows) => (Schema, Rows) = (schema, rows);

    public StructType Schema { get; }
    public List<string> Rows { get; }

    public static TextCorpus Load(string table)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Corpus("formats/expected.json")));
        var expected = json.RootElement.GetProperty(table);
        return new TextCorpus((StructType)SchemaJson.Parse(expected.GetProperty("schema").GetRawText()), [.. expected.GetProperty("rows").EnumerateArray().Select(r => r.GetString()!)]);
    }
}
