using Firesteel.Execution;
using Firesteel.Types;

namespace Firesteel;

/// <summary>Tables of statistics, a row a statistic, everything as text.</summary>
static class Summaries
{
    public static DataFrame Of(DataFrame frame, string[] columns, IReadOnlyList<string> statistics)
    {
        foreach (var statistic in statistics) Column(statistic, Functions.Lit(null), false);
        var chosen = (columns.Length > 0 ? columns.Select(c => frame.Plan.Output.First(o => o.Id == ((Catalyst.Expressions.AttributeReference)frame.Col(c).Expression).Id)) : frame.Plan.Output)
            .Where(o => o.DataType is NumericType or StringType && o.DataType.UserDefined is null).ToList();
        var items = statistics.SelectMany(s => chosen.Select(c => Column(s, new Column(c), c.DataType is NumericType).Cast(StringType.Instance))).ToArray();
        var values = items.Length > 0 ? frame.Agg(items[0], items[1..]).Collect()[0] : new Row();
        var schema = new StructType(chosen.Select(c => new StructField(c.Name, StringType.Instance)).Prepend(new StructField("summary", StringType.Instance)));
        return DataFrame.Of(frame.SparkSession, LocalData.OfLiterals(schema, statistics.Select((s, i) => Enumerable.Range(i * chosen.Count, chosen.Count).Select(v => values[v]).Prepend(s).ToArray())));
    }

    private static Column Column(string statistic, Column column, bool isNumber)
    {
        if (statistic.EndsWith('%'))
        {
            if (!double.TryParse(statistic[..^1], System.Globalization.CultureInfo.InvariantCulture, out var percent)) throw Unknown(statistic);
            if (percent is not (>= 0 and <= 100)) throw new ArgumentException("requirement failed: Percentiles must be in the range [0, 1]");
            return isNumber ? Firesteel.Column.Call("percentile_approx", column.Expression, Functions.Lit(percent / 100).Expression) : Functions.Lit(null);
        }
        return statistic.ToLowerInvariant() switch
        {
            "count" => Firesteel.Column.Call("count", column.Expression),
            "count_distinct" => Functions.CountDistinct(column),
            "approx_count_distinct" => Firesteel.Column.Call("approx_count_distinct", column.Expression),
            "mean" => Firesteel.Column.Call("avg", isNumber ? column.Expression : column.TryCast("double").Expression),
            "stddev" => Firesteel.Column.Call("stddev", isNumber ? column.Expression : column.TryCast("double").Expression),
            "min" => Firesteel.Column.Call("min", column.Expression),
            "max" => Firesteel.Column.Call("max", column.Expression),
            _ => throw Unknown(statistic),
        };
    }

    private static SparkException Unknown(string statistic) => new("UNRECOGNIZED_STATISTIC", new Dictionary<string, string> { ["stats"] = $"'{statistic}'" });
}
