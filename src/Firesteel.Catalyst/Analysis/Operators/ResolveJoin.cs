using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Joins: on a condition, USING columns, or NATURAL.</summary>
sealed class ResolveJoin : OperatorRule<Join>
{
    protected override LogicalPlan Resolve(Join plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var left = resolver.Resolve(plan.Left, frame);
        var rightBefore = resolver.Resolve(plan.Right, frame);
        var right = resolver.Apart(left, rightBefore);
        var join = plan with { Left = left, Right = right, UsingColumns = null, IsNatural = false };
        if (!ReferenceEquals(right, rightBefore)) join = join.Renewed(rightBefore);
        if (plan.IsNatural)
        {
            var names = resolver.Columns(right.Output);
            return Using(join, new(left.Output.Where(l => right.Output.Any(r => names.SameName(l.Name, r.Name))).Select(l => l.Name)), resolver);
        }
        if (plan.UsingColumns is { } columns) return Using(join, columns, resolver);
        if (plan.Condition == null) return join;
        var scope = resolver.ScopeOf(frame, left, right) with { Operator = "Join" };
        var condition = resolver.Over(scope).Resolve(plan.Condition);
        var ids = condition.References.Select(a => a.Id).ToHashSet();
        var (shownLeft, shownRight) = (HiddenColumns.Show(left, ids), HiddenColumns.Show(right, ids));
        join = join with { Left = shownLeft, Right = shownRight, Condition = Boolean(condition, resolver) };
        if (ReferenceEquals(shownLeft, left) && ReferenceEquals(shownRight, right)) return join;
        var bare = join with { Left = left, Right = right };
        return new Project(new(bare.Output), join) { Hidden = new(HiddenColumns.Of(bare)) };
    }

    public static Expression Boolean(Expression condition, PlanResolver resolver)
    {
        if (condition.DataType is BooleanType) return condition;
        if (condition.DataType is NullType or StringType && TypeCoercion.ImplicitType(condition.DataType, TypeClass.Boolean, resolver.Settings.Ansi) is { } type)
            return TypeCoercion.CastTo(condition, type, resolver.Settings.Ansi);
        throw AnalysisErrors.Error(condition.Origin, "JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE", ("joinCondition", AnalysisErrors.Quote(condition)), ("conditionType", AnalysisErrors.Quote(condition.DataType)));
    }

    /// <summary>The join on equal columns of both sides; each shows once, in front, the sides' own stay within reach of qualified names.</summary>
    public static LogicalPlan Using(Join join, ValueList<string> names, PlanResolver resolver)
    {
        var lefts = names.Select(n => Key(n, join.Left, "left", resolver)).ToList();
        var rights = names.Select(n => Key(n, join.Right, "right", resolver)).ToList();
        var over = resolver.Over(new Scope(ColumnSet.Empty, null));
        var keys = lefts.Zip(rights, (l, r) => CoerceComparison.Coerce(new Comparison(ComparisonOperator.Equal, l, r), over)).ToList();
        Expression? condition = keys.Count == 0 ? null : keys.Aggregate((a, b) => new And(a, b));
        var joined = join with { Condition = condition };
        if (join.Type is JoinType.LeftSemi or JoinType.LeftAnti) return joined;
        var output = joined.Output;
        var leftKeys = lefts.Select(k => output.First(o => o.Id == k.Id)).ToList();
        var rightKeys = rights.Select(k => output.First(o => o.Id == k.Id)).ToList();
        var leftRest = output.Take(join.Left.Output.Count).Where(o => !leftKeys.Contains(o));
        var rightRest = output.Skip(join.Left.Output.Count).Where(o => !rightKeys.Contains(o));
        var shown = join.Type switch
        {
            JoinType.RightOuter => rightKeys.Cast<Expression>().ToList(),
            JoinType.FullOuter => [.. leftKeys.Zip(rightKeys, (l, r) => new Alias(CoerceTypes.Coerce(new Coalesce([l, r]), over), l.Name))],
            _ => leftKeys.Cast<Expression>().ToList(),
        };
        IEnumerable<AttributeReference> hidden = join.Type switch { JoinType.RightOuter => leftKeys, JoinType.FullOuter => leftKeys.Concat(rightKeys), _ => rightKeys };
        return new Project([.. shown, .. leftRest, .. rightRest], joined) { Hidden = new(hidden) };
    }

    private static AttributeReference Key(string name, LogicalPlan side, string which, PlanResolver resolver)
    {
        var found = resolver.Columns(side.Output).Find([name], out _);
        if (found.Count > 1) throw AnalysisErrors.AmbiguousReference(side.Origin, [name], found);
        return found.Count == 1 ? found[0] : throw AnalysisErrors.Error(side.Origin, "UNRESOLVED_USING_COLUMN_FOR_JOIN", ("colName", SqlIdentifier.Quote(name)), ("side", which),
            ("suggestion", string.Join(", ", side.Output.Select(o => SqlIdentifier.Quote(o.Name)).Order(StringComparer.Ordinal))));
    }
}
