using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Generators;

/// <summary>stack: its arguments laid out in n rows.</summary>
sealed class StackFunction : GeneratorFunction
{
    public override string Name => "stack";

    public override Expression Bind(FunctionCall call)
    {
        if (call.Arguments.Count < 2) throw ArgumentChecks.WrongCount(call, "> 1");
        var shown = Operands.Shown(call);
        var count = Operands.Fit(call, 0, TypeClass.Int);
        if (!count.Foldable) throw ArgumentChecks.NotConstant(call.Origin, shown, "n", IntegerType.Instance, call.Arguments[0]);
        if (!Operands.TryConstant<int>(count, out var rows)) throw ArgumentChecks.UnexpectedNull(call.Origin, shown, "n");
        if (rows < 1)
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", ("sqlExpr", ArgumentChecks.Quote(shown)), ("exprName", "`n`"), ("valueRange", "(0, 2147483647]"), ("currentValue", $"{rows}"));
        var columns = (call.Arguments.Count - 1 + rows - 1) / rows;
        var values = call.Arguments.Skip(1).ToArray();
        var fields = new List<StructField>();
        for (var c = 0; c < columns; c++)
        {
            var own = Enumerable.Range(0, rows).Select(r => r * columns + c).Where(i => i < values.Length).ToList();
            var type = TypeCoercion.WidestCommonType(own.Select(i => values[i].DataType), call.Session.Ansi);
            if (type == null)
            {
                var odd = own.First(i => values[i].DataType != values[c].DataType);
                throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.STACK_COLUMN_DIFF_TYPES", ("sqlExpr", ArgumentChecks.Quote(shown)), ("columnIndex", $"{c}"), ("leftParamIndex", $"{c + 1}"),
                    ("leftType", ArgumentChecks.Quote(values[c].DataType)), ("rightParamIndex", $"{odd + 1}"), ("rightType", ArgumentChecks.Quote(values[odd].DataType)));
            }
            foreach (var i in own) values[i] = Operands.CastTo(call, values[i], type);
            fields.Add(new StructField($"col{c}", type));
        }
        return new GeneratorCall(this, new(values.AsSpan()), new StructType(fields)) { State = rows, Origin = call.Origin };
    }

    public override int Generate(GeneratorCall call, ColumnVector[] arguments, int row, ColumnVector[] output, int at, EvaluationContext context)
    {
        var rows = (int)call.State!;
        for (var c = 0; c < output.Length; c++)
        {
            output[c].EnsureCapacity(at + rows);
            for (var r = 0; r < rows; r++)
            {
                var index = r * output.Length + c;
                if (index >= arguments.Length) output[c].SetNull(at + r);
                else ValueCopy.One(output[c], at + r, arguments[index], arguments[index].Position(row));
            }
        }
        return rows;
    }
}
