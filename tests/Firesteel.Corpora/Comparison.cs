using System.Text.Json;
using Firesteel.Types;

namespace Firesteel.Corpora;

/// <summary>Compares an answer with the one written down, without tolerance. Fields that the line lacks are not compared.</summary>
static class Comparison
{
    /// <summary>What differs, or null.</summary>
    public static string? Difference(JsonElement expected, Answer answer)
    {
        if (expected.TryGetProperty("error", out var error)) return DifferenceOfError(error, answer);
        if (answer.Error != null) return $"  error: {Describe(answer.Error)}";
        if (expected.TryGetProperty("schema", out var schema))
        {
            var (wanted, got) = (SchemaText((StructType)SchemaJson.Parse(schema.GetRawText())), SchemaText(answer.Schema!));
            if (wanted != got) return $"  schema wanted: {wanted}\n  schema got:    {got}";
        }
        if (!expected.TryGetProperty("rows", out var rowsElement)) return null;
        var rows = rowsElement.EnumerateArray().Select(r => r.GetString()!).ToList();
        var own = answer.Rows;
        if (!(expected.TryGetProperty("ordered", out var ordered) && ordered.GetBoolean()))
        {
            rows = [.. rows.Order(StringComparer.Ordinal)];
            own = [.. own.Order(StringComparer.Ordinal)];
        }
        if (rows.SequenceEqual(own)) return null;
        var at = rows.Zip(own).TakeWhile(z => z.First == z.Second).Count();
        return $"  {rows.Count} rows wanted, {own.Count} got; row {at} wanted: {rows.ElementAtOrDefault(at)}\n  got: {own.ElementAtOrDefault(at)}";
    }

    public static bool SameNullability(JsonElement schema, Answer answer)
        => ((StructType)SchemaJson.Parse(schema.GetRawText())).Fields.Zip(answer.Schema!.Fields).All(z => z.First.Nullable == z.Second.Nullable);

    private static string? DifferenceOfError(JsonElement error, Answer answer)
    {
        var condition = error.TryGetProperty("condition", out var c) ? c.GetString() : null;
        if (answer.Error == null) return $"  wanted the error {condition}, got {answer.Rows.Count} rows: {answer.Rows.FirstOrDefault()}";
        if (condition == null) return answer.Error is SparkException ? null : $"  wanted an error of the user's, got {Describe(answer.Error)}";
        if (answer.Error is not SparkException own || own.Condition != condition) return $"  wanted the error {condition}, got {Describe(answer.Error)}";
        var state = error.TryGetProperty("sqlState", out var s) ? s.GetString() : null;
        return state == null || own.SqlState == state ? null : $"  wanted SQLSTATE {state}, got {own.SqlState}";
    }

    private static string SchemaText(StructType schema) => string.Join(", ", schema.Fields.Select(f => $"{f.Name} {f.DataType.SimpleString}"));

    private static string Describe(Exception error) => error is SparkException s ? s.Message.Split('\n')[0] : error.ToString();
}
