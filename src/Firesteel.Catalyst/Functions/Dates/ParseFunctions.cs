using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Dates;

/// <summary>Text to dates and timestamps by a pattern, and back.</summary>
static class ParseFunctions
{
    private const string DefaultPattern = "yyyy-MM-dd HH:mm:ss";
    private static readonly TypeClass TextOrMoment = TypeClass.OneOf(TypeClass.AnyString, TypeClass.Date, TypeClass.Timestamp, TypeClass.TimestampNtz);
    private static readonly TypeClass Printable = TypeClass.OneOf(TypeClass.Timestamp, TypeClass.Time, TypeClass.TimestampNtz);

    public static FunctionDefinition[] All =>
    [
        ToMoment("to_date", DateType.Instance, false), ToMoment("try_to_date", DateType.Instance, true),
        ToMoment("to_timestamp", TimestampType.Instance, false), ToMoment("try_to_timestamp", TimestampType.Instance, true),
        ToMoment("to_timestamp_ltz", TimestampType.Instance, false), ToMoment("to_timestamp_ntz", TimestampNTZType.Instance, false),
        ToMoment("to_time", TimeType.Default, false), ToMoment("try_to_time", TimeType.Default, true),
        new Scalar("date_format", [Printable, TypeClass.AnyString], StringType.Instance, Format) { Adapt = DateFields.AsTimestamp, Throws = true, Preparation = Prepare },
        new Scalar("from_unixtime", [TypeClass.Long, TypeClass.AnyString], StringType.Instance, FromUnixTime) { MayBeNull = true, Defaults = [Literal.Of(DefaultPattern)], Throws = true, Preparation = Prepare },
        new Rewrite("unix_timestamp", 0, 2, c => Unix(c)) { IsTransparent = true },
        new Rewrite("to_unix_timestamp", 1, 2, c => Unix(c)) { IsTransparent = true },
    ];

    /// <summary>The session's zone and the last pattern.</summary>
    private sealed class State(ZoneRules zone)
    {
        private byte[]? _source;
        private DateTimeFormatter? _formatter;

        public ZoneRules Zone => zone;

        public DateTimeFormatter Get(ReadOnlySpan<byte> pattern, bool parsing)
        {
            if (_source != null && pattern.SequenceEqual(_source)) return _formatter!;
            var text = Encoding.UTF8.GetString(pattern);
            _formatter = parsing ? DateTimeFormatter.ForParsing(text) : DateTimeFormatter.ForPrinting(text);
            _source = pattern.ToArray();
            return _formatter;
        }
    }

    private static object Prepare(ScalarCall call, EvaluationContext context) => new State(TimeZones.Get(context.TimeZone));

    private static Rewrite ToMoment(string name, DataType type, bool isTry)
    {
        var parse = new Scalar(name, [TypeClass.AnyString, TypeClass.AnyString], type, call => Parse(call, isTry)) { MayBeNull = true, Throws = !isTry, Preparation = Prepare, StateOf = c => c.Session.Ansi };
        return new Rewrite(name, 1, 2, call =>
        {
            var source = call.Arguments[0];
            if (source.DataType is not (StringType or NullType or DateType or TimestampType or TimestampNTZType or TimeType)) source = Operands.Fit(call, 0, TextOrMoment);
            if (call.Arguments.Count == 2 && source.DataType is StringType) return parse.Call(source, Operands.Fit(call, 1, TypeClass.AnyString)) is ScalarCall bound ? bound with { State = call.Session.Ansi, Origin = call.Origin } : throw new InvalidOperationException();
            if (source.DataType == type) return source;
            return isTry ? new Cast(source, type, EvalMode.Try) { TimeZone = call.Session.TimeZone } : Operands.CastTo(call, source, type);
        })
        {
            Text = name == "try_to_time" ? c => $"try_to_time(to_time({string.Join(", ", c.Arguments.Select(a => a.Sql))}))" : null,
        };
    }

    private static SparkRuntimeException Unparsable(KernelCall call, StringView text)
        => new("CANNOT_PARSE_TIMESTAMP", new Dictionary<string, string>
        {
            ["func"] = call.Result.Type is DateType ? "`try_to_date`" : call.Result.Type is TimeType ? "`try_to_time`" : "`try_to_timestamp`",
            ["message"] = $"Text '{text.ToText()}' could not be parsed",
        });

    private static void Parse(KernelCall call, bool isTry)
    {
        var state = (State)call.Prepared!;
        var (texts, patterns) = (call.In<StringView>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var formatter = state.Get(patterns[row].Span, true);
            var text = texts[row].Span;
            bool good;
            switch (call.Result.Type)
            {
                case DateType: good = formatter.TryParseDate(text, out var day); call.Result.Set(row, day); break;
                case TimestampNTZType: good = formatter.TryParseLocal(text, out var local); call.Result.Set(row, local); break;
                case TimeType: good = formatter.TryParseTime(text, out var nanos); call.Result.Set(row, nanos); break;
                default: good = formatter.TryParse(text, state.Zone, out var micros); call.Result.Set(row, micros); break;
            }
            if (good) continue;
            if (!isTry && call.Call.State is true) throw Unparsable(call, texts[row]);
            call.Result.SetNull(row);
        }
    }

    private static void Format(KernelCall call)
    {
        var state = (State)call.Prepared!;
        var (values, patterns) = (call.In<long>(0), call.In<StringView>(1));
        var type = call.Arguments[0].Type;
        var zone = type is TimestampType ? state.Zone : TimeZones.Utc;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            Write(call, row, state.Get(patterns[row].Span, false), values[row], zone, type is TimeType);
        }
    }

    private static unsafe void Write(KernelCall call, int row, DateTimeFormatter formatter, long value, ZoneRules zone, bool isTime)
    {
        var target = call.Result.Arena.Allocate(formatter.MaxLength);
        var room = new Span<byte>(target, formatter.MaxLength);
        var length = isTime ? formatter.WriteTime(value, room) : formatter.Write(value, zone, room);
        call.Result.Arena.Shrink(target + length);
        call.Result.Set(row, new StringView(target, length));
    }

    private static void FromUnixTime(KernelCall call)
    {
        var state = (State)call.Prepared!;
        var (seconds, patterns) = (call.In<long>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            Write(call, row, state.Get(patterns[row].Span, false), seconds[row] * Micros.PerSecond, state.Zone, false);
        }
    }

    private static readonly Scalar ToUnix = new("to_unix_timestamp", [TextOrMoment, TypeClass.AnyString], LongType.Instance, UnixKernel)
    {
        Defaults = [Literal.Of(DefaultPattern)],
        MayBeNull = true,
        Throws = true,
        Preparation = Prepare,
        StateOf = c => c.Session.Ansi,
    };

    private static Expression Unix(FunctionCall call)
    {
        if (call.Arguments.Count > 0) return ToUnix.Bind(call);
        return new Replaced("unix_timestamp", [], Literal.Of(Micros.FloorDiv(call.Session.QueryTimeMicros, Micros.PerSecond))) { Display = $"unix_timestamp(current_timestamp(), {DefaultPattern})" };
    }

    private static void UnixKernel(KernelCall call)
    {
        var state = (State)call.Prepared!;
        var argument = call.Arguments[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            long micros;
            switch (argument.Type)
            {
                case DateType: micros = state.Zone.StartOfDayMicros(call.In<int>(0)[row]); break;
                case TimestampType or TimestampNTZType: micros = call.In<long>(0)[row]; break;
                default:
                    if (!state.Get(call.In<StringView>(1)[row].Span, true).TryParse(call.In<StringView>(0)[row].Span, state.Zone, out micros))
                    {
                        if (call.Call.State is true) throw Unparsable(call, call.In<StringView>(0)[row]);
                        call.Result.SetNull(row);
                        continue;
                    }
                    break;
            }
            // As Spark counts here: towards 1970.
            call.Result.Set(row, micros / Micros.PerSecond);
        }
    }
}
