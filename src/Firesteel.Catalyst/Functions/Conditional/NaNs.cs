using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Conditional;

/// <summary>Functions about not-a-number.</summary>
static class NaNs
{
    public static readonly Scalar IsNaN = new("isnan", [TypeClass.OneOf(TypeClass.Double, TypeClass.Float)], BooleanType.Instance, TestNaN)
    {
        NullRule = NullHandling.Custom,
    };

    public static readonly Scalar Nanvl = new("nanvl", [TypeClass.OneOf(TypeClass.Double, TypeClass.Float), TypeClass.OneOf(TypeClass.Double, TypeClass.Float)], a => a[0].DataType, Replace)
    {
        Adapt = (call, a) => a[0].DataType is FloatType && a[1].DataType is FloatType ? a : Operands.Cast(call, a, DoubleType.Instance),
        NullRule = NullHandling.Custom,
        NullableWhen = a => a.Any(x => x.Nullable),
    };

    private static void TestNaN(KernelCall call)
    {
        var argument = call.Arguments[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, !argument.IsNull(row) && Is(argument, argument.Position(row)));
        }
    }

    private static void Replace(KernelCall call)
    {
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var source = call.Arguments[0];
            if (!source.IsNull(row) && Is(source, source.Position(row))) source = call.Arguments[1];
            ValueCopy.One(call.Result, row, source, source.Position(row));
        }
    }

    private static unsafe bool Is(ColumnVector vector, int position)
        => vector.Physical == PhysicalType.Float32 ? float.IsNaN(vector.Values<float>()[position]) : double.IsNaN(vector.Values<double>()[position]);
}
