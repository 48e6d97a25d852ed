using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Operators;

/// <summary>Another function that is null where that one raises an error. It runs row by row, because a kernel that fails has not told how far it came.</summary>
sealed class TryFunction(ScalarFunction inner) : ScalarFunction
{
    public override string Name => inner.Name;
    public override NullHandling Nulls => inner.Nulls;
    public override bool IsDeterministic => inner.IsDeterministic;
    public override bool IsFoldable => inner.IsFoldable;
    public override string ToSql(ScalarCall call, SqlStyle style) => inner.ToSql(call, style);
    public override object? Prepare(ScalarCall call, EvaluationContext context) => inner.Prepare(call, context);
    public override Expression Bind(FunctionCall call) => Around(inner.Bind(call));

    public static Expression Around(Expression bound) => bound is ScalarCall { Function: not TryFunction } call ? call with { Function = new TryFunction(call.Function), IsNullable = true } : bound;

    public override unsafe void Evaluate(KernelCall kernel)
    {
        var selection = kernel.Selection;
        for (var k = 0; k < selection.Count; k++)
        {
            var row = (ushort)selection[k];
            kernel.Selection = new Selection(&row, 1);
            try { inner.Evaluate(kernel); }
            catch (SparkException) { kernel.Result.SetNull(row); }
        }
        kernel.Selection = selection;
    }

    public override bool Equals(object? obj) => obj is TryFunction other && other.Name == Name;
    public override int GetHashCode() => HashCode.Combine(nameof(TryFunction), Name);
}
