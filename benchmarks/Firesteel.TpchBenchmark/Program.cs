using System.Diagnostics;
using System.Globalization;
using Firesteel;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Memory;
using Firesteel.Core.Scheduler;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Adaptive;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Sessions;

// Runs queries over a folder of Parquet files and prints, for each, the best of some runs in milliseconds, tab separated.
// Between runs only footers and compiled code survive. With --memory the pool has so many MB; --sql gives a query's text in place of a file.
var (data, queries, runs, threads, show, explain) = ("", new List<string>(), 3, 2, false, false);
// With --consume the rows are only counted.
var (memory, consume, texts) = (0L, false, new Dictionary<string, string>());
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--data": data = args[++i]; break;
        case "--runs": runs = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
        case "--threads": threads = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
        case "--memory": memory = long.Parse(args[++i], CultureInfo.InvariantCulture) << 20; break;
        case "--consume": consume = true; break;
        case "--sql": queries.Add($"sql{texts.Count}"); texts[queries[^1]] = args[++i]; break;
        case "--rows": show = true; break;
        case "--explain": explain = true; break;
        default: queries.Add(args[i]); break;
    }
}
using var engine = new EngineContext(new SparkConf(false), DriverRuntime.Local(threads), memory > 0 ? new MemoryManager(memory) : MemoryManager.Process);
var session = new SessionState(engine);
foreach (var file in data == "" ? [] : Directory.EnumerateFiles(data, "*.parquet"))
    session.CreateTemporaryView(Path.GetFileNameWithoutExtension(file), FileTableProvider.OpenPaths("parquet", [file], ValueMap.Empty, null, session.Settings));
foreach (var query in queries)
{
    var statements = (texts.GetValueOrDefault(query) ?? File.ReadAllText(query)).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    var best = double.MaxValue;
    for (var run = 0; run < runs; run++)
    {
        var watch = Stopwatch.StartNew();
        foreach (var statement in statements)
        {
            if (explain && run == 0 && !statement.StartsWith("create", StringComparison.OrdinalIgnoreCase)) Console.WriteLine(session.Plan(session.Optimize(session.Analyze(session.Parse(statement)))));
            if (consume)
            {
                using var execution = new QueryExecution(engine.Runtime, session.QuerySettings(), new CallSite("sql", "sql"), LocalProperties.Empty, CancellationToken.None);
                var count = 0L;
                execution.Run(session.Plan(session.Optimize(session.Analyze(session.Parse(statement)))), new CountSink(), (_, counted) => count += (long)counted!);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} rows"));
                continue;
            }
            using var result = new QueryRunner(session).Sql(statement);
            if (!show || run > 0) continue;
            var text = new ValueText(TextStyle.Hive, session.TimeZone);
            foreach (var batch in result.Batches)
                for (var k = 0; k < batch.SelectedCount; k++)
                    Console.WriteLine(string.Join('\t', batch.Columns.Select(c => text.Text(c, batch.Selection[k]))));
        }
        best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(query)}\t{best:F1}"));
}
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak-resident-mb\t{Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0:F0}"));

/// <summary>Counts rows.</summary>
sealed record CountSink : TaskSink
{
    public override object? Run(BatchIterator rows, int partition, TaskExecution task)
    {
        var counted = 0L;
        while (rows.Next() is { } batch) counted += batch.SelectedCount;
        return counted;
    }
}
