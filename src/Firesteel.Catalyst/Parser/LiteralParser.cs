using System.Globalization;
using System.Numerics;
using System.Text;
using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads constants: numbers, typed literals and intervals.</summary>
abstract class LiteralParser(string text, ParserOptions options) : DataTypeParser(text, options)
{
    /// <summary>The number at hand, with a minus before it where <paramref name="negative"/>.</summary>
    protected Literal Number(int start, bool negative)
    {
        var source = (negative ? "-" : "") + Source(Current);
        var isInteger = Current.Kind == TokenKind.Integer;
        At++;
        if (isInteger)
        {
            var whole = BigInteger.Parse(source, CultureInfo.InvariantCulture);
            if (whole >= int.MinValue && whole <= int.MaxValue) return new((int)whole, IntegerType.Instance);
            if (whole >= long.MinValue && whole <= long.MaxValue) return new((long)whole, LongType.Instance);
            return Decimal(start, source);
        }
        var digits = source[..^1];
        switch (char.ToUpperInvariant(source[^1]))
        {
            case 'L': return new(Ranged(start, digits, long.MinValue, long.MaxValue, "bigint"), LongType.Instance);
            case 'S': return new((short)Ranged(start, digits, short.MinValue, short.MaxValue, "smallint"), ShortType.Instance);
            case 'Y': return new((sbyte)Ranged(start, digits, sbyte.MinValue, sbyte.MaxValue, "tinyint"), ByteType.Instance);
            case 'F':
                var single = float.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
                if (float.IsInfinity(single)) throw OutOfRange(start, digits, "-3.4028234663852886E+38", "3.4028234663852886E+38", "float");
                return new(single, FloatType.Instance);
            case 'D':
                return source[^2] is 'b' or 'B' ? Decimal(start, source[..^2]) : Double(start, digits);
        }
        return source.Contains('e', StringComparison.OrdinalIgnoreCase) && !Options.ExponentLiteralAsDecimal ? Double(start, source) : Decimal(start, source);
    }

    private Literal Double(int start, string digits)
    {
        var value = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsInfinity(value) ? throw OutOfRange(start, digits, "-1.7976931348623157E+308", "1.7976931348623157E+308", "double") : new(value, DoubleType.Instance);
    }

    private long Ranged(int start, string digits, long min, long max, string type)
    {
        if (BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max) return (long)value;
        throw digits.All(c => char.IsAsciiDigit(c) || c == '-')
            ? OutOfRange(start, digits, min.ToString(CultureInfo.InvariantCulture), max.ToString(CultureInfo.InvariantCulture), type)
            : Error(start, "PARSE_SYNTAX_ERROR", ("error", $"'{SourceFrom(start)}'"), ("hint", ""));
    }

    private ParseException OutOfRange(int start, string digits, string min, string max, string type)
        => Error(start, "INVALID_NUMERIC_LITERAL_RANGE", ("rawStrippedQualifier", digits), ("minValue", min), ("maxValue", max), ("typeName", type));

    private Literal Decimal(int start, string source)
    {
        var e = source.IndexOfAny(['e', 'E']);
        var exponent = e < 0 ? 0 : int.Parse(source[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? source : source[..e];
        var point = mantissa.IndexOf('.');
        var scale = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        var unscaled = BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).Length;
        var precision = scale < 0 ? digits - scale : Math.Max(digits, scale);
        if (precision > DecimalType.MaxPrecision)
            throw Error(start, "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION", ("precision", precision.ToString(CultureInfo.InvariantCulture)), ("maxPrecision", "38"));
        if (scale < 0) (unscaled, scale) = (unscaled * BigInteger.Pow(10, -scale), 0);
        return new((Int128)unscaled, new DecimalType(precision, scale));
    }

    /// <summary><c>TYPE 'text'</c>.</summary>
    protected Literal TypedLiteral()
    {
        var start = At;
        var type = Source(Current).ToUpperInvariant();
        At++;
        var value = SingleText();
        var bytes = Encoding.UTF8.GetBytes(value);
        switch (type)
        {
            case "DATE":
                if (SpecialDays(value) is { } days) return new(days, DateType.Instance);
                return DateParser.TryParse(bytes, out var date) ? new(date, DateType.Instance) : Invalid();
            case "TIMESTAMP_NTZ":
                return Local() ?? Invalid();
            case "TIMESTAMP_LTZ":
                return Instant() ?? Invalid();
            case "TIMESTAMP":
                return (Options.TimestampIsNtz ? Local() ?? Instant() : Instant()) ?? Invalid();
            case "TIME":
                return TimestampParser.TryParseTime(bytes, out var nanos) ? new(nanos, TimeType.Default) : Invalid();
            case "INTERVAL":
                if (!IntervalText.TryParse(value, out var interval, out _)) return Invalid();
                var units = value.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                    .Select(w => w.TrimEnd('s')).Where(w => w != "interval" && w.Length > 0 && w.All(char.IsAsciiLetterLower));
                return Interval(start, interval, [.. units]);
            case "X":
                try
                {
                    return new(new BinaryValue(Convert.FromHexString(value.Length % 2 == 0 ? value : "0" + value)), BinaryType.Instance);
                }
                catch (FormatException)
                {
                    return Invalid();
                }
            default:
                Defer(Error(start, "UNSUPPORTED_TYPED_LITERAL", ("unsupportedType", $"\"{type}\""),
                    ("supportedTypes", "\"DATE\", \"TIMESTAMP_NTZ\", \"TIMESTAMP_LTZ\", \"TIMESTAMP\", \"INTERVAL\", \"X\", \"TIME\"")));
                return Literal.Null;
        }

        Literal Invalid()
        {
            Defer(Error(start, "INVALID_TYPED_LITERAL", ("valueType", $"\"{type}\""), ("value", $"'{value}'")));
            return Literal.Null;
        }

        Literal? Local()
        {
            if (SpecialInstant(value, TimeZones.Utc) is { } special) return new(special, TimestampNTZType.Instance);
            return TimestampParser.TryParseLocal(bytes, out var micros, type != "TIMESTAMP") ? new(micros, TimestampNTZType.Instance) : null;
        }

        Literal? Instant()
        {
            var zone = TimeZones.TryGet(Options.TimeZone) ?? TimeZones.Utc;
            if (SpecialInstant(value, zone) is { } special) return new(special, TimestampType.Instance);
            return TimestampParser.TryParse(bytes, zone, out var micros) ? new(micros, TimestampType.Instance) : null;
        }
    }

    private long NowMicros => (Options.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;

    // Words for days that depend on when the statement is read.
    private int? SpecialDays(string value, ZoneRules? zone = null)
    {
        var word = value.Trim().ToLowerInvariant();
        if (word == "epoch") return 0;
        int? offset = word switch { "now" or "today" => 0, "tomorrow" => 1, "yesterday" => -1, _ => null };
        if (offset == null) return null;
        zone ??= TimeZones.TryGet(Options.TimeZone) ?? TimeZones.Utc;
        return (int)Micros.FloorDiv(zone.UtcToLocalMicros(NowMicros), 86_400_000_000) + offset.Value;
    }

    private long? SpecialInstant(string value, ZoneRules zone)
    {
        var words = value.Trim().ToLowerInvariant().Split(' ', 2, StringSplitOptions.TrimEntries);
        var word = words[0];
        if (words.Length == 2)
        {
            if (TimeZones.TryGet(value.Trim().Split(' ', 2)[1].Trim()) is not { } named) return null;
            zone = named;
        }
        if (word == "now") return NowMicros;
        if (word == "epoch") return 0;
        return word is "today" or "tomorrow" or "yesterday" && SpecialDays(word, zone) is { } days ? zone.LocalToUtcMicros(days * 86_400_000_000L) : null;
    }

    /// <summary>Whether INTERVAL at hand begins a literal.</summary>
    protected bool IsInterval()
    {
        if (!Is("INTERVAL")) return false;
        var next = Peek();
        if (next.Word is "+" or "-") next = Peek(2);
        return next.Kind is TokenKind.Text or TokenKind.Integer or TokenKind.Number;
    }

    /// <summary><c>INTERVAL n unit …</c>, <c>INTERVAL 'text' unit TO unit</c> or <c>INTERVAL 'n unit …'</c>.</summary>
    protected Literal IntervalLiteral()
    {
        var start = At;
        if (Peek().Kind == TokenKind.Text && IntervalFields.Unit(Peek(2).Word) == null) return TypedLiteral();
        At++;
        if (UnitToUnit(start) is { } range) return range;
        var input = new StringBuilder();
        var units = new List<string>();
        do
        {
            var negative = Is("-");
            if (negative || Is("+")) At++;
            string value;
            if (IsText)
            {
                value = TextLiteral();
                if (!value.All(c => char.IsAsciiDigit(c) || c is '.' or '-' or '+' or ' ')) throw Error(At - 1, "_LEGACY_ERROR_TEMP_0026", ("value", value));
                if (value.StartsWith('-') && negative) (value, negative) = (value[1..], false);
            }
            else if (Current.Kind is TokenKind.Integer or TokenKind.Number) { value = Source(Current); At++; }
            else throw Unexpected();
            var unit = IntervalFields.Unit(Current.Word) ?? throw Unexpected();
            input.Append(' ').Append(negative ? "-" : "").Append(value).Append(' ').Append(Source(Current));
            units.Add(unit.ToLowerInvariant());
            At++;
        }
        while (IsNextUnit());
        if (!IntervalText.TryParse(input.ToString(), out var interval, out var failure))
            throw Error(start, "INVALID_INTERVAL_FORMAT." + failure, ("input", input.ToString()), ("unit", units[^1]));
        return Interval(start, interval, units);
    }

    private bool IsNextUnit()
    {
        var at = Is("-") || Is("+") ? 1 : 0;
        return Peek(at).Kind is TokenKind.Text or TokenKind.Integer or TokenKind.Number && IntervalFields.Unit(Peek(at + 1).Word) != null;
    }

    private Literal? UnitToUnit(int start)
    {
        var at = Is("-") || Is("+") ? 1 : 0;
        if (Peek(at).Kind != TokenKind.Text || IntervalFields.Unit(Peek(at + 1).Word) == null || Peek(at + 2).Word != "TO") return null;
        var negative = Is("-");
        At += at;
        var input = TextLiteral();
        var from = Source(Current).ToLowerInvariant();
        At += 2;
        var to = IntervalFields.Unit(Current.Word)?.ToLowerInvariant() ?? throw Unexpected();
        At++;
        if (from == to || IntervalFields.TypeOf(from, to) is not { } type)
            throw Error(start, "INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION", ("input", input), ("from", from), ("to", to));
        if (type is YearMonthIntervalType)
        {
            var outcome = IntervalText.ParseYearMonth(input, negative, out var months);
            if (outcome == IntervalText.Outcome.Mismatch)
                throw Error(start, "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING", ("intervalStr", "year-month"),
                    ("supportedFormat", "`[+|-]y-m`, `INTERVAL [+|-]'[+|-]y-m' YEAR TO MONTH`"), ("typeName", "interval year to month"), ("input", input));
            if (outcome != IntervalText.Outcome.Ok) throw Error(start, "INVALID_INTERVAL_FORMAT.INTERVAL_PARSING", ("input", input), ("interval", "year-month"));
            return Options.LegacyInterval ? new(new CalendarInterval(months, 0, 0), CalendarIntervalType.Instance) : new(months, type);
        }
        var dayTime = (DayTimeIntervalType)type;
        var result = IntervalText.ParseDayTime(input, negative, dayTime.Start, dayTime.End, out var micros, out var detail);
        if (result == IntervalText.Outcome.FieldOutOfRange) throw Error(start, "_LEGACY_ERROR_TEMP_0063", ("msg", detail));
        if (result != IntervalText.Outcome.Ok)
        {
            var form = "d h:m:s.n"[(dayTime.Start switch { DayTimeField.Day => 0, DayTimeField.Hour => 2, _ => 4 })..];
            form = form[..(form.Length - dayTime.End switch { DayTimeField.Hour => 6, DayTimeField.Minute => 4, _ => 0 })];
            throw Error(start, "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE", ("intervalStr", "day-time"),
                ("supportedFormat", $"`[+|-]{form}`, `INTERVAL [+|-]'[+|-]{form}' {from.ToUpperInvariant()} TO {to.ToUpperInvariant()}`"),
                ("typeName", $"interval {from} to {to}"), ("input", input));
        }
        if (!Options.LegacyInterval) return new(micros, type);
        const long day = 86_400_000_000;
        return new(new CalendarInterval(0, (int)(micros / day), micros % day), CalendarIntervalType.Instance);
    }

    private Literal Interval(int start, CalendarInterval value, List<string> units)
    {
        if (Options.LegacyInterval) return new(value, CalendarIntervalType.Instance);
        var months = units.Where(u => IntervalFields.YearMonth(u) != null).Select(u => IntervalFields.YearMonth(u)!.Value).ToList();
        var days = units.Where(u => IntervalFields.YearMonth(u) == null)
            .Select(u => u == "week" ? DayTimeField.Day : IntervalFields.DayTime(u) ?? DayTimeField.Second).ToList();
        if (months.Count > 0 && days.Count > 0) throw Error(start, "_LEGACY_ERROR_TEMP_0029", ("literal", SourceFrom(start)));
        if (months.Count > 0) return new(value.Months, new YearMonthIntervalType(months.Min(), months.Max()));
        var micros = (Int128)value.Days * 86_400_000_000 + value.Microseconds;
        if (micros != (long)micros) throw Error(start, "INVALID_INTERVAL_FORMAT.ARITHMETIC_EXCEPTION", ("input", SourceFrom(start)));
        return new((long)micros, new DayTimeIntervalType(days.Min(), days.Max()));
    }
}
