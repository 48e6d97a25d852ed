using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.TimeWindows;

/// <summary>window, session_window and window_time, and what the analyzer computes their columns with.</summary>
static class TimeWindowFunctions
{
    private const string ExpectedTime = "(\"(TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE)\" or \"STRUCT<start: TIMESTAMP, end: TIMESTAMP>\" or \"STRUCT<start: TIMESTAMP_NTZ, end: TIMESTAMP_NTZ>\")";

    public static void Register(FunctionRegistry registry) => registry.Register(
        new Rewrite("window", 2, 4, Window) { IsTransparent = true },
        new Rewrite("session_window", 2, 2, Session) { IsTransparent = true },
        new Rewrite("window_time", 1, 1, TimeOf));

    /// <summary>Where the window begins that holds a time, the n-th of those that begin last: (time, slide, start, n).</summary>
    public static readonly Scalar StartOf = new("$window_start", [TypeClass.Timestamps, TypeClass.Long, TypeClass.Long, TypeClass.Long], a => a[0].DataType, Begin) { MayBeNull = true };

    /// <summary>A time moved by microseconds. Windows have fields that may be null, whatever they are made from.</summary>
    public static readonly Scalar Moved = new("$window_bound", [TypeClass.Timestamps, TypeClass.Long], a => a[0].DataType, Move) { MayBeNull = true };

    private static Expression Window(FunctionCall call)
    {
        var duration = Micros(call.Arguments[1]);
        var slide = call.Arguments.Count > 2 ? Micros(call.Arguments[2]) : duration;
        var start = call.Arguments.Count > 3 ? Micros(call.Arguments[3]) : 0;
        var window = new TimeWindow(call.Arguments[0], duration, slide, start) { Origin = call.Origin };
        window = window with { Time = Time(call, window.Sql) };
        foreach (var (name, value) in new[] { ("window_duration", duration), ("slide_duration", slide) })
            if (value <= 0)
                throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", ("sqlExpr", ArgumentChecks.Quote(window.Sql)), ("exprName", $"`{name}`"),
                    ("valueRange", $"(0, {long.MaxValue}]"), ("currentValue", $"{value}L"));
        if (slide > duration) throw Beyond(call, window, "slide_duration", slide, "<=", "window_duration", duration);
        if (Math.Abs(start) >= slide) throw Beyond(call, window, "abs(start_time)", Math.Abs(start), "<", "slide_duration", slide);
        return window;
    }

    private static AnalysisException Beyond(FunctionCall call, TimeWindow window, string left, long leftValue, string constraint, string right, long rightValue)
        => ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.PARAMETER_CONSTRAINT_VIOLATION", ("sqlExpr", ArgumentChecks.Quote(window.Sql)), ("leftExprName", $"`{left}`"), ("leftExprValue", $"{leftValue}L"),
            ("constraint", constraint), ("rightExprName", $"`{right}`"), ("rightExprValue", $"{rightValue}L"));

    private static Expression Session(FunctionCall call)
    {
        var window = new SessionWindow(call.Arguments[0], call.Arguments[1]) { Origin = call.Origin };
        var gap = window.Gap.DataType switch
        {
            CalendarIntervalType => window.Gap,
            StringType or NullType => new Cast(window.Gap, CalendarIntervalType.Instance, EvalMode.Legacy),
            var other => throw ArgumentChecks.Error(call.Origin, "_LEGACY_ERROR_TEMP_1040", ("dt", $"{char.ToUpperInvariant(other.SimpleString[0])}{other.SimpleString[1..]}Type")),
        };
        return window with { Time = Time(call, window.Sql), Gap = gap };
    }

    // A window stands for the last instant in it, so that windows of windows can be made.
    private static Expression Time(FunctionCall call, string shown)
    {
        var time = call.Arguments[0];
        if (time is AttributeReference { DataType: StructType } column && WindowColumns.IsWindow(column)) return LastInstant(column);
        return time.DataType is StructType ? throw ArgumentChecks.UnexpectedType(call.Origin, shown, 0, time, ExpectedTime)
            : TypeCoercion.ImplicitCast(time, TypeClass.OneOf(TypeClass.Timestamp, TypeClass.TimestampNtz), call.Session.Ansi, call.Session.TimeZone)
              ?? throw ArgumentChecks.UnexpectedType(call.Origin, shown, 0, time, ExpectedTime);
    }

    private static Expression TimeOf(FunctionCall call)
    {
        var window = call.Arguments[0];
        if (window.DataType is not StructType) throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call), 0, window, "\"STRUCT\"");
        return window is AttributeReference column && WindowColumns.IsWindow(column) ? LastInstant(column)
            : throw ArgumentChecks.Error(call.Origin, "_LEGACY_ERROR_TEMP_3101", ("windowTime", Operands.Shown(call)));
    }

    private static Expression LastInstant(AttributeReference window) => Moved.Call(new GetStructField(window, 1), Literal.Of(-1L));

    private static long Micros(Expression duration)
    {
        var literal = duration as Literal ?? throw new AnalysisException("_LEGACY_ERROR_TEMP_1207", new Dictionary<string, string>());
        switch (literal.Value)
        {
            case long l when literal.DataType is LongType: return l;
            case int i when literal.DataType is IntegerType: return i;
            case string text when CalendarIntervalParser.TryParse(Encoding.UTF8.GetBytes(text), out var interval):
                return interval.Months == 0 ? checked(interval.Days * Foundation.Time.Micros.PerDay + interval.Microseconds)
                    : throw new AnalysisException("_LEGACY_ERROR_TEMP_3231", new Dictionary<string, string> { ["interval"] = text });
            case string text: throw new AnalysisException("CANNOT_PARSE_INTERVAL", new Dictionary<string, string> { ["intervalString"] = $"'{text}'" });
            default: throw new AnalysisException("_LEGACY_ERROR_TEMP_1207", new Dictionary<string, string>());
        }
    }

    private static void Begin(KernelCall call)
    {
        var (times, slides, starts, steps) = (call.In<long>(0), call.In<long>(1), call.In<long>(2), call.In<long>(3));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (time, slide) = (times[row], slides[row]);
            var into = (time - starts[row]) % slide;
            call.Result.Set(row, time - (into < 0 ? into + slide : into) - steps[row] * slide);
        }
    }

    private static void Move(KernelCall call)
    {
        var (times, steps) = (call.In<long>(0), call.In<long>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, times[row] + steps[row]);
        }
    }
}
