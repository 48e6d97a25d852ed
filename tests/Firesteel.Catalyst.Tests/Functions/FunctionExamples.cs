using System.Text.Json;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Tests.Analysis;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Tests.Functions;

/// <summary>Runs documented examples that need no table: the select list is evaluated on one row and compared with Spark's text.</summary>
sealed class FunctionExamples
{
    public int Tried { get; private set; }
    public int Passed { get; private set; }
    public List<string> Differences { get; } = [];

    public double Rate => 100.0 * Passed / Math.Max(1, Tried);

    public void Run(StatementRunner runner, string timeZone, JsonElement expected)
    {
        var sql = expected.GetProperty("sql").GetString()!;
        var name = expected.GetProperty("function").GetString();
        if (!expected.TryGetProperty("rows", out var rows) || sql.Contains(" FROM VALUES", StringComparison.OrdinalIgnoreCase) || sql.Contains(" FROM range", StringComparison.OrdinalIgnoreCase))
        {
            try { runner.Run(sql); } catch (Exception) { }
            return;
        }
        if (sql.StartsWith("SET ", StringComparison.OrdinalIgnoreCase)) { runner.Run(sql); return; }
        Tried++;
        string got;
        try
        {
            var plan = runner.Run(sql)!;
            if (plan.Output.Any(o => o.DataType is null)) return;
            got = Evaluate(plan, timeZone);
        }
        catch (SparkException e) { got = $"{e.Condition} {e.Message}"; }
        catch (Exception e) when (e is not OutOfMemoryException) { got = e.ToString(); }
        var wanted = string.Join("\n", rows.EnumerateArray().Select(r => r.GetString()));
        if (got == wanted) Passed++;
        else Differences.Add($"{name}: {sql}\n  spark: {wanted}\n  ours:  {(got.Length > 500 ? got[..500] : got)}");
    }

    private static string Evaluate(LogicalPlan plan, string timeZone)
    {
        using var allocator = new MemoryAllocator(MemoryManager.Process, "example");
        using var context = new EvaluationContext(allocator) { TimeZone = timeZone };
        switch (plan)
        {
            case Project { Child: OneRowRelation } project:
                var batch = new ColumnarBatch([]);
                batch.SetRows(1);
                var text = new ValueText(TextStyle.Hive, timeZone);
                return string.Join("\t", project.List.Select(p => text.Text(ExpressionCompiler.Compile(p, context).Evaluate(batch, new Selection(1)), 0)));
            case Project { Child: Generate { Child: OneRowRelation } generate }:
                return Rows(generate, context, timeZone);
            default: return $"a plan of {plan.GetType().Name}";
        }
    }

    private static string Rows(Generate generate, EvaluationContext context, string timeZone)
    {
        var call = (GeneratorCall)generate.Generator;
        var batch = new ColumnarBatch([]);
        batch.SetRows(1);
        var arguments = call.Arguments.Select(a => ExpressionCompiler.Compile(a, context).Evaluate(batch, new Selection(1))).ToArray();
        var output = call.ElementSchema.Fields.Select(f => new ColumnVector(f.DataType, context.Allocator, 16)).ToArray();
        var count = call.Function.Generate(call, arguments, 0, output, 0, context);
        var text = new ValueText(TextStyle.Hive, timeZone);
        return string.Join("\n", Enumerable.Range(0, count).Select(r => string.Join("\t", output.Select(c => text.Text(c, r)))));
    }
}
