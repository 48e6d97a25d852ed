namespace Firesteel.Foundation.Time;

/// <summary>The words that typed literals take for dates and timestamps: epoch, now, today, tomorrow and yesterday.</summary>
static class SpecialDateTime
{
    /// <summary>The instant of a word, with the day's start in the session's zone. A zone may follow all words but now; it must exist and changes nothing.</summary>
    public static bool TryParse(string text, long nowMicros, ZoneRules session, out long micros)
    {
        micros = 0;
        text = text.Trim();
        var end = 0;
        while (end < text.Length && char.IsAsciiLetter(text[end])) end++;
        var rest = text[end..].TrimStart(' ', '\t');
        var word = text[..end].ToLowerInvariant();
        if (rest.Length > 0 && (word == "now" || TimeZones.TryGet(rest) is null)) return false;
        var today = session.LocalDay(nowMicros);
        switch (word)
        {
            case "epoch": return true;
            case "now": micros = nowMicros; return true;
            case "today": micros = session.StartOfDayMicros(today); return true;
            case "tomorrow": micros = session.StartOfDayMicros(today + 1); return true;
            case "yesterday": micros = session.StartOfDayMicros(today - 1); return true;
            default: return false;
        }
    }

    /// <summary>The day of a word.</summary>
    public static bool TryParseDate(string text, long nowMicros, ZoneRules session, out int epochDay)
    {
        epochDay = 0;
        if (!TryParse(text, nowMicros, session, out var micros)) return false;
        // The epoch is a day of its own, whatever the zone.
        epochDay = micros == 0 ? 0 : session.LocalDay(micros);
        return true;
    }

    /// <summary>The local time of a word.</summary>
    public static bool TryParseLocal(string text, long nowMicros, ZoneRules session, out long localMicros)
    {
        localMicros = 0;
        if (!TryParse(text, nowMicros, session, out var micros)) return false;
        localMicros = micros == 0 ? 0 : session.UtcToLocalMicros(micros);
        return true;
    }
}
