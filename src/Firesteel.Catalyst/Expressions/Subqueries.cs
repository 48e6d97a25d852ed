using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions;

/// <summary>An expression that holds a query. Until the analyzer has seen it <see cref="Plan"/> is unresolved.</summary>
abstract record SubqueryExpression(LogicalPlan Plan) : Expression
{
    /// <summary>Columns of the outer query that the plan reads, as the outer query knows them.</summary>
    public ValueList<Expression> OuterAttributes { get; init; } = ValueList<Expression>.Empty;

    public override ValueList<Expression> Children => OuterAttributes;
    public override Expression WithChildren(ValueList<Expression> children) => this with { OuterAttributes = children };
    protected override bool ComputeResolved() => Plan.Resolved && base.ComputeResolved();
    public override bool Foldable => false;
    protected string OuterNames(SqlStyle style) => string.Join(", ", OuterAttributes.Select(a => a.ToSql(style)));
    public bool IsCorrelated => OuterAttributes.Count > 0;
}

/// <summary>The single value of a query of one column and at most one row.</summary>
sealed record ScalarSubquery(LogicalPlan Plan) : SubqueryExpression(Plan)
{
    public override DataType DataType => Plan.Output[0].DataType;
    public override bool Nullable => true;
    public override bool ThrowsItself => true;
    public override string ToSql(SqlStyle style) => style == SqlStyle.Plan ? $"scalar-subquery#{GetHashCode() & 0xffff}" : $"scalarsubquery({OuterNames(style)})";
}

sealed record Exists(LogicalPlan Plan) : SubqueryExpression(Plan), IPredicate
{
    public override DataType DataType => BooleanType.Instance;
    public override bool Nullable => false;
    public override string ToSql(SqlStyle style) => $"exists({OuterNames(style)})";
}

/// <summary>Whether a value (or a tuple of values) is among a query's rows.</summary>
sealed record InSubquery(ValueList<Expression> Values, LogicalPlan Plan) : SubqueryExpression(Plan), IPredicate
{
    public override ValueList<Expression> Children => [.. Values, .. OuterAttributes];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Values = new(children.Take(Values.Count)), OuterAttributes = new(children.Skip(Values.Count)) };
    public override DataType DataType => BooleanType.Instance;
    public override bool Nullable => Values.Any(v => v.Nullable) || Plan.Output.Any(a => a.Nullable);
    public override string ToSql(SqlStyle style) => $"({(Values.Count == 1 ? Values[0].ToSql(style) : $"named_struct({string.Join(", ", Values.Select(v => v.ToSql(style)))})")} IN (listquery({OuterNames(style)})))";
}
