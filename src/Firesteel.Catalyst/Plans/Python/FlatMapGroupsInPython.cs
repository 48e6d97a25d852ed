using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Plans.Python;

/// <summary>groupBy().applyInPandas, applyInArrow: a function from the rows of each group to rows.</summary>
sealed record FlatMapGroupsInPython(ValueList<Expression> Grouping, PythonRowsFunction Function, ValueList<AttributeReference> Columns, LogicalPlan Child) : UnaryPlan(Child), IMakesColumns, IReadsWholeRows
{
    public override IEnumerable<Expression> Expressions => Grouping;
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var grouping = Grouping.Map(map);
        return ReferenceEquals(grouping, Grouping) ? this : this with { Grouping = grouping };
    }
    protected override ValueList<AttributeReference> ComputeOutput() => Columns;
    public ValueList<AttributeReference> Made => Columns;
    public LogicalPlan WithMade(ValueList<AttributeReference> columns) => this with { Columns = columns };
    public override string Describe() => $"FlatMapGroupsIn{(Function.EvalType is Catalyst.Expressions.Python.PythonEvalType.GroupedMapArrow or Catalyst.Expressions.Python.PythonEvalType.GroupedMapArrowIter ? "Arrow" : "Pandas")} [{string.Join(", ", Grouping)}], {Function.Name}(...), [{string.Join(", ", Columns)}]";
}

/// <summary>cogroup().applyInPandas, applyInArrow: a function from the rows of two inputs that agree on their keys to rows.</summary>
sealed record FlatMapCoGroupsInPython(ValueList<Expression> LeftGrouping, ValueList<Expression> RightGrouping, PythonRowsFunction Function, ValueList<AttributeReference> Columns, LogicalPlan Left, LogicalPlan Right)
    : BinaryPlan(Left, Right), IMakesColumns, IReadsWholeRows
{
    public override IEnumerable<Expression> Expressions => LeftGrouping.Concat(RightGrouping);
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map) => this with { LeftGrouping = new(LeftGrouping.Select(map)), RightGrouping = new(RightGrouping.Select(map)) };
    protected override ValueList<AttributeReference> ComputeOutput() => Columns;
    public ValueList<AttributeReference> Made => Columns;
    public LogicalPlan WithMade(ValueList<AttributeReference> columns) => this with { Columns = columns };
    public override string Describe() => $"FlatMapCoGroupsIn{(Function.EvalType == Catalyst.Expressions.Python.PythonEvalType.CogroupedMapArrow ? "Arrow" : "Pandas")} [{string.Join(", ", LeftGrouping)}], [{string.Join(", ", RightGrouping)}], {Function.Name}(...), [{string.Join(", ", Columns)}]";
}
