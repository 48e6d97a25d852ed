using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>Computes expressions that read no column, with the kernels that queries run, on a batch of one row.</summary>
static class ConstantFolding
{
    public static Literal Evaluate(Expression expression, string timeZone = "UTC")
    {
        if (expression is Literal literal) return literal;
        if (expression.Contains(e => e is Analysis.VariableReference)) expression = expression.TransformUp(e => e is Analysis.VariableReference v ? v.Value : e);
        using var allocator = new MemoryAllocator(MemoryManager.Process, "constant folding");
        using var context = new EvaluationContext(allocator) { TimeZone = timeZone };
        var batch = new ColumnarBatch([]);
        batch.SetRows(1);
        var value = ExpressionCompiler.Compile(expression, context).Evaluate(batch, new Selection(1));
        return new Literal(LiteralVectors.Read(value, 0), expression.DataType) { Origin = expression.Origin };
    }
}
