using System.Globalization;
using Firesteel.Types;

namespace Firesteel.Connect.Tests.Client;

/// <summary>A small program and how to compare what it gives: the same on every kind of session.</summary>
sealed record Example(string Name, Func<SparkSession, object?> Program)
{
    /// <summary>What the program gives, as text: a DataFrame's schema and rows, an error's condition, a value.</summary>
    public string Run(SparkSession session)
    {
        SparkSession.SetActiveSession(session);
        try
        {
            return Text(Program(session));
        }
        catch (SparkException e) when (e.Condition.Length > 0)
        {
            return $"{e.GetType().Name} {e.Condition} {string.Join(", ", e.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"))}";
        }
        finally
        {
            SparkSession.ClearActiveSession();
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        DataFrame frame => $"{string.Join(", ", frame.Schema().Fields.Select(f => $"{f.Name} {f.DataType.SimpleString}"))}\n{string.Join("\n", frame.Collect().Select(r => Text(r)))}",
        Row row => $"[{string.Join(",", row.Values.Select(Text))}]",
        string text => text,
        byte[] bytes => Convert.ToHexString(bytes),
        IReadOnlyDictionary<object, object?> map => $"{{{string.Join(",", map.Select(e => $"{Text(e.Key)}->{Text(e.Value)}"))}}}",
        System.Collections.IEnumerable items => $"({string.Join(",", items.Cast<object?>().Select(Text))})",
        Timestamp t => t.EpochMicroseconds.ToString(CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
