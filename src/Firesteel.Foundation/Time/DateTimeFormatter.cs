using System.Collections.Concurrent;

namespace Firesteel.Foundation.Time;

/// <summary>A compiled datetime pattern that prints or reads values in UTF-8. Immutable and shared; English names.</summary>
/// <remarks>Spark forbids some letters when reading, so a pattern is compiled for one direction.</remarks>
sealed class DateTimeFormatter
{
    private static readonly ConcurrentDictionary<(string, bool), DateTimeFormatter> Cache = new();

    private readonly PatternElement[] _elements;

    private DateTimeFormatter(string pattern, bool parsing)
    {
        Pattern = pattern;
        _elements = DateTimePattern.Compile(pattern, parsing);
        foreach (var element in _elements) MaxLength += element.Kind == PatternKind.Literal ? element.Bytes.Length : 64;
    }

    public string Pattern { get; }

    /// <summary>No value prints longer than this.</summary>
    public int MaxLength { get; }

    /// <exception cref="SparkException">The pattern is malformed, or has letters or lengths that Spark does not support.</exception>
    public static DateTimeFormatter ForPrinting(string pattern) => Cache.GetOrAdd((pattern, false), static key => new DateTimeFormatter(key.Item1, false));

    /// <exception cref="SparkException">The pattern is malformed, or has letters or lengths that Spark does not support for reading.</exception>
    public static DateTimeFormatter ForParsing(string pattern) => Cache.GetOrAdd((pattern, true), static key => new DateTimeFormatter(key.Item1, true));

    /// <summary>Prints an instant as the local time of a zone.</summary>
    public int Write(long micros, ZoneRules zone, Span<byte> destination) => PatternPrinter.Write(_elements, micros, zone, destination);

    /// <summary>Prints a timestamp without time zone.</summary>
    public int WriteLocal(long micros, Span<byte> destination) => PatternPrinter.Write(_elements, micros, TimeZones.Utc, destination);

    public int WriteDate(int epochDay, Span<byte> destination) => PatternPrinter.Write(_elements, epochDay, 0, 0, TimeZones.Utc, 0, destination);

    /// <summary>Prints nanoseconds since midnight.</summary>
    public int WriteTime(long nanosOfDay, Span<byte> destination) => PatternPrinter.Write(_elements, 0, nanosOfDay, 0, TimeZones.Utc, 0, destination);

    /// <summary>Reads the whole text as an instant; without a zone in the text it is local to <paramref name="session"/>.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, ZoneRules session, out long micros)
    {
        micros = 0;
        if (!PatternReader.TryRead(_elements, text, out var fields)) return false;
        if (!ParsedDateTime.TryDay(fields, out var day) || !ParsedDateTime.TryNanosOfDay(fields, out var nanos)) return false;
        if (Math.Abs(day) > long.MaxValue / Micros.PerDay - 2) return false;
        var local = day * Micros.PerDay + nanos / 1000;
        micros = fields.Zone is null && fields.Has(DateTimeField.Offset)
            ? local - fields.Get(DateTimeField.Offset) * Micros.PerSecond
            : (fields.Zone ?? session).LocalToUtcMicros(local);
        return true;
    }

    /// <summary>Reads the whole text as a local date and time. A zone in the text is ignored, or refused where <paramref name="allowZone"/> is false.</summary>
    public bool TryParseLocal(ReadOnlySpan<byte> text, out long micros, bool allowZone = true)
    {
        micros = 0;
        if (!PatternReader.TryRead(_elements, text, out var fields)) return false;
        if (!allowZone && (fields.Zone is not null || fields.Has(DateTimeField.Offset))) return false;
        if (!ParsedDateTime.TryDay(fields, out var day) || !ParsedDateTime.TryNanosOfDay(fields, out var nanos)) return false;
        if (Math.Abs(day) > long.MaxValue / Micros.PerDay - 2) return false;
        micros = day * Micros.PerDay + nanos / 1000;
        return true;
    }

    /// <summary>Reads the whole text as a date; a time in the text must be valid and is dropped.</summary>
    public bool TryParseDate(ReadOnlySpan<byte> text, out int epochDay)
    {
        epochDay = 0;
        if (!PatternReader.TryRead(_elements, text, out var fields) || !ParsedDateTime.TryDay(fields, out var day) || !ParsedDateTime.TryNanosOfDay(fields, out _)) return false;
        epochDay = (int)day;
        return epochDay == day;
    }

    /// <summary>Reads the whole text as a time of day, in nanoseconds since midnight.</summary>
    public bool TryParseTime(ReadOnlySpan<byte> text, out long nanosOfDay)
    {
        nanosOfDay = 0;
        return PatternReader.TryRead(_elements, text, out var fields) && ParsedDateTime.TryNanosOfDay(fields, out nanosOfDay);
    }
}
