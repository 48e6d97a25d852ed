using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Planning;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Physical operators of plans that run Python.</summary>
sealed class PythonOperators(SessionState session) : IPlanStrategy
{
    public PhysicalPlan? Plan(LogicalPlan plan, PhysicalPlanner planner) => plan switch
    {
        PythonEval e => Plan(e, planner.PlanLater(e.Child)),
        MapInPython m => new MapInPythonExec(m.Function, m.Columns, PythonSettings.Of(session), planner.PlanLater(m.Child)),
        FlatMapGroupsInPython g => Plan(g, planner.PlanLater(g.Child)),
        Generate { Generator: GeneratorCall { Function: PythonTableFunction function } call } g => Plan(g, call, function, planner.PlanLater(g.Child)),
        SourceRelation { Table: PythonTable table } relation => Scan(table, relation),
        FlatMapCoGroupsInPython g => Plan(g, planner.PlanLater(g.Left), planner.PlanLater(g.Right)),
        _ => null,
    };

    private FlatMapGroupsInPythonExec Plan(FlatMapGroupsInPython groups, PhysicalPlan child)
    {
        var values = child.Output;
        var (keys, input) = Keyed(groups.Grouping, child);
        return new FlatMapGroupsInPythonExec(keys, values, groups.Function, groups.Columns, PythonSettings.Of(session), input);
    }

    private FlatMapCoGroupsInPythonExec Plan(FlatMapCoGroupsInPython groups, PhysicalPlan left, PhysicalPlan right)
    {
        var (leftValues, rightValues) = (left.Output, right.Output);
        var (leftKeys, leftInput) = Keyed(groups.LeftGrouping, left);
        var (rightKeys, rightInput) = Keyed(groups.RightGrouping, right);
        return new FlatMapCoGroupsInPythonExec(leftKeys, rightKeys, leftValues, rightValues, groups.Function, groups.Columns, PythonSettings.Of(session), leftInput, rightInput);
    }

    private PythonTableExec Plan(Generate generate, GeneratorCall call, PythonTableFunction function, PhysicalPlan child)
    {
        var input = new PythonInput(new(child.Output.Where((_, i) => !generate.Unrequired.Contains(i)).Select(o => (Expression)o)));
        var kept = child.Output.Count - generate.Unrequired.Count;
        var places = call.Arguments.Select(input.Place).ToList();
        return new PythonTableExec(new PythonHandler(function.Name, function.Handler, function.EvalType, call.ElementSchema, (PythonTableCall)call.State!), kept, new(places), generate.Output, PythonSettings.Of(session), input.Over(child));
    }

    private PhysicalPlan Scan(PythonTable table, SourceRelation relation)
    {
        var (command, partitions) = table.PlanRead(session);
        // The source gives all its columns; those that nobody reads go after it.
        var columns = table.Schema.Fields.Select(f => relation.Columns.FirstOrDefault(c => c.Name == f.Name) ?? new AttributeReference(f.Name, f.DataType, f.Nullable, ExprId.Next())).ToList();
        var scan = new PythonScanExec(table.Name, table.Source with { Command = command }, partitions, new(columns), PythonSettings.Of(session));
        return columns.Count == relation.Columns.Count ? scan : new ProjectExec(new(relation.Columns.Select(c => (Expression)c)), scan);
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
        var input = new PythonInput(new(eval.Kept.Select(k => (Expression)k)));
        var calls = new ValueList<PythonCall>(eval.Udfs.Select(u => PythonCall.Of(u, input.Argument)).ToArray());
        var (settings, below) = (PythonSettings.Of(session), input.Over(child));
        return eval.EvalType == PythonEvalType.Batched
            ? new BatchEvalPythonExec(calls, eval.Results, eval.Kept.Count, new(input.Arguments), settings, below)
            : new ArrowEvalPythonExec(calls, eval.Results, eval.Kept.Count, new(input.Arguments), eval.EvalType, settings, below);
    }
}
