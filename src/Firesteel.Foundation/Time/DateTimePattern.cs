using System.Text;

namespace Firesteel.Foundation.Time;

/// <summary>Compiles Spark's datetime patterns into elements, refusing what Spark refuses with its conditions.</summary>
static class DateTimePattern
{
    private const string DocRoot = "https://spark.apache.org/docs/latest";
    private const string LegacyLetters = "GyMdkHmsSEDFwWahKzZYuXL";

    /// <exception cref="SparkException">The pattern is malformed, or has letters or lengths that Spark does not support.</exception>
    public static PatternElement[] Compile(string pattern, bool parsing)
    {
        try
        {
            Check(pattern, parsing);
            return new Compiler(pattern, parsing).Run() ?? throw Invalid("INVALID_DATETIME_PATTERN.WITH_SUGGESTION", ("pattern", $"'{pattern.Replace("'", "\\'", StringComparison.Ordinal)}'"), ("docroot", DocRoot));
        }
        catch (SparkException) when (IsLegacyPattern(pattern))
        {
            throw Invalid("INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION",
                ("pattern", $"'{pattern}'"), ("config", "\"spark.sql.legacy.timeParserPolicy\""), ("docroot", DocRoot));
        }
    }

    private static void Check(string pattern, bool parsing)
    {
        var quoted = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\'') { quoted = !quoted; continue; }
            if (quoted) continue;
            if ("YWwuec".Contains(c)) throw Invalid("INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN", ("c", c.ToString()));
            if ("ABnNp".Contains(c) || (parsing && "EFqQ".Contains(c))) throw Invalid("INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER", ("c", c.ToString()), ("pattern", pattern));
            var limit = "GMLEQq".Contains(c) ? 5 : c == 'y' ? 7 : int.MaxValue;
            if (Count(pattern, i) >= limit) throw Invalid("INVALID_DATETIME_PATTERN.LENGTH", ("pattern", pattern));
        }
    }

    // What the older formatter would have taken: its letters in any number, and closed quotes.
    private static bool IsLegacyPattern(string pattern)
    {
        var quoted = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\'') quoted = !quoted;
            else if (!quoted && char.IsAsciiLetter(pattern[i]) && (!LegacyLetters.Contains(pattern[i]) || (pattern[i] == 'X' && Count(pattern, i) > 3))) return false;
        }
        return !quoted;
    }

    private static SparkException Invalid(string condition, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var map = new Dictionary<string, string>();
        foreach (var (name, value) in parameters) map[name] = value;
        return new SparkRuntimeException(condition, map);
    }

    private static int Count(string pattern, int start)
    {
        var end = start;
        while (end < pattern.Length && pattern[end] == pattern[start]) end++;
        return end - start;
    }

    private sealed class Compiler(string pattern, bool parsing)
    {
        private readonly List<PatternElement> _elements = [];
        private readonly Stack<int> _optional = [];
        // The number that gives up digits to those that follow it without separator, or -1.
        private int _active = -1;
        private readonly bool _hasEra = HasEra(pattern);

        /// <summary>Null where the pattern is malformed.</summary>
        public PatternElement[]? Run()
        {
            for (var i = 0; i < pattern.Length;)
            {
                var c = pattern[i];
                if (char.IsAsciiLetter(c))
                {
                    var count = Count(pattern, i);
                    if (!Letter(c, count)) return null;
                    i += count;
                }
                else if (c == '\'')
                {
                    var text = new StringBuilder();
                    for (i++; ; i++)
                    {
                        if (i >= pattern.Length) return null;
                        if (pattern[i] != '\'') { text.Append(pattern[i]); continue; }
                        if (i + 1 < pattern.Length && pattern[i + 1] == '\'') { text.Append('\''); i++; continue; }
                        break;
                    }
                    i++;
                    Literal(text.Length == 0 ? "'" : text.ToString());
                }
                else if (c == '[')
                {
                    _optional.Push(_elements.Count);
                    Add(new PatternElement(PatternKind.OptionalStart));
                    i++;
                }
                else if (c == ']')
                {
                    if (_optional.Count == 0) return null;
                    Close();
                    i++;
                }
                else if (c is '{' or '}' or '#')
                {
                    return null;
                }
                else
                {
                    var length = char.IsHighSurrogate(c) && i + 1 < pattern.Length ? 2 : 1;
                    Literal(pattern.Substring(i, length));
                    i += length;
                }
            }
            while (_optional.Count > 0) Close();
            return [.. _elements];
        }

        private bool Letter(char c, int count)
        {
            switch (c)
            {
                case 'y': return Year(count);
                case 'G': return Text(DateTimeField.Era, count);
                case 'E': return Text(DateTimeField.DayOfWeek, count);
                case 'M' or 'L': return count < 3 ? Number(DateTimeField.Month, count) : Text(DateTimeField.Month, count);
                case 'Q' or 'q': return count < 3 ? Number(DateTimeField.Quarter, count) : Text(DateTimeField.Quarter, count);
                case 'd': return count <= 2 && Number(DateTimeField.Day, count);
                case 'H': return count <= 2 && Number(DateTimeField.HourOfDay, count);
                case 'k': return count <= 2 && Number(DateTimeField.ClockHourOfDay, count);
                case 'K': return count <= 2 && Number(DateTimeField.HourOfAmPm, count);
                case 'h': return count <= 2 && Number(DateTimeField.ClockHourOfAmPm, count);
                case 'm': return count <= 2 && Number(DateTimeField.Minute, count);
                case 's': return count <= 2 && Number(DateTimeField.Second, count);
                case 'F': return count == 1 && Number(DateTimeField.AlignedDay, 1);
                case 'g': AddNumber(Numeric(DateTimeField.ModifiedJulianDay, count, 19, PatternSign.Normal)); return count <= 19;
                case 'D':
                    if (count == 1) return Number(DateTimeField.DayOfYear, 1);
                    AddNumber(Numeric(DateTimeField.DayOfYear, count, 3, PatternSign.NotNegative));
                    return count <= 3;
                case 'a': return count == 1 && Text(DateTimeField.AmPm, 1);
                case 'S': return Fraction(count);
                case 'V':
                    Add(new PatternElement(PatternKind.ZoneId));
                    return count == 2;
                case 'z':
                    Add(new PatternElement(PatternKind.ZoneName) { Full = count == 4 });
                    return count <= 4;
                case 'X': return count <= 5 && Offset(Form(count), "Z");
                case 'x': return count <= 5 && Offset(Form(count), count == 1 ? "+00" : count % 2 == 0 ? "+0000" : "+00:00");
                case 'Z':
                    if (count == 4) return LocalizedOffset(full: true);
                    return count <= 5 && (count == 5 ? Offset("HH:MM:ss", "Z") : Offset("HHMM", "+0000"));
                case 'O': return count is 1 or 4 && LocalizedOffset(count == 4);
                default: return false;
            }
        }

        private static string Form(int count) => count switch { 1 => "HHmm", 2 => "HHMM", 3 => "HH:MM", 4 => "HHMMss", _ => "HH:MM:ss" };

        private bool Year(int count)
        {
            var field = _hasEra ? DateTimeField.YearOfEra : DateTimeField.Year;
            if (count == 2) AddNumber(new PatternElement(PatternKind.Reduced) { Field = field, Min = 2, Max = 2, Sign = PatternSign.NotNegative });
            else AddNumber(Numeric(field, count, 19, count < 4 ? PatternSign.Normal : PatternSign.ExceedsPad));
            return true;
        }

        private bool Number(DateTimeField field, int count)
        {
            AddNumber(count == 1 ? Numeric(field, 1, 19, PatternSign.Normal) : Numeric(field, count, count, PatternSign.NotNegative));
            return true;
        }

        private static PatternElement Numeric(DateTimeField field, int min, int max, PatternSign sign) =>
            new(PatternKind.Number) { Field = field, Min = min, Max = max, Sign = sign };

        private bool Text(DateTimeField field, int count)
        {
            Add(new PatternElement(PatternKind.Text) { Field = field, Full = count == 4 });
            return true;
        }

        private bool Fraction(int count)
        {
            if (count > 9) return false;
            // Readers take fewer digits than the pattern has.
            var element = new PatternElement(PatternKind.Fraction) { Field = DateTimeField.Nano, Min = parsing ? 1 : count, Max = count, Sign = PatternSign.NotNegative };
            if (element.Min == element.Max) AddNumber(element); else Add(element);
            return true;
        }

        private bool Offset(string form, string zero)
        {
            Add(new PatternElement(PatternKind.Offset) { Form = form, Bytes = Encoding.ASCII.GetBytes(zero) });
            return true;
        }

        private bool LocalizedOffset(bool full)
        {
            Add(new PatternElement(PatternKind.LocalizedOffset) { Full = full });
            return true;
        }

        private void Literal(string text) => Add(new PatternElement(PatternKind.Literal) { Bytes = Encoding.UTF8.GetBytes(text) });

        private void Add(PatternElement element)
        {
            _elements.Add(element);
            _active = -1;
        }

        private void Close()
        {
            var start = _optional.Pop();
            _elements[start] = _elements[start] with { End = _elements.Count };
            Add(new PatternElement(PatternKind.OptionalEnd));
        }

        // Numbers that touch: all but the first have a fixed width, and the first leaves them their digits.
        private void AddNumber(PatternElement element)
        {
            if (_active < 0)
            {
                _elements.Add(element);
                _active = _elements.Count - 1;
                return;
            }
            var first = _elements[_active];
            if (element.Min == element.Max && element.Sign == PatternSign.NotNegative)
            {
                _elements[_active] = first with { SubsequentWidth = first.SubsequentWidth + element.Max };
                _elements.Add(element with { SubsequentWidth = -1 });
            }
            else
            {
                _elements[_active] = first with { SubsequentWidth = -1 };
                _elements.Add(element);
                _active = _elements.Count - 1;
            }
        }

        private static bool HasEra(string pattern)
        {
            var quoted = false;
            foreach (var c in pattern)
            {
                if (c == '\'') quoted = !quoted;
                if (c == 'G' && !quoted) return true;
            }
            return false;
        }
    }
}
