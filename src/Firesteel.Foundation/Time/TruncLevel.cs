namespace Firesteel.Foundation.Time;

/// <summary>What <c>date_trunc</c> and <c>trunc</c> cut to. Levels below <see cref="Week"/> apply to timestamps only.</summary>
enum TruncLevel : byte { Microsecond, Millisecond, Second, Minute, Hour, Day, Week, Month, Quarter, Year }

/// <summary>The words for <see cref="TruncLevel"/>.</summary>
static class TruncLevels
{
    /// <summary>Reads a level in any case; false where Spark's functions answer NULL.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out TruncLevel level)
    {
        Span<byte> upper = stackalloc byte[16];
        level = default;
        if (System.Text.Ascii.ToUpper(text, upper, out var length) != System.Buffers.OperationStatus.Done) return false;
        TruncLevel? found = upper[..length] switch
        {
            var t when t.SequenceEqual("MICROSECOND"u8) => TruncLevel.Microsecond,
            var t when t.SequenceEqual("MILLISECOND"u8) => TruncLevel.Millisecond,
            var t when t.SequenceEqual("SECOND"u8) => TruncLevel.Second,
            var t when t.SequenceEqual("MINUTE"u8) => TruncLevel.Minute,
            var t when t.SequenceEqual("HOUR"u8) => TruncLevel.Hour,
            var t when t.SequenceEqual("DAY"u8) || t.SequenceEqual("DD"u8) => TruncLevel.Day,
            var t when t.SequenceEqual("WEEK"u8) => TruncLevel.Week,
            var t when t.SequenceEqual("MON"u8) || t.SequenceEqual("MONTH"u8) || t.SequenceEqual("MM"u8) => TruncLevel.Month,
            var t when t.SequenceEqual("QUARTER"u8) => TruncLevel.Quarter,
            var t when t.SequenceEqual("YEAR"u8) || t.SequenceEqual("YYYY"u8) || t.SequenceEqual("YY"u8) => TruncLevel.Year,
            _ => null,
        };
        level = found.GetValueOrDefault();
        return found is not null;
    }
}
