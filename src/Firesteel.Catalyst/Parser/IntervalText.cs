using System.Globalization;
using System.Text.RegularExpressions;
using Firesteel.Types;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads the values of interval literals.</summary>
static partial class IntervalText
{
    private const long Second = 1_000_000, Minute = 60 * Second, Hour = 60 * Minute, Day = 24 * Hour;

    [GeneratedRegex(@"\G\s*([+-])?\s*(\d+)?(?:(\.)(\d{0,9}))?\s+([a-z]+)(?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Part();

    [GeneratedRegex(@"^\s*([+-])?(\d+)-(\d+)\s*$")]
    private static partial Regex YearMonth();

    /// <summary>Reads <c>[interval] n unit [n unit …]</c>; a failure names its sub-condition of INVALID_INTERVAL_FORMAT.</summary>
    public static bool TryParse(string input, out CalendarInterval value, out string failure)
    {
        value = default;
        var text = input.Trim().ToLowerInvariant();
        if (text.StartsWith("interval ", StringComparison.Ordinal)) text = text["interval".Length..];
        failure = "UNRECOGNIZED_NUMBER";
        if (text.Length == 0 || text == "interval") return false;
        Int128 months = 0, days = 0, micros = 0;
        for (var at = 0; at < text.Length;)
        {
            var part = Part().Match(text, at);
            if (!part.Success || !part.Groups[2].Success && part.Groups[4].Length == 0) return false;
            at = part.Index + part.Length;
            var sign = part.Groups[1].Value == "-" ? -1 : 1;
            var unit = part.Groups[5].Value is var word && word.EndsWith('s') ? word[..^1] : word;
            if (part.Groups[3].Success && unit != "second") { failure = "INVALID_FRACTION"; return false; }
            if (!long.TryParse(part.Groups[2].Success ? part.Groups[2].Value : "0", NumberStyles.None, CultureInfo.InvariantCulture, out var number)) { failure = "ARITHMETIC_EXCEPTION"; return false; }
            Int128 count = (Int128)number * sign;
            switch (unit)
            {
                case "year": months += count * 12; break;
                case "month": months += count; break;
                case "week": days += count * 7; break;
                case "day": days += count; break;
                case "hour": micros += count * Hour; break;
                case "minute": micros += count * Minute; break;
                case "second":
                    micros += count * Second;
                    if (part.Groups[4].Length > 0) micros += sign * long.Parse(part.Groups[4].Value.PadRight(6, '0')[..6], CultureInfo.InvariantCulture);
                    break;
                case "millisecond": micros += count * 1000; break;
                case "microsecond": micros += count; break;
                default: failure = "INVALID_UNIT"; return false;
            }
        }
        failure = "ARITHMETIC_EXCEPTION";
        if (months != (int)months || days != (int)days || micros != (long)micros) return false;
        value = new((int)months, (int)days, (long)micros);
        return true;
    }

    public enum Outcome { Ok, Mismatch, FieldOutOfRange, Overflow }

    /// <summary>Reads <c>y-m</c>.</summary>
    public static Outcome ParseYearMonth(string input, bool negative, out int months)
    {
        months = 0;
        var match = YearMonth().Match(input);
        if (!match.Success) return Outcome.Mismatch;
        if (!int.TryParse(match.Groups[2].Value, out var years) || !int.TryParse(match.Groups[3].Value, out var month)) return Outcome.Overflow;
        if (month > 11) return Outcome.FieldOutOfRange;
        var total = ((long)years * 12 + month) * (match.Groups[1].Value == "-" ^ negative ? -1 : 1);
        months = (int)total;
        return total == months ? Outcome.Ok : Outcome.Overflow;
    }

    /// <summary>Reads <c>d h:m:s.n</c> cut to the fields from one to another; a field out of its range is named in <paramref name="detail"/>.</summary>
    public static Outcome ParseDayTime(string input, bool negative, DayTimeField from, DayTimeField to, out long micros, out string detail)
    {
        micros = 0;
        detail = "";
        var text = input.Trim();
        if (text.Length > 0 && text[0] is '+' or '-') { negative ^= text[0] == '-'; text = text[1..]; }
        Int128 total = 0;
        for (var field = from; field <= to; field++)
        {
            var end = 0;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            var most = field == from ? field == DayTimeField.Day ? 9 : 10 : 2;
            if (end == 0 || end > most) return Outcome.Mismatch;
            var number = long.Parse(text[..end], CultureInfo.InvariantCulture);
            text = text[end..];
            if (field != from && number > (field == DayTimeField.Hour ? 23 : 59))
            {
                detail = $"requirement failed: {field.ToString().ToLowerInvariant()} {number} outside range [0, {(field == DayTimeField.Hour ? 23 : 59)}]";
                return Outcome.FieldOutOfRange;
            }
            total += number * field switch { DayTimeField.Day => Day, DayTimeField.Hour => Hour, DayTimeField.Minute => Minute, _ => Second };
            if (field == to) break;
            var separator = field == DayTimeField.Day ? ' ' : ':';
            if (text.Length == 0 || text[0] != separator) return Outcome.Mismatch;
            text = separator == ' ' ? text.TrimStart() : text[1..];
        }
        if (to == DayTimeField.Second && text.StartsWith('.'))
        {
            var digits = text[1..];
            if (digits.Length is 0 or > 9 || !digits.All(char.IsAsciiDigit)) return Outcome.Mismatch;
            total += long.Parse(digits.PadRight(6, '0')[..6], CultureInfo.InvariantCulture);
            text = "";
        }
        if (text.Length > 0) return Outcome.Mismatch;
        if (negative) total = -total;
        micros = (long)total;
        return total == micros ? Outcome.Ok : Outcome.Overflow;
    }
}
