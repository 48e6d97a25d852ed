using System.Runtime.InteropServices;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;

namespace Firesteel.Types;

/// <summary>A value of the legacy interval type: months, days and microseconds, each with a sign of its own.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct CalendarInterval(int Months, int Days, long Microseconds)
{
    /// <exception cref="OverflowException">A part leaves its range.</exception>
    public static CalendarInterval operator +(CalendarInterval a, CalendarInterval b) =>
        checked(new(a.Months + b.Months, a.Days + b.Days, a.Microseconds + b.Microseconds));

    /// <exception cref="OverflowException">A part leaves its range.</exception>
    public static CalendarInterval operator -(CalendarInterval a, CalendarInterval b) =>
        checked(new(a.Months - b.Months, a.Days - b.Days, a.Microseconds - b.Microseconds));

    /// <exception cref="OverflowException">A part leaves its range.</exception>
    public static CalendarInterval operator -(CalendarInterval a) => checked(new(-a.Months, -a.Days, -a.Microseconds));

    /// <summary>Each part times a number; a fraction of a day becomes microseconds, a fraction of a month is dropped.</summary>
    /// <exception cref="OverflowException">A part leaves its range.</exception>
    public CalendarInterval Multiply(double factor) => FromFractions(Months * factor, Days * factor, Microseconds * factor);

    /// <summary>Each part divided by a number that is not zero; a fraction of a day becomes microseconds, a fraction of a month is dropped.</summary>
    /// <exception cref="OverflowException">A part leaves its range.</exception>
    public CalendarInterval Divide(double divisor) => FromFractions(Months / divisor, Days / divisor, Microseconds / divisor);

    /// <summary>The interval in Spark's words: <c>1 years 2 months -3 days 4 hours 5.5 seconds</c>.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[IntervalText.MaxLength];
        return System.Text.Encoding.ASCII.GetString(text[..IntervalText.WriteCalendar(this, text)]);
    }

    private static CalendarInterval FromFractions(double months, double days, double micros)
    {
        var wholeDays = checked((int)JavaDouble.ToLong(days));
        return new(checked((int)JavaDouble.ToLong(months)), wholeDays, JavaDouble.RoundToLong(micros + Micros.PerDay * (days - wholeDays)));
    }
}
