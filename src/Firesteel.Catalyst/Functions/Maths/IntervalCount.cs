using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Maths;

/// <summary>An interval of months or microseconds read as the number that it is.</summary>
static unsafe class IntervalCount
{
    private static readonly Scalar OfMonths = new("interval_months", [TypeClass.YearMonthInterval], IntegerType.Instance, Reinterpret) { Text = (c, s) => c.Arguments[0].ToSql(s) };
    private static readonly Scalar OfMicros = new("interval_micros", [TypeClass.DayTimeInterval], LongType.Instance, Reinterpret) { Text = (c, s) => c.Arguments[0].ToSql(s) };

    public static Scalar Function(DataType number) => number is IntegerType ? OfMonths : OfMicros;

    private static void Reinterpret(KernelCall call)
    {
        if (call.Result.Physical == PhysicalType.Int32) Copy<int>(call);
        else Copy<long>(call);
    }

    private static void Copy<T>(KernelCall call) where T : unmanaged
    {
        var x = call.In<T>(0);
        for (var k = 0; k < call.Selection.Count; k++) { var row = call.Selection[k]; call.Result.Set(row, x[row]); }
    }
}
