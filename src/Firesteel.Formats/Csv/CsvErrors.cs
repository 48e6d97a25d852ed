using System.Text;

namespace Firesteel.Formats.Csv;

/// <summary>The error conditions of reading CSV.</summary>
static class CsvErrors
{
    public static SparkException Malformed(ReadOnlySpan<byte> record)
        => new("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", new Dictionary<string, string> { ["badRecord"] = Encoding.UTF8.GetString(record), ["failFastMode"] = "FAILFAST" });

    public static SparkException HeaderMismatch(IEnumerable<string> header, IEnumerable<string> schema)
        => SparkException.WithoutCondition($"The CSV header does not match the schema.\n Header: {string.Join(", ", header)}\n Schema: {string.Join(", ", schema)}");
}
