namespace Firesteel.Foundation.Time;

/// <summary>Prints values by a compiled pattern.</summary>
static class PatternPrinter
{
    private const int ModifiedJulianEpoch = 40587;

    public static int Write(PatternElement[] elements, long micros, ZoneRules zone, Span<byte> destination)
    {
        var seconds = Micros.FloorDiv(micros, Micros.PerSecond);
        var offset = zone.OffsetSeconds(seconds);
        var day = Micros.FloorDiv(micros, Micros.PerDay);
        var time = micros - day * Micros.PerDay + offset * Micros.PerSecond;
        if (time < 0) { time += Micros.PerDay; day--; }
        else if (time >= Micros.PerDay) { time -= Micros.PerDay; day++; }
        return Write(elements, (int)day, time * 1000, offset, zone, seconds, destination);
    }

    public static int Write(PatternElement[] elements, int day, long nanosOfDay, int offset, ZoneRules zone, long epochSeconds, Span<byte> destination)
    {
        var text = new Utf8Cursor(destination);
        ProlepticGregorian.FromEpochDay(day, out var year, out var month, out var dayOfMonth);
        var seconds = (int)(nanosOfDay / 1_000_000_000);
        foreach (ref readonly var element in elements.AsSpan())
        {
            switch (element.Kind)
            {
                case PatternKind.Literal:
                    text.Append(element.Bytes);
                    break;
                case PatternKind.Fraction:
                    var fraction = (int)(nanosOfDay % 1_000_000_000);
                    for (var i = element.Max; i < 9; i++) fraction /= 10;
                    text.AppendPadded(fraction, element.Max);
                    break;
                case PatternKind.ZoneId:
                    text.Append(zone.Utf8Id);
                    break;
                case PatternKind.ZoneName:
                    text.Append(ZoneNames.Name(zone, epochSeconds, element.Full));
                    break;
                case PatternKind.Offset:
                    Offset(ref text, element, offset);
                    break;
                case PatternKind.LocalizedOffset:
                    LocalizedOffset(ref text, offset, element.Full);
                    break;
                case PatternKind.Number or PatternKind.Reduced or PatternKind.Text:
                    var value = Value(element.Field, day, year, month, dayOfMonth, seconds);
                    if (element.Kind == PatternKind.Text)
                    {
                        var words = DateTimeWords.Of(element.Field, element.Full, out var first);
                        text.Append(words[value - first]);
                    }
                    else if (element.Kind == PatternKind.Reduced)
                    {
                        text.AppendPadded(Math.Abs(value) % 100, 2);
                    }
                    else
                    {
                        Number(ref text, element, value);
                    }
                    break;
            }
        }
        return text.Length;
    }

    private static int Value(DateTimeField field, int day, int year, int month, int dayOfMonth, int seconds) => field switch
    {
        DateTimeField.Era => year > 0 ? 1 : 0,
        DateTimeField.Year => year,
        DateTimeField.YearOfEra => year > 0 ? year : 1 - year,
        DateTimeField.Month => month,
        DateTimeField.Day => dayOfMonth,
        DateTimeField.DayOfYear => (int)(day - ProlepticGregorian.ToEpochDay(year, 1, 1)) + 1,
        DateTimeField.Quarter => (month + 2) / 3,
        DateTimeField.DayOfWeek => ProlepticGregorian.DayOfWeek(day),
        DateTimeField.AlignedDay => (dayOfMonth - 1) % 7 + 1,
        DateTimeField.ModifiedJulianDay => day + ModifiedJulianEpoch,
        DateTimeField.AmPm => seconds / 43200,
        DateTimeField.HourOfDay => seconds / 3600,
        DateTimeField.ClockHourOfDay => seconds / 3600 is var hour and not 0 ? hour : 24,
        DateTimeField.HourOfAmPm => seconds / 3600 % 12,
        DateTimeField.ClockHourOfAmPm => seconds / 3600 % 12 is var hour and not 0 ? hour : 12,
        DateTimeField.Minute => seconds / 60 % 60,
        _ => seconds % 60,
    };

    private static void Number(ref Utf8Cursor text, in PatternElement element, int value)
    {
        long magnitude = Math.Abs((long)value);
        if (value < 0) text.Append((byte)'-');
        else if (element.Sign == PatternSign.ExceedsPad && element.Min < 10 && magnitude >= Numerics.Decimals.LongPowerOfTen(element.Min)) text.Append((byte)'+');
        text.AppendPadded(magnitude, element.Min);
    }

    private static void Offset(ref Utf8Cursor text, in PatternElement element, int offset)
    {
        if (offset == 0)
        {
            text.Append(element.Bytes);
            return;
        }
        var magnitude = Math.Abs(offset);
        var (hours, minutes, seconds) = (magnitude / 3600, magnitude / 60 % 60, magnitude % 60);
        var form = element.Form;
        var start = text.Length;
        text.Append((byte)(offset < 0 ? '-' : '+'));
        text.AppendPadded(hours, 2);
        var printed = hours != 0;
        var colon = form.Contains(':');
        if (form[^1] != 'm' || minutes > 0)
        {
            if (colon) text.Append((byte)':');
            text.AppendPadded(minutes, 2);
            printed |= minutes != 0;
            if (form.EndsWith("ss", StringComparison.Ordinal) && seconds > 0)
            {
                if (colon) text.Append((byte)':');
                text.AppendPadded(seconds, 2);
                printed = true;
            }
        }
        if (printed) return;
        // An offset of seconds alone that the form does not show is printed as none.
        text.Truncate(start);
        text.Append(element.Bytes);
    }

    private static void LocalizedOffset(ref Utf8Cursor text, int offset, bool full)
    {
        text.Append("GMT"u8);
        if (offset == 0) return;
        var magnitude = Math.Abs(offset);
        var (hours, minutes, seconds) = (magnitude / 3600, magnitude / 60 % 60, magnitude % 60);
        text.Append((byte)(offset < 0 ? '-' : '+'));
        text.AppendPadded(hours, full ? 2 : 1);
        if (full || minutes != 0 || seconds != 0)
        {
            text.Append((byte)':');
            text.AppendPadded(minutes, 2);
        }
        if (seconds != 0)
        {
            text.Append((byte)':');
            text.AppendPadded(seconds, 2);
        }
    }
}
