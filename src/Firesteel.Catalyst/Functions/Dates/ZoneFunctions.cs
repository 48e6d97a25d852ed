using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Dates;

/// <summary>Moving timestamps between zones, and the current moment.</summary>
static class ZoneFunctions
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("from_utc_timestamp", [TypeClass.Timestamp, TypeClass.AnyString], TimestampType.Instance, call => Shift(call, true)) { Throws = true },
        new Scalar("to_utc_timestamp", [TypeClass.Timestamp, TypeClass.AnyString], TimestampType.Instance, call => Shift(call, false)) { Throws = true },
        new Rewrite("convert_timezone", 2, 3, c => Convert.Bind(c.Arguments.Count == 3 ? c : c with { Arguments = [CurrentZone(c), .. c.Arguments] })) { IsTransparent = true },
        new Rewrite("current_timezone", 0, 0, c => Literal.Of(c.Session.TimeZone)),
        new Rewrite("current_date", 0, 0, c => new Literal(TimeZones.Get(c.Session.TimeZone).LocalDay(c.Session.QueryTimeMicros), DateType.Instance)) { As = ["curdate"], Text = _ => "current_date()" },
        new Rewrite("current_timestamp", 0, 1, c => new Literal(c.Session.QueryTimeMicros, TimestampType.Instance)) { As = ["now"] },
        new Rewrite("localtimestamp", 0, 1, c => new Literal(TimeZones.Get(c.Session.TimeZone).UtcToLocalMicros(c.Session.QueryTimeMicros), TimestampNTZType.Instance)),
        new Rewrite("current_time", 0, 1, CurrentTime) { As = ["localtime"], Text = c => $"current_time({Precision(c)})" },
    ];

    private static readonly Scalar Convert = new("convert_timezone", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.TimestampNtz], TimestampNTZType.Instance, ConvertKernel) { Throws = true };

    private static Expression CurrentZone(FunctionCall call) => new Replaced("current_timezone", [], Literal.Of(call.Session.TimeZone));

    /// <summary>The zone of a name.</summary>
    public static ZoneRules Parse(KernelCall call, StringView name)
        => TimeZones.TryGet(name.Span) ?? throw call.Error("INVALID_TIMEZONE", ("timeZone", System.Text.Encoding.UTF8.GetString(name.Span)));

    private static void Shift(KernelCall call, bool fromUtc)
    {
        var (times, zones) = (call.In<long>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var zone = Parse(call, zones[row]);
            call.Result.Set(row, fromUtc ? zone.UtcToLocalMicros(times[row]) : zone.LocalToUtcMicros(times[row]));
        }
    }

    private static void ConvertKernel(KernelCall call)
    {
        var (sources, targets, times) = (call.In<StringView>(0), call.In<StringView>(1), call.In<long>(2));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, Parse(call, targets[row]).UtcToLocalMicros(Parse(call, sources[row]).LocalToUtcMicros(times[row])));
        }
    }

    private static int Precision(FunctionCall call) => call.Arguments.Count == 1 && Operands.TryConstant<int>(call.Arguments[0], out var precision) ? precision : TimeType.DefaultPrecision;

    private static Expression CurrentTime(FunctionCall call)
    {
        var precision = Precision(call);
        if (precision is < 0 or > 6)
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))), ("exprName", "`precision`"), ("valueRange", "[0, 6]"), ("currentValue", $"{precision}"));
        var micros = Micros.FloorMod(TimeZones.Get(call.Session.TimeZone).UtcToLocalMicros(call.Session.QueryTimeMicros), Micros.PerDay);
        var unit = 1L;
        for (var i = precision; i < 6; i++) unit *= 10;
        return new Literal(micros / unit * unit * 1000, new TimeType(precision));
    }
}
