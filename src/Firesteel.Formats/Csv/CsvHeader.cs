using System.Text;
using Firesteel.Columnar.Memory;
using Firesteel.Formats.Text;
using Firesteel.Types;

namespace Firesteel.Formats.Csv;

/// <summary>The first record of a file where it names the columns.</summary>
static unsafe class CsvHeader
{
    /// <summary>Consumes the header; with <see cref="CsvOptions.EnforceSchema"/> off its names must be the schema's.</summary>
    public static void Skip(TextWindow window, CsvOptions options, StructType schema, MemoryAllocator allocator)
    {
        var names = ReadRecord(window, options, allocator);
        if (names == null || options.EnforceSchema) return;
        var comparison = options.CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        if (names.Count != schema.Count || names.Where((n, i) => !string.Equals(n, schema[i].Name, comparison)).Any())
            throw CsvErrors.HeaderMismatch(names.Select(n => n ?? ""), schema.Fields.Select(f => f.Name));
    }

    /// <summary>Consumes one record and gives its values, null for those that are not there; null at the end of the text.</summary>
    public static List<string?>? ReadRecord(TextWindow window, CsvOptions options, MemoryAllocator allocator)
    {
        var width = 64;
        while (true)
        {
            var start = window.Position;
            using var rows = new CsvRows(width, 1, allocator);
            new CsvTokenizer(options, [.. Enumerable.Range(0, width)], countAll: true).Read(window, long.MaxValue, rows);
            if (rows.Count == 0)
            {
                if (!window.Refill() && window.Position >= window.End) return null;
                continue;
            }
            if (rows.Tokens[0] > width)
            {
                (width, window.Position) = (rows.Tokens[0], start);
                continue;
            }
            var values = new List<string?>();
            for (var i = 0; i < rows.Tokens[0]; i++)
            {
                var field = rows.Fields[i];
                values.Add(field.Length < 0 ? null : Encoding.UTF8.GetString(rows.Bytes(field), field.Length));
            }
            return values;
        }
    }

    /// <summary>Column names that a header gives: unique, with a number where it leaves one out.</summary>
    public static List<string> Names(IReadOnlyList<string?> first, CsvOptions options)
    {
        if (!options.Header) return [.. first.Select((_, i) => $"_c{i}")];
        var comparer = options.CaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        var repeated = first.OfType<string>().GroupBy(n => n, comparer).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(comparer);
        return [.. first.Select((name, i) => string.IsNullOrEmpty(name) || name == options.NullValue ? $"_c{i}" : repeated.Contains(name) ? $"{name}{i}" : name)];
    }
}
