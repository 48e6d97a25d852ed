using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Parser;
using Firesteel.Columnar.Memory;
using Firesteel.Core.Scheduler;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Remote;
using Firesteel.Sql.Planning;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Tests.Exchange;

/// <summary>
/// Every registered function, and operators over all types, with whatever arguments they take: the plan that holds the call is what it was after
/// it has been written for another process and read there, and gives the same rows.
/// </summary>
public sealed class TravellingFunctionTests
{
    private const int CallsOfAFunction = 4;

    private const string Rows = """
        (select id, cast(id as int) i, cast(id as double) d, cast(id as decimal(10,2)) c, concat('a,', id) s, id % 2 = 0 b, date'2024-01-31' + cast(id as int) dt, timestamp'2024-01-31 10:00:00' + make_dt_interval(0, 0, 0, id) ts,
        cast(timestamp'2024-01-31 10:00:00' as timestamp_ntz) n, make_dt_interval(0, cast(id as int)) iv, make_ym_interval(1, cast(id as int)) ym, make_interval(1, cast(id as int)) ci, cast(concat('b', id) as binary) bi, array(id, 2L) xs, array('a', concat('x', id)) ss, map('k', id) m, named_struct('f', id, 'g', 'x') st, concat('{"a": ', id, '}') j
        from range(0, 3, 1, 1))
        """;

    private static readonly string[] Arguments =
        ["s", "i", "id", "d", "c", "dt", "ts", "b", "xs", "ss", "m", "st", "bi", "n", "iv", "ym", "ci", "j", "'a'", "2", "'yyyy-MM-dd'", "'year'", "0.5D", "true", "'$.a'", "'a bigint'", "x -> x", "array(1)", "10000", "'UTC'"];

    private static readonly string[] Operators = ["+", "-", "*", "/", "%", "div", "=", "<=>", "<", "&", "|", "^", "<<", "||", "and", "like", "rlike", "in", "is distinct from"];

    private static readonly string[] Casts = ["tinyint", "int", "bigint", "double", "decimal(20,3)", "string", "boolean", "date", "timestamp", "timestamp_ntz", "binary", "interval day to second", "interval year to month", "array<string>", "variant"];

    private readonly EngineContext _engine = new(new SparkConf(false).Set("spark.sql.session.timeZone", "UTC"), DriverRuntime.Local(1), MemoryManager.Process);
    private readonly List<string> _failures = [];

    [Fact]
    public void FunctionsTravel()
    {
        var unbound = new List<string>();
        foreach (var name in FunctionRegistry.BuiltIn.Names.Order(StringComparer.Ordinal))
        {
            if (!char.IsAsciiLetter(name[0]) || IsNotForTasks(name)) continue;
            var bound = 0;
            foreach (var arguments in Combinations())
                if (bound < CallsOfAFunction && Travels($"{name}({string.Join(", ", arguments)})")) bound++;
            if (bound == 0) unbound.Add(name);
        }
        Assert.True(_failures.Count == 0, string.Join("\n", _failures));
        // Most functions take some of these arguments: where that ends, so does what this test is worth.
        Assert.True(unbound.Count < FunctionRegistry.BuiltIn.Names.Count() / 5, string.Join(", ", unbound));
    }

    [Fact]
    public void OperatorsAndCastsTravel()
    {
        var columns = Arguments[..18];
        foreach (var left in columns)
        {
            foreach (var type in Casts) Travels($"cast({left} as {type})");
            foreach (var unary in (string[])["-", "~", "not "]) Travels($"{unary}{left}");
            foreach (var right in columns)
                foreach (var op in Operators) Travels(op == "in" ? $"{left} in ({right}, {right})" : $"{left} {op} {right}");
        }
        Assert.True(_failures.Count == 0, string.Join("\n", _failures));
    }

    // Files of this machine, waiting, errors on purpose, and tables of their own.
    private static bool IsNotForTasks(string name) => name is "sleep" or "raise_error" or "java_method" or "reflect" or "try_reflect" or "input_file_name" or "shuffle" || name.StartsWith("python", StringComparison.Ordinal) || name.StartsWith("spark_", StringComparison.Ordinal);

    private static IEnumerable<string[]> Combinations()
    {
        yield return [];
        foreach (var a in Arguments) yield return [a];
        foreach (var a in Arguments[..18])
            foreach (var b in Arguments) yield return [a, b];
        foreach (var a in Arguments[..13])
        {
            yield return [a, a, a];
            foreach (var b in Arguments[18..]) yield return [a, b, b];
            yield return [a, "'a'", "2"];
            yield return [a, "2", "'a'"];
            yield return [a, a, a, a];
            yield return [a, a, a, a, a, a];
        }
        yield return ["'year'", "2", "ts"];
        yield return ["'day'", "ts", "ts"];
        yield return ["xs", "0L", "(x, y) -> x + y"];
        yield return ["xs", "xs", "(x, y) -> x + y"];
        yield return ["m", "(k, v) -> v > 1"];
        yield return ["m", "(k, v) -> m"];
        yield return ["m", "m", "(k, a, b) -> m"];
        yield return ["xs", "x -> x > xs[0]"];
    }

    private bool Travels(string call)
    {
        var session = new SessionState(_engine);
        PhysicalPlan plan;
        try
        {
            plan = session.Plan(session.Optimize(session.Analyze(SqlParser.ParseQuery($"select {call} r from {Rows}"))));
        }
        catch (SparkException)
        {
            return false;
        }
        catch (Exception e)
        {
            _failures.Add($"{call}: {e.GetType().Name} {e.Message}");
            return false;
        }
        if (plan.CollectEverywhere<ShuffleExchangeExec>().Any() || !plan.CollectEverywhere<PhysicalPlan>().Any()) return Encode(call, plan, session.QuerySettings()) is not null;
        var settings = session.QuerySettings();
        if (Encode(call, plan, settings) is not { } there) return true;
        var (here, again) = (Answer(plan, settings), Answer(plan, settings));
        var answer = Answer(there, settings);
        if (here == again && here != answer) _failures.Add($"{call}: {here} is {answer} there");
        if (answer.StartsWith('!') && !here.StartsWith('!')) _failures.Add($"{call}: {answer}");
        return true;
    }

    private PhysicalPlan? Encode(string call, PhysicalPlan plan, QuerySettings settings)
    {
        try
        {
            var codec = new PlanPayloadCodec();
            var bytes = codec.EncodeComputation(new CollectComputation(plan, settings));
            var read = (CollectComputation)codec.DecodeComputation(bytes);
            if (!codec.EncodeComputation(read).AsSpan().SequenceEqual(bytes)) _failures.Add($"{call}: is another when it is read");
            return read.Plan;
        }
        catch (Exception e)
        {
            _failures.Add($"{call}: {e.GetType().Name} {e.Message}");
            return null;
        }
    }

    private static string Answer(PhysicalPlan plan, QuerySettings settings)
    {
        try
        {
            using var task = new TaskExecution(settings, 0, null);
            using var rows = plan.Execute(0, task);
            var text = new ValueText(TextStyle.Hive, "UTC");
            var lines = new List<string>();
            while (rows.Next() is { } batch)
                lines.AddRange(Enumerable.Range(0, batch.SelectedCount).Select(k => string.Join("|", batch.Columns.Select(c => text.Text(c, batch.Selection[k])))));
            return string.Join("\n", lines);
        }
        catch (Exception e)
        {
            return $"!{e.GetType().Name} {(e as SparkException)?.Condition}";
        }
    }
}
