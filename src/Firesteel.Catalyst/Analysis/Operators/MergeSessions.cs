using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions.TimeWindows;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>
/// Joins the sessions of a group that touch before rows are grouped by them. In order of their starts, a session begins where none
/// before it reaches; counting the beginnings numbers them, and every row takes the first start and the last end of its number.
/// </summary>
static class MergeSessions
{
    /// <summary>The input with the column of sessions replaced by one, of the same id, with those that touch joined.</summary>
    public static LogicalPlan Apply(IReadOnlyList<Expression> grouping, LogicalPlan child, ExpressionResolver resolver)
    {
        if (grouping.FirstOrDefault(g => g is AttributeReference a && WindowColumns.IsSession(a)) is not AttributeReference session || !child.Output.Any(c => c.Id == session.Id)) return child;
        var others = new ValueList<Expression>(grouping.Where(g => !g.Equals(session)));
        var start = new Alias(new GetStructField(session, 0), "start");
        var end = new Alias(new GetStructField(session, 1), "end");
        var keys = others.Select((k, i) => new Alias(k, $"key{i}")).ToList();
        LogicalPlan plan = new Project([.. child.Output, start, end, .. keys], child);
        var partition = new ValueList<Expression>(keys.Select(k => (Expression)k.ToAttribute()));
        var order = new ValueList<SortOrder>([new SortOrder(start.ToAttribute())]);

        var reach = Over(resolver, "max", end.ToAttribute(), partition, order, new FrameBound.Offset(Literal.Of(-1)));
        plan = Add(plan, reach, "reach", out var reached);
        var begins = new CaseWhen([new CaseBranch(new Comparison(ComparisonOperator.LessThanOrEqual, start.ToAttribute(), reached), Literal.Of(0L))], Literal.Of(1L));
        plan = Add(plan, begins, "begins", out var beginning);
        plan = Add(plan, Over(resolver, "sum", beginning, partition, order, new FrameBound.CurrentRow()), "number", out var number);
        ValueList<Expression> numbered = [.. partition, number];
        plan = Add(plan, Over(resolver, "min", start.ToAttribute(), numbered, ValueList<SortOrder>.Empty, null), "first", out var first);
        plan = Add(plan, Over(resolver, "max", end.ToAttribute(), numbered, ValueList<SortOrder>.Empty, null), "last", out var last);
        return new Project(new(child.Output.Select(c => c.Id == session.Id ? (Expression)ExpandTimeWindows.Named(ExpandTimeWindows.Struct(first, last), session) : c)), plan);
    }

    private static LogicalPlan Add(LogicalPlan plan, Expression value, string name, out AttributeReference column)
    {
        var alias = new Alias(value, name);
        column = alias.ToAttribute();
        return ExtractWindows.Build([.. plan.Output, alias], plan, ValueList<AttributeReference>.Empty);
    }

    private static WindowExpression Over(ExpressionResolver resolver, string function, Expression argument, ValueList<Expression> partition, ValueList<SortOrder> order, FrameBound? upper)
    {
        var call = resolver.Call(function, argument.Origin, argument);
        return new WindowExpression(call, new WindowSpec(partition, order, upper == null
            ? WindowFrame.AllRows
            : new WindowFrame(FrameType.Rows, new FrameBound.UnboundedPreceding(), upper)));
    }
}
