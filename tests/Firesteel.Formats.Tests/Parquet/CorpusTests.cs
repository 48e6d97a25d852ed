using System.Text.Json;
using Xunit;

namespace Firesteel.Formats.Tests.Parquet;

/// <summary>The Parquet files of the shared corpora give the rows that Spark gives (or pyarrow, where Spark fails on a valid file).</summary>
public sealed class CorpusTests
{
    private const int NormalBatch = 4096;
    private const int OddBatch = 7;

    [Theory]
    [InlineData(NormalBatch)]
    [InlineData(OddBatch)]
    public void InteroperabilityFilesReadAsSparkReadsThem(int batchRows)
    {
        var folder = SharedFolder.Corpus("parquet-testing");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        using var arrow = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "read-by-arrow.json")).Replace("NaN", "\"NaN\""));
        var failures = new List<string>();
        foreach (var entry in expected.RootElement.EnumerateObject())
        {
            var path = Path.Combine(folder, entry.Name);
            if (!File.Exists(path) || entry.Name.EndsWith(".json", StringComparison.Ordinal)) continue;
            if (entry.Value.TryGetProperty("rows", out var rows)) Compare(path, entry.Value, rows, batchRows, failures);
            else if (arrow.RootElement.TryGetProperty(entry.Name, out var byArrow)) CompareWithArrow(path, byArrow, batchRows, failures);
            else if (entry.Name != "large_string_map.brotli.parquet") CompareError(path, entry.Value, batchRows, failures);
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Theory]
    [InlineData(NormalBatch)]
    [InlineData(OddBatch)]
    public void EveryCodecAndPageFormGivesTheSameTable(int batchRows)
    {
        var folder = SharedFolder.Corpus("formats");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        var table = expected.RootElement.GetProperty("types");
        var failures = new List<string>();
        foreach (var path in Directory.GetFiles(folder, "*.parquet")) Compare(path, table, table.GetProperty("rows"), batchRows, failures);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static void Compare(string path, JsonElement expected, JsonElement expectedRows, int batchRows, List<string> failures)
    {
        var name = Path.GetFileName(path);
        try
        {
            var (schema, rows) = ParquetRows.Read(path, batchRows);
            var wanted = expected.GetProperty("schema").GetProperty("fields").EnumerateArray().Select(f => $"{f.GetProperty("name").GetString()}:{TypeText(f.GetProperty("type"))}").ToList();
            var actual = schema.Fields.Select(f => $"{f.Name}:{f.DataType.SimpleString}").ToList();
            if (!wanted.SequenceEqual(actual)) failures.Add($"{name}: schema {string.Join(", ", actual)} instead of {string.Join(", ", wanted)}");
            if (expected.TryGetProperty("count", out var count) && count.GetInt32() != rows.Count) failures.Add($"{name}: {rows.Count} rows instead of {count}");
            var i = 0;
            foreach (var row in expectedRows.EnumerateArray())
            {
                var actualRow = i < rows.Count ? rows[i] : "(none)";
                if (actualRow != row.GetString() && actualRow != AsNanoseconds(row.GetString()!)) { failures.Add($"{name}: row {i} is\n  {actualRow}\ninstead of\n  {row.GetString()}"); break; }
                i++;
            }
        }
        catch (Exception e)
        {
            failures.Add($"{name}: {e}");
        }
    }

    // pyarrow's rows are JSON objects with Python's text of bytes and nested values.
    private static void CompareWithArrow(string path, JsonElement expected, int batchRows, List<string> failures)
    {
        var name = Path.GetFileName(path);
        try
        {
            var (_, rows) = ParquetRows.Read(path, batchRows);
            if (expected.GetProperty("count").GetInt32() != rows.Count) failures.Add($"{name}: {rows.Count} rows");
            var i = 0;
            foreach (var row in expected.GetProperty("rows").EnumerateArray())
            {
                var wanted = row.EnumerateObject().Select(p => ArrowText(p.Value)).ToArray();
                var actual = rows[i].Split('\t');
                if (wanted.Length != actual.Length || !wanted.Zip(actual).All(p => Same(p.First, p.Second))) { failures.Add($"{name}: row {i} is {rows[i]} instead of {string.Join('\t', wanted)}"); break; }
                i++;
            }
        }
        catch (Exception e)
        {
            failures.Add($"{name}: {e}");
        }
    }

    private static void CompareError(string path, JsonElement expected, int batchRows, List<string> failures)
    {
        var name = Path.GetFileName(path);
        try
        {
            ParquetRows.Read(path, batchRows);
            failures.Add($"{name}: no error");
        }
        catch (SparkException e)
        {
            if (expected.GetProperty("error").GetString() is { } condition && condition != e.Condition) failures.Add($"{name}: {e.Condition} instead of {condition}");
        }
    }

    // Files that pyarrow wrote hold nanoseconds, which wrapped around for the year 2500.
    private static string AsNanoseconds(string row) => row.Replace("2500-06-15 12:00:00", "1915-11-26 12:25:26.290448");

    private static string ArrowText(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null) return "NULL";
        var text = value.ToString();
        if (text.StartsWith("b'", StringComparison.Ordinal) || text.StartsWith("b\"", StringComparison.Ordinal)) return text[2..^1];
        if (text.StartsWith("[(", StringComparison.Ordinal)) return text.Replace("[(", "{").Replace("), (", ",").Replace(")]", "}").Replace(", None", ":null");
        return text.StartsWith('[') ? text.Replace(" ", "") : text;
    }

    // pyarrow prints floats with the digits of doubles.
    private static bool Same(string wanted, string actual)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        if (wanted == actual) return true;
        return double.TryParse(wanted, culture, out var a) && double.TryParse(actual, culture, out var b) && Math.Abs(a - b) <= 1e-6 * Math.Abs(a);
    }

    private static string TypeText(JsonElement type)
    {
        if (type.ValueKind == JsonValueKind.String)
        {
            return type.GetString() switch
            {
                "integer" => "int",
                "long" => "bigint",
                "byte" => "tinyint",
                "short" => "smallint",
                { } name => name,
                null => "",
            };
        }
        return type.GetProperty("type").GetString() switch
        {
            "array" => $"array<{TypeText(type.GetProperty("elementType"))}>",
            "map" => $"map<{TypeText(type.GetProperty("keyType"))},{TypeText(type.GetProperty("valueType"))}>",
            _ => $"struct<{string.Join(",", type.GetProperty("fields").EnumerateArray().Select(f => $"{f.GetProperty("name").GetString()}:{TypeText(f.GetProperty("type"))}"))}>",
        };
    }
}
