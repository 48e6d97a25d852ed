using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>
/// INTERSECT ALL and EXCEPT ALL: rows of both sides are numbered among their equals; a row of the left side stays when the right side
/// has (INTERSECT) or lacks (EXCEPT) an equal row of the same number.
/// </summary>
static class CountedSetOperation
{
    public static LogicalPlan Rewrite(SetOperation operation)
    {
        var (left, leftNumber) = Number(operation.Left);
        var (right, rightNumber) = Number(operation.Right);
        var pairs = operation.Left.Output.Zip(operation.Right.Output).Append((leftNumber, rightNumber));
        var condition = Conjunctions.Join(pairs.Select(p => (Expression)new Comparison(ComparisonOperator.EqualNullSafe, p.Item1, p.Item2)));
        var join = new Join(left, right, operation.Operator == SetOperator.Intersect ? JoinType.LeftSemi : JoinType.LeftAnti, condition);
        return new Project(new(operation.Left.Output), join);
    }

    private static (LogicalPlan Plan, AttributeReference Number) Number(LogicalPlan side)
    {
        if (!FunctionRegistry.BuiltIn.TryGet("row_number", out var function)) throw new InvalidOperationException("row_number is not registered.");
        var order = new ValueList<SortOrder>(side.Output.Take(1).Select(a => new SortOrder(a)));
        var call = new WindowCall((WindowFunction)function, [], IntegerType.Instance, false);
        var alias = new Alias(new WindowExpression(call, new WindowSpec(new(side.Output), order, WindowFrame.RowsSoFar)), "number");
        return (new Window([alias], new(side.Output), order, side), alias.ToAttribute());
    }
}
