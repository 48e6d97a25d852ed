using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Physical operators of plans that run Python.</summary>
sealed class PythonOperators(Func<string, string> conf) : IPlanStrategy
{
    public PhysicalPlan? Plan(LogicalPlan plan, PhysicalPlanner planner) => plan switch
    {
        PythonEval e => Plan(e, planner.PlanLater(e.Child)),
        MapInPython m => new MapInPythonExec(m.Function, m.Columns, PythonSettings.Of(conf), planner.PlanLater(m.Child)),
        FlatMapGroupsInPython g => Plan(g, planner.PlanLater(g.Child)),
        FlatMapCoGroupsInPython g => Plan(g, planner.PlanLater(g.Left), planner.PlanLater(g.Right)),
        _ => null,
    };

    private FlatMapGroupsInPythonExec Plan(FlatMapGroupsInPython groups, PhysicalPlan child)
    {
        var values = child.Output;
        var (keys, input) = Keyed(groups.Grouping, child);
        return new FlatMapGroupsInPythonExec(keys, values, groups.Function, groups.Columns, PythonSettings.Of(conf), input);
    }

    private FlatMapCoGroupsInPythonExec Plan(FlatMapCoGroupsInPython groups, PhysicalPlan left, PhysicalPlan right)
    {
        var (leftValues, rightValues) = (left.Output, right.Output);
        var (leftKeys, leftInput) = Keyed(groups.LeftGrouping, left);
        var (rightKeys, rightInput) = Keyed(groups.RightGrouping, right);
        return new FlatMapCoGroupsInPythonExec(leftKeys, rightKeys, leftValues, rightValues, groups.Function, groups.Columns, PythonSettings.Of(conf), leftInput, rightInput);
    }

    // Keys that are computed become columns of the input.
    private static (ValueList<AttributeReference> Keys, PhysicalPlan Input) Keyed(ValueList<Expression> grouping, PhysicalPlan child)
    {
        var named = grouping.Select(g => g is AttributeReference or Alias ? g : new Alias(g, g.Sql)).ToList();
        var computed = named.Where(n => n is Alias).ToList();
        return (new(named.Select(n => ((INamedExpression)n).ToAttribute())), computed.Count == 0 ? child : new ProjectExec([.. child.Output, .. computed], child));
    }

    private PhysicalPlan Plan(PythonEval eval, PhysicalPlan child)
    {
        // What goes in: the columns to keep, then those arguments that are none of them.
        var columns = new List<Expression>(eval.Kept);
        var arguments = new List<int>();
        var calls = eval.Udfs.Select(u => PythonCall.Of(u, argument =>
        {
            var column = PlaceOf(argument);
            var at = arguments.IndexOf(column);
            if (at >= 0) return at;
            arguments.Add(column);
            return arguments.Count - 1;
        })).ToList();
        if (!columns.SequenceEqual(child.Output)) child = new ProjectExec(new(columns), child);
        var settings = PythonSettings.Of(conf);
        return eval.EvalType == PythonEvalType.Batched
            ? new BatchEvalPythonExec(new(calls), eval.Results, eval.Kept.Count, new(arguments), settings, child)
            : new ArrowEvalPythonExec(new(calls), eval.Results, eval.Kept.Count, new(arguments), eval.EvalType, settings, child);

        int PlaceOf(Expression argument)
        {
            var at = columns.FindIndex(c => c.Equals(argument) || c is Alias a && a.Child.Equals(argument));
            if (at >= 0 && argument.Deterministic) return at;
            columns.Add(argument is AttributeReference ? argument : new Alias(argument, $"_{columns.Count}"));
            return columns.Count - 1;
        }
    }
}
