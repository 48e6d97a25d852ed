using System.Runtime.CompilerServices;

namespace Firesteel.Foundation.Time;

/// <summary>Fields of a date, time or zone that a pattern prints and reads.</summary>
enum DateTimeField : byte
{
    Era, Year, YearOfEra, Month, Day, DayOfYear, Quarter, DayOfWeek, AlignedDay, ModifiedJulianDay,
    AmPm, HourOfDay, ClockHourOfDay, HourOfAmPm, ClockHourOfAmPm, Minute, Second, Nano, Offset,
}

/// <summary>What one element of a pattern does.</summary>
enum PatternKind : byte { Literal, Number, Reduced, Fraction, Text, ZoneId, ZoneName, Offset, LocalizedOffset, OptionalStart, OptionalEnd }

/// <summary>When a number may have a sign.</summary>
enum PatternSign : byte { Normal, NotNegative, ExceedsPad }

/// <summary>One element of a compiled pattern.</summary>
record struct PatternElement(PatternKind Kind)
{
    public DateTimeField Field { get; init; }
    public int Min { get; init; }
    public int Max { get; set; }
    public PatternSign Sign { get; init; }
    /// <summary>Digits that following numbers without separator need; -1 for a number of fixed width.</summary>
    public int SubsequentWidth { get; set; }
    /// <summary>A text or zone name in full.</summary>
    public bool Full { get; init; }
    /// <summary>A literal, or what stands for the offset zero.</summary>
    public byte[] Bytes { get; init; } = [];
    /// <summary>Of an offset: its letters after the sign, such as <c>HH:MM:ss</c>; small letters are optional.</summary>
    public string Form { get; init; } = "";
    /// <summary>Of an optional section: index of its end.</summary>
    public int End { get; set; }

    public readonly bool IsFixedNumber => SubsequentWidth == -1 || (SubsequentWidth > 0 && Min == Max && Sign == PatternSign.NotNegative);
}

/// <summary>Field values read from a text so far.</summary>
struct ParsedFields
{
    [InlineArray(19)]
    private struct Values { private long _first; }

    private Values _values;
    private uint _present;

    public ZoneRules? Zone;

    public readonly bool Has(DateTimeField field) => (_present >> (int)field & 1) != 0;

    public readonly long Get(DateTimeField field) => _values[(int)field];

    public readonly long GetOr(DateTimeField field, long missing) => Has(field) ? _values[(int)field] : missing;

    /// <summary>False where the field already has another value.</summary>
    public bool Set(DateTimeField field, long value)
    {
        if (Has(field)) return _values[(int)field] == value;
        _present |= 1u << (int)field;
        _values[(int)field] = value;
        return true;
    }
}
