namespace Firesteel.Types;

/// <summary>A value of the legacy interval type: months, days and microseconds, each with a sign of its own.</summary>
public readonly record struct CalendarInterval(int Months, int Days, long Microseconds);
