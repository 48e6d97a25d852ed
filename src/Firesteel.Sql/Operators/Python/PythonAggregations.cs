using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Operators.Aggregation;
using Firesteel.Sql.Planning;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Operators of aggregations and windows whose functions are Python's.</summary>
sealed class PythonAggregations(SessionState session) : IPlanStrategy
{
    public PhysicalPlan? Plan(LogicalPlan plan, PhysicalPlanner planner) => plan switch
    {
        Aggregate a when a.AggregateList.Any(IsPython) => Plan(a, planner.PlanLater(a.Child)),
        Window w when w.Functions.Any(IsPython) => Plan(w, planner),
        _ => null,
    };

    private static bool IsPython(Expression expression) => expression.Contains(e => e is AggregateCall { Function: PythonAggregate });

    private PhysicalPlan Plan(Aggregate aggregate, PhysicalPlan child)
    {
        var calls = aggregate.AggregateList.SelectMany(e => e.Collect<AggregateCall>()).Distinct().ToList();
        var python = calls.Where(c => c.Function is PythonAggregate).ToList();
        var kinds = python.Select(c => ((PythonAggregate)c.Function).EvalType).Distinct().ToList();
        if (python.Count < calls.Count || kinds.Count > 1 || python.Exists(c => c.IsDistinct || c.Filter != null))
            throw new AnalysisException("INVALID_PANDAS_UDF_PLACEMENT", new Dictionary<string, string> { ["functionList"] = string.Join(", ", python.Select(c => SqlIdentifier.Quote(c.Name)).Distinct()) });
        var grouping = new ValueList<Expression>(aggregate.Grouping.Select(g => g is INamedExpression ? g : new Alias(g, g.Sql)));
        var input = new PythonInput(grouping);
        var planned = new ValueList<PythonCall>(python.Select(c => new PythonCall([((PythonAggregate)c.Function).Function], new(c.Arguments.Select(input.Argument)), PythonAggregate.ArgumentNames(c))));
        var results = python.ToDictionary(c => (Expression)c, c => new AttributeReference(c.Sql, c.DataType, true, ExprId.Next()));
        var exec = new AggregateInPythonExec(grouping.Count, planned, new(input.Arguments), new(python.Select(c => results[c])), kinds[0], PythonSettings.Of(session), input.Over(child));
        var items = python.ToDictionary(c => (Expression)c, c => new AggregateItem(c, AggregateMode.Complete, ValueList<AttributeReference>.Empty, results[c]));
        return new ProjectExec(Planning.Aggregations.ResultList(aggregate, grouping, items), exec);
    }

    private PhysicalPlan Plan(Window window, PhysicalPlanner planner)
    {
        // Functions of SQL come first, in a window of their own.
        var others = window.Functions.Where(f => !IsPython(f)).ToList();
        var kinds = window.Functions.Where(IsPython).GroupBy(f => Call(f).EvalType).ToList();
        var child = others.Count == 0 ? planner.PlanLater(window.Child) : new WindowExec(new(others), window.PartitionBy, window.OrderBy, planner.PlanLater(window.Child));
        foreach (var kind in kinds) child = Plan(window, [.. kind], child);
        var output = window.Output;
        return child.Output.SequenceEqual(output) ? child : new ProjectExec(new(output.Select(o => (Expression)child.Output.First(c => c.Id == o.Id))), child);
    }

    private WindowInPythonExec Plan(Window window, List<Expression> functions, PhysicalPlan child)
    {
        var kept = child.Output;
        var input = new PythonInput(new(kept.Select(k => (Expression)k)));
        var partitionBy = window.PartitionBy.Select(p => input.Place(p)).ToList();
        var orderBy = window.OrderBy.Select(o => (o, input.Place(o.Child))).ToList();
        var places = functions.Select(f => ((AggregateCall)Expression(f).Function).Arguments.Select(input.Place).ToList()).ToList();
        var below = input.Over(child);
        var columns = below.Output;
        var calls = functions.Select((f, i) => new PythonWindowCall(Call(f).Function, new(places[i]), PythonAggregate.ArgumentNames((AggregateCall)Expression(f).Function), Expression(f).Window, ((INamedExpression)f).ToAttribute()));
        var kind = Call(functions[0]).EvalType is PythonEvalType.GroupedAggArrow or PythonEvalType.GroupedAggArrowIter ? PythonEvalType.WindowAggArrow : PythonEvalType.WindowAggPandas;
        return new WindowInPythonExec(new(calls), new(partitionBy.Select(p => columns[p])), new(orderBy.Select(o => o.o with { Child = columns[o.Item2] })), kept.Count, kind, PythonSettings.Of(session), below);
    }

    private static WindowExpression Expression(Expression function) => (WindowExpression)((Alias)function).Child;

    private static PythonAggregate Call(Expression function) => (PythonAggregate)((AggregateCall)Expression(function).Function).Function;
}
