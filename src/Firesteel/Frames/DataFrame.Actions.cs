using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Vectors;
using Firesteel.Encoders;
using Firesteel.Execution;
using Firesteel.Frames.Steps;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel;

public sealed partial class DataFrame
{
    /// <summary>All rows.</summary>
    public Row[] Collect() => Rows(Plan, "collect");

    /// <summary>All rows, one at a time.</summary>
    public IEnumerable<Row> ToLocalIterator()
    {
        if (Remote is { } remote)
        {
            foreach (var part in remote.Stream(Plan))
                using (part)
                    foreach (var row in RowReader.Read(part)) yield return row;
            yield break;
        }
        using var result = QueryActions.Run(SparkSession, Plan, "toLocalIterator");
        foreach (var row in RowReader.Read(result)) yield return row;
    }

    public long Count()
    {
        using var result = QueryActions.Run(SparkSession, With(new Aggregate([], [new Alias(new UnresolvedFunction(["count"], [Literal.Of(1)]), "count")], Plan)).Plan, "count");
        return result.Batches.First(b => b.SelectedCount > 0).Columns[0].Get<long>(0);
    }

    public Row[] Take(int count) => Head(count);
    public Row[] Head(int count) => Rows(Limit(count).Plan, "head");

    /// <summary>The first row.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Row First() => Head() ?? throw new InvalidOperationException("The DataFrame has no rows.");

    /// <summary>The first row, or null.</summary>
    public Row? Head() => Head(1) is [var row] ? row : null;

    /// <summary>The last rows.</summary>
    public Row[] Tail(int count)
    {
        if (Remote is not null) return Rows(With(new Tail(Literal.Of(count), Plan)).Plan, "tail");
        var rows = Rows(Plan, "tail");
        return count >= rows.Length ? rows : rows[^count..];
    }

    public bool IsEmpty() => Head(1).Length == 0;

    public void Foreach(Action<Row> action)
    {
        foreach (var row in ToLocalIterator()) action(row);
    }

    /// <summary>Prints the first rows as a table.</summary>
    /// <param name="numRows">How many.</param>
    /// <param name="truncate">Characters after which a cell is cut; 0 for never.</param>
    /// <param name="vertical">One column a line instead of one row a line.</param>
    public void Show(int numRows = 20, int truncate = 20, bool vertical = false) => Console.WriteLine(ShowString(numRows, truncate, vertical));

    /// <param name="truncate">Whether cells are cut after 20 characters.</param>
    public void Show(bool truncate) => Show(20, truncate ? 20 : 0);

    /// <inheritdoc cref="Show(bool)"/>
    public void Show(int numRows, bool truncate) => Show(numRows, truncate ? 20 : 0);

    /// <summary>What <see cref="Show(int, int, bool)"/> prints.</summary>
    public string ShowString(int numRows = 20, int truncate = 20, bool vertical = false)
    {
        if (Remote is not null) return (string)With(new DrawRows(numRows, truncate, vertical, Plan)).Collect()[0][0]!;
        var limit = Math.Clamp(numRows, 0, int.MaxValue - 1 - 15);
        using var result = QueryActions.Run(SparkSession, SparkSession.State.Analyze(new Limit(Literal.Of(limit + 1), Plan)), "showString");
        var text = new ValueText(TextStyle.Show, SparkSession.State.TimeZone);
        var rows = new List<string[]>();
        foreach (var batch in result.Batches)
            for (var k = 0; k < batch.SelectedCount && rows.Count < limit; k++)
                rows.Add([.. batch.Columns.Select(c => RowTable.Cell(text.Text(c, batch.Selection[k]), truncate))]);
        var hasMore = result.RowCount > limit;
        var names = Columns().Select(RowTable.Escape).ToArray();
        return vertical ? RowTable.DrawVertical(names, rows, limit, hasMore) : RowTable.Draw(names, rows, limit, truncate, hasMore);
    }

    /// <summary>Prints the physical plan.</summary>
    public void Explain() => Explain("simple");

    /// <param name="extended">Whether the logical plans are printed too.</param>
    public void Explain(bool extended) => Explain(extended ? "extended" : "simple");

    /// <param name="mode">simple, extended, codegen, cost or formatted.</param>
    public void Explain(string mode) => Console.WriteLine(ExplainString(mode));

    internal string ExplainString(string mode)
    {
        if (Remote is { } remote) return remote.Explain(Plan, mode);
        var state = SparkSession.State;
        var optimized = state.Optimize(state.Engine.Cache.Apply(Plan));
        var physical = $"== Physical Plan ==\n{state.Plan(optimized).TreeString()}";
        return mode.ToLowerInvariant() switch
        {
            "simple" or "formatted" or "codegen" => physical,
            "extended" => $"== Parsed Logical Plan ==\n{Plan.TreeString()}\n== Analyzed Logical Plan ==\n{string.Join(", ", Plan.Output.Select(o => $"{o.Name}: {o.DataType.SimpleString}"))}\n{Plan.TreeString()}\n== Optimized Logical Plan ==\n{optimized.TreeString()}\n{physical}",
            "cost" => $"== Optimized Logical Plan ==\n{Sql.Planning.PlanStatistics.Tree(optimized)}\n{physical}",
            _ => throw new ArgumentException($"Unknown explain mode: {mode}. Accepted explain modes are 'simple', 'extended', 'codegen', 'cost', 'formatted'."),
        };
    }

    /// <summary>The files that the rows come from.</summary>
    public IReadOnlyList<string> InputFiles()
        => Remote is { } remote ? remote.InputFiles(Plan) : [.. Plan.Collect<SourceRelation>().Select(r => r.Table).OfType<Sql.DataSources.FileTable>().SelectMany(t => t.Files).Select(f => Foundation.FileSystems.PathUri.WithAuthority(Foundation.FileSystems.FileSystemRegistry.Qualify(f.Path))).Distinct()];

    // With an empty host, as a URI has it.

    /// <summary>Counts, means, deviations and bounds of columns, as text.</summary>
    public DataFrame Describe(params string[] columns) => With(new DescribeColumns(new(columns.AsSpan()), Plan));

    /// <summary>Statistics of all numeric and text columns: count, mean, stddev, min, max, count_distinct, percentiles such as 25%.</summary>
    public DataFrame Summary(params string[] statistics) => With(new Summarize(new(statistics.AsSpan()), Plan));

    /// <summary>The rows as an RDD, whose tasks run the query's last stage; the stages before run when its partitions are first asked for.</summary>
    public RDD<Row> Rdd => LazyInitializer.EnsureInitialized(ref _rdd, () => new PlanRDD<Row>(this, new RowItems()));

    private RDD<Row>? _rdd;

    private Row[] Rows(LogicalPlan plan, string action)
    {
        using var result = QueryActions.Run(SparkSession, plan, action);
        var rows = new Row[result.RowCount];
        var next = 0;
        foreach (var row in RowReader.Read(result)) rows[next++] = row;
        return rows;
    }
}
