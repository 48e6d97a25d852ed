using Firesteel.Foundation.Time;

namespace Firesteel.Types;

/// <summary>A value of the DATE type: a day of the proleptic Gregorian calendar, from year -290308 on.</summary>
/// <param name="EpochDays">Days since 1970-01-01.</param>
public readonly record struct Date(int EpochDays) : IComparable<Date>
{
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    public Date(int year, int month, int day) : this(new DateOnly(year, month, day)) { }
    public Date(DateOnly date) : this(date.DayNumber - Epoch) { }
    public Date(DateTime date) : this(DateOnly.FromDateTime(date)) { }

    public int Year => ToDateOnly().Year;
    public int Month => ToDateOnly().Month;
    public int Day => ToDateOnly().Day;

    /// <exception cref="ArgumentOutOfRangeException">The day is not in the years 1 to 9999.</exception>
    public DateOnly ToDateOnly() => DateOnly.FromDayNumber(EpochDays + Epoch);

    /// <exception cref="ArgumentOutOfRangeException">The day is not in the years 1 to 9999.</exception>
    public DateTime ToDateTime() => ToDateOnly().ToDateTime(TimeOnly.MinValue);

    public static implicit operator Date(DateOnly date) => new(date);
    public static implicit operator DateOnly(Date date) => date.ToDateOnly();
    public static explicit operator DateTime(Date date) => date.ToDateTime();

    public int CompareTo(Date other) => EpochDays.CompareTo(other.EpochDays);

    /// <summary><c>2024-01-31</c>.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[32];
        return System.Text.Encoding.ASCII.GetString(text[..DateTimeText.WriteDate(EpochDays, text)]);
    }
}
