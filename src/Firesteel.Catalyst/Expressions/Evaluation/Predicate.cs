using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>A condition as a choice of rows: those for which it is true (not false, not null). The result is valid until the next call.</summary>
abstract class Predicate
{
    public abstract Selection Select(ColumnarBatch batch, Selection selection);
}

/// <summary>A predicate with room for the rows that it picks.</summary>
abstract class BufferedPredicate(EvaluationContext context) : Predicate
{
    protected EvaluationContext Context { get; } = context;
    protected readonly SelectionBuffer Buffer = context.Own(new SelectionBuffer(context.Allocator));
}

/// <summary>Rows that pass one condition after the other; each sees what the ones before it left.</summary>
sealed class AllOfPredicate(Predicate[] parts) : Predicate
{
    public override Selection Select(ColumnarBatch batch, Selection selection)
    {
        foreach (var part in parts)
        {
            if (selection.Count == 0) return selection;
            selection = part.Select(batch, selection);
        }
        return selection;
    }
}

/// <summary>Rows that pass either of two conditions; the second sees those that the first refused.</summary>
sealed unsafe class AnyOfPredicate(Predicate left, Predicate right, EvaluationContext context) : BufferedPredicate(context)
{
    private SelectionBuffer? _rest;

    public override Selection Select(ColumnarBatch batch, Selection selection)
    {
        var first = left.Select(batch, selection);
        if (first.Count == selection.Count) return first;
        if (first.Count == 0) return right.Select(batch, selection);
        _rest ??= Context.Own(new SelectionBuffer(Context.Allocator));
        var rows = _rest.Rows(batch.RowCount);
        var rest = new Selection(rows, SelectionSets.Difference(selection, first, rows));
        var second = right.Select(batch, rest);
        if (second.Count == 0) return first;
        var output = Buffer.Rows(batch.RowCount);
        return new Selection(output, SelectionSets.Union(first, second, output));
    }
}

/// <summary>A comparison.</summary>
sealed unsafe class ComparePredicate(CompareTest test, Operand left, Operand right, EvaluationContext context) : BufferedPredicate(context)
{
    public override Selection Select(ColumnarBatch batch, Selection selection)
    {
        var a = left.Evaluate(batch, selection);
        var b = right.Evaluate(batch, selection);
        var output = Buffer.Rows(batch.RowCount);
        return new Selection(output, CompareKernels.Select(test, a, b, selection, output));
    }
}

/// <summary>IS NULL or IS NOT NULL.</summary>
sealed unsafe class NullPredicate(Evaluator child, bool wantNull, EvaluationContext context) : BufferedPredicate(context)
{
    public override Selection Select(ColumnarBatch batch, Selection selection)
    {
        var input = child.Evaluate(batch, selection);
        if (input.Physical == PhysicalType.Null || input.IsConstant || !input.HasNulls)
        {
            var isNull = input.Physical == PhysicalType.Null || input.IsConstant && input.IsNull(0);
            return isNull == wantNull ? selection : new Selection(0);
        }
        var output = Buffer.Rows(batch.RowCount);
        return new Selection(output, SelectionSets.ByNulls(input.Nulls, selection, wantNull, output));
    }
}

/// <summary>Any boolean expression, wanted true or false.</summary>
sealed unsafe class BooleanPredicate(Operand child, bool wanted, EvaluationContext context) : BufferedPredicate(context)
{
    public override Selection Select(ColumnarBatch batch, Selection selection)
    {
        var input = child.Evaluate(batch, selection);
        if (input.Physical == PhysicalType.Null) return new Selection(0);
        if (input.IsConstant) return !input.IsNull(0) && input.Values<byte>()[0] != 0 == wanted ? selection : new Selection(0);
        var output = Buffer.Rows(batch.RowCount);
        return new Selection(output, SelectionSets.ByValue(input.Values<byte>(), input.Nulls, selection, wanted, output));
    }
}
