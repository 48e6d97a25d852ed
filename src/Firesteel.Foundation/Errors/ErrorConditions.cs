using System.Text;
using System.Text.Json;

namespace Firesteel.Foundation.Errors;

/// <summary>The registry of error conditions: SQLSTATE, parameters and message of each, read from <c>error-conditions.json</c>.</summary>
static class ErrorConditions
{
    /// <summary>One condition. In <see cref="Message"/> a parameter stands as <c>&lt;name&gt;</c>.</summary>
    public sealed record Entry(string SqlState, string[] Parameters, string? Message);

    private static readonly Lazy<Dictionary<string, Entry>> Table = new(Load);

    public static bool TryGet(string condition, out Entry entry) => Table.Value.TryGetValue(condition, out entry!);

    public static IEnumerable<string> Names => Table.Value.Keys;

    /// <summary>SQLSTATE of a condition; a sub-condition without one of its own has its parent's.</summary>
    public static string SqlState(string condition)
    {
        if (TryGet(condition, out var entry)) return entry.SqlState;
        var dot = condition.LastIndexOf('.');
        return dot > 0 ? SqlState(condition[..dot]) : "XX000";
    }

    /// <summary>The full message: <c>[CONDITION] text SQLSTATE: xxxxx</c>, then the query context.</summary>
    public static string Format(string condition, IReadOnlyDictionary<string, string> parameters, QueryContext? context)
    {
        var text = new StringBuilder("[").Append(condition).Append("] ");
        text.Append(TryGet(condition, out var entry) && entry.Message is { } message ? Fill(message, parameters) : Describe(condition, parameters));
        text.Append(" SQLSTATE: ").Append(SqlState(condition));
        if (context is not null) text.Append('\n').Append(context.Summary());
        return text.ToString();
    }

    private static string Fill(string message, IReadOnlyDictionary<string, string> parameters)
    {
        var text = new StringBuilder(message);
        foreach (var (name, value) in parameters) text.Replace($"<{name}>", value);
        return text.ToString();
    }

    // Without a message of its own a condition is told by its words and its parameters.
    private static string Describe(string condition, IReadOnlyDictionary<string, string> parameters)
    {
        var words = condition.Replace('_', ' ').Replace(".", ": ", StringComparison.Ordinal).ToLowerInvariant();
        var sentence = char.ToUpperInvariant(words[0]) + words[1..];
        return parameters.Count == 0 ? sentence + "." : $"{sentence} ({string.Join(", ", parameters.Select(p => $"{p.Key}: {p.Value}"))}).";
    }

    private static Dictionary<string, Entry> Load()
    {
        using var stream = typeof(ErrorConditions).Assembly.GetManifestResourceStream("error-conditions.json")!;
        using var json = JsonDocument.Parse(stream);
        var table = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var condition in json.RootElement.EnumerateObject())
        {
            var parameters = condition.Value.TryGetProperty("parameters", out var p) ? p.EnumerateArray().Select(x => x.GetString()!).ToArray() : [];
            var message = condition.Value.TryGetProperty("message", out var m) ? m.GetString() : null;
            table[condition.Name] = new Entry(condition.Value.GetProperty("sqlState").GetString()!, parameters, message);
        }
        return table;
    }
}
