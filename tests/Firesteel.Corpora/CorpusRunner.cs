using System.Diagnostics;
using System.Text.Json;
using Firesteel.Columnar.Memory;
using Firesteel.Core.Rpc;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Execution.Remote;
using Firesteel.Sql.Sessions;

namespace Firesteel.Corpora;

/// <summary>Runs the statements of one file and compares each answer with the one written down.</summary>
static class CorpusRunner
{

    /// <summary>What statements run on: this process, or executors in processes of their own that this very program is, started with <c>--executor</c>.</summary>
    public static DriverRuntime NewRuntime(RunOptions options)
    {
        if (options.Executors == 0) return DriverRuntime.Local(options.Threads, 1, options.Shuffle ? new SchedulerOptions { TaskOrderSeed = 7 } : null);
        var processes = new ProcessBackendOptions(options.Executors, options.Threads, () => new ProcessStartInfo(Environment.ProcessPath!, ["--executor"]));
        return new DriverRuntime(new SchedulerOptions { MaxTaskFailures = 1 }, new ProcessSchedulerBackend(processes, new PlanPayloadCodec(), TimeProvider.System), new ShuffleStore());
    }

    public static Tally Run(string file, RunOptions options)
    {
        using var runtime = NewRuntime(options);
        return Run(file, options, runtime);
    }

    public static Tally Run(string file, RunOptions options, DriverRuntime runtime)
    {
        if (options.MemoryMegabytes > 0 && MemoryManager.Process.Limit != (long)options.MemoryMegabytes << 20) MemoryManager.Process = new MemoryManager((long)options.MemoryMegabytes << 20);
        MemoryAllocator.Poison = options.Poison;
        var warehouses = new List<string>();
        var tally = new Tally();
        SessionState? session = null;
        string? function = null;
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            using var json = JsonDocument.Parse(line);
            var statement = json.RootElement;
            if (statement.TryGetProperty("file", out _) && !statement.TryGetProperty("sql", out _))
            {
                session = NewSession(file, runtime, warehouses, options, statement.GetProperty("conf").EnumerateObject().Select(c => (c.Name, c.Value.GetString()!)));
                Views.CreateCommon(session);
                continue;
            }
            if (statement.TryGetProperty("function", out var name) && name.GetString() != function)
            {
                function = name.GetString();
                session = NewSession(file, runtime, warehouses, options, []);
            }
            session ??= NewSession(file, runtime, warehouses, options, []);
            RunOne(session, statement, tally, options, Path.GetFileName(file), ++number);
        }
        foreach (var warehouse in warehouses) Directory.Delete(warehouse, recursive: true);
        return tally;
    }

    private static SessionState NewSession(string file, DriverRuntime runtime, List<string> warehouses, RunOptions options, IEnumerable<(string Key, string Value)> settings)
    {
        var conf = new SparkConf(false).Set("spark.sql.session.timeZone", "America/Los_Angeles").Set("spark.sql.timeType.enabled", "true").Set("spark.sql.shuffle.partitions", "4");
        var warehouse = Directory.CreateTempSubdirectory("firesteel-corpora-").FullName;
        warehouses.Add(warehouse);
        conf.Set("spark.sql.warehouse.dir", warehouse);
        if (options.BatchRows > 0) conf.Set(SessionState.BatchRowsKey, options.BatchRows.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (key, value) in settings) conf.Set(key, value);
        var session = new SessionState(new EngineContext(conf, runtime, MemoryManager.Process));
        Views.CreateForFiles(session, file);
        return session;
    }

    private static void RunOne(SessionState session, JsonElement expected, Tally tally, RunOptions options, string file, int number)
    {
        var sql = expected.GetProperty("sql").GetString()!;
        var isVolatile = expected.TryGetProperty("volatile", out var v) && v.GetBoolean();
        string? difference;
        Answer? answer = null;
        try
        {
            answer = Answer.Of(session, sql);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            answer = Answer.Failed(e);
        }
        if (isVolatile) return;
        try
        {
            difference = Comparison.Difference(expected, answer);
        }
        catch (FormatException e)
        {
            difference = $"  the expected schema: {e.Message}";
        }
        var passed = difference == null;
        if (!passed) tally.Differing.Add($"{file} {number}");
        if (expected.TryGetProperty("error", out _))
        {
            tally.Errors++;
            if (passed) tally.ErrorsPassed++;
        }
        else if (expected.TryGetProperty("schema", out var schema) && schema.GetProperty("fields").GetArrayLength() > 0)
        {
            tally.Rows++;
            if (passed)
            {
                tally.RowsPassed++;
                if (Comparison.SameNullability(schema, answer)) tally.NullabilityPassed++;
            }
        }
        else
        {
            tally.Silent++;
            if (passed) tally.SilentPassed++;
        }
        if (!passed && options.ShowFailures) Console.WriteLine($"--- {file} {(expected.TryGetProperty("i", out var i) ? i.ToString() : expected.TryGetProperty("query", out var q) ? q.ToString() : "")}\n{sql}\n{difference}");
    }
}
