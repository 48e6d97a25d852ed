using System.Globalization;

namespace Firesteel.Foundation.Configuration;

/// <summary>The unit of a size written without one; error messages name it.</summary>
enum ByteUnit { BYTE = 0, KiB = 10, MiB = 20, GiB = 30 }

/// <summary>The unit of a duration written without one; error messages name it.</summary>
enum TimeUnit { MICROSECONDS, MILLISECONDS, SECONDS, MINUTES, HOURS, DAYS }

/// <summary>Reads configuration values from text, with Spark's units and its errors.</summary>
static class ConfigText
{
    public static bool Boolean(string key, string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Equals("true", StringComparison.OrdinalIgnoreCase)) return true;
        if (trimmed.Equals("false", StringComparison.OrdinalIgnoreCase)) return false;
        throw Mismatch(key, text, "boolean");
    }

    public static int Int(string key, string text) =>
        int.TryParse(text.AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Mismatch(key, text, "int");

    public static long Long(string key, string text) =>
        long.TryParse(text.AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Mismatch(key, text, "long");

    public static double Double(string key, string text) =>
        double.TryParse(text.AsSpan().Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Mismatch(key, text, "double");

    /// <summary>A size in bytes. Units are powers of 1024: b, k or kb, m or mb, g, t, p.</summary>
    public static long Bytes(string key, string text, ByteUnit unit)
    {
        var (number, suffix) = Split(text);
        int? shift = suffix switch
        {
            "" => (int)unit,
            "b" => 0,
            "k" or "kb" => 10,
            "m" or "mb" => 20,
            "g" or "gb" => 30,
            "t" or "tb" => 40,
            "p" or "pb" => 50,
            _ => null,
        };
        if (shift is not { } power || number is not { } count) throw Mismatch(key, text, $"bytes in {unit}");
        var bytes = count << power;
        return bytes >> power == count ? bytes : throw Mismatch(key, text, $"bytes in {unit}");
    }

    /// <summary>A duration in milliseconds. Units: us, ms, s, m or min, h, d. What is too long for a number is the longest.</summary>
    public static long Duration(string key, string text, TimeUnit unit)
    {
        var (number, suffix) = Split(text);
        TimeUnit? known = suffix switch
        {
            "" => unit,
            "us" => TimeUnit.MICROSECONDS,
            "ms" => TimeUnit.MILLISECONDS,
            "s" => TimeUnit.SECONDS,
            "m" or "min" => TimeUnit.MINUTES,
            "h" => TimeUnit.HOURS,
            "d" => TimeUnit.DAYS,
            _ => null,
        };
        if (known is not { } given || number is not { } count) throw Mismatch(key, text, $"time in {unit}");
        if (given == TimeUnit.MICROSECONDS) return count / 1000;
        var factor = MillisecondsOf(given);
        if (Math.Abs((double)count) > long.MaxValue / factor) return count > 0 ? long.MaxValue : long.MinValue;
        return count * factor;
    }

    /// <summary>The text of a size or duration of any unit in the smallest: bytes or milliseconds; other texts as they are.</summary>
    public static string Canonical(string text)
    {
        var (number, suffix) = Split(text);
        return (number, suffix) switch
        {
            (null, _) or (_, "") => text,
            (_, "k" or "kb" or "m" or "mb" or "g" or "gb") => $"{Bytes("", text, ByteUnit.BYTE)}b",
            (_, "s" or "min" or "h" or "d") => $"{Duration("", text, TimeUnit.MILLISECONDS)}ms",
            _ => text,
        };
    }

    /// <summary>A list separated by commas; blanks around the elements do not count, nor do empty ones.</summary>
    public static string[] List(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static long MillisecondsOf(TimeUnit unit) => unit switch
    {
        TimeUnit.SECONDS => 1000,
        TimeUnit.MINUTES => 60_000,
        TimeUnit.HOURS => 3_600_000,
        TimeUnit.DAYS => 86_400_000,
        _ => 1,
    };

    private static (long? Number, string Suffix) Split(string text)
    {
        var trimmed = text.Trim().ToLowerInvariant();
        var end = trimmed.StartsWith('-') ? 1 : 0;
        while (end < trimmed.Length && char.IsAsciiDigit(trimmed[end])) end++;
        return (long.TryParse(trimmed.AsSpan(0, end), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null, trimmed[end..]);
    }

    private static SparkException Mismatch(string key, string text, string type) => ConfigErrors.TypeMismatch(key, text, type);
}
