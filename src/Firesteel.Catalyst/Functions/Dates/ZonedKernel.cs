using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Dates;

/// <summary>A function of one value that depends on a time zone.</summary>
interface IZonedMap<TIn, TOut> where TIn : unmanaged where TOut : unmanaged
{
    static abstract TOut Apply(TIn value, ZoneRules zone);
}

/// <summary>Kernels on timestamps: with the session's zone where the type has one, else in UTC.</summary>
static class ZonedKernel
{
    /// <summary>The session's zone, as a function's preparation.</summary>
    public static object Prepare(ScalarCall call, EvaluationContext context) => TimeZones.Get(context.TimeZone);

    public static ZoneRules Zone(KernelCall call) => (ZoneRules)call.Prepared!;

    /// <summary>The zone that values of a type are read in.</summary>
    public static ZoneRules ZoneFor(KernelCall call, DataType type) => type is TimestampType ? Zone(call) : TimeZones.Utc;

    public static void Map<TIn, TOut, TOp>(KernelCall call) where TIn : unmanaged where TOut : unmanaged where TOp : struct, IZonedMap<TIn, TOut>
    {
        var x = call.In<TIn>(0);
        var zone = ZoneFor(call, call.Arguments[0].Type);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, TOp.Apply(x[row], zone));
        }
    }
}
