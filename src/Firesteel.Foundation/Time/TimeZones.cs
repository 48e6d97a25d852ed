using System.Collections.Concurrent;
using System.Text;

namespace Firesteel.Foundation.Time;

/// <summary>Finds time zones by the names that Spark accepts: regions, offsets, and java.time's short names.</summary>
static class TimeZones
{
    private const string Root = "/usr/share/zoneinfo";
    private const int MaxOffset = 18 * 3600;

    // java.time.ZoneId.SHORT_IDS.
    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["EST"] = "-05:00", ["MST"] = "-07:00", ["HST"] = "-10:00",
        ["ACT"] = "Australia/Darwin", ["AET"] = "Australia/Sydney", ["AGT"] = "America/Argentina/Buenos_Aires", ["ART"] = "Africa/Cairo",
        ["AST"] = "America/Anchorage", ["BET"] = "America/Sao_Paulo", ["BST"] = "Asia/Dhaka", ["CAT"] = "Africa/Harare",
        ["CNT"] = "America/St_Johns", ["CST"] = "America/Chicago", ["CTT"] = "Asia/Shanghai", ["EAT"] = "Africa/Addis_Ababa",
        ["ECT"] = "Europe/Paris", ["IET"] = "America/Indiana/Indianapolis", ["IST"] = "Asia/Kolkata", ["JST"] = "Asia/Tokyo",
        ["MIT"] = "Pacific/Apia", ["NET"] = "Asia/Yerevan", ["NST"] = "Pacific/Auckland", ["PLT"] = "Asia/Karachi",
        ["PNT"] = "America/Phoenix", ["PRT"] = "America/Puerto_Rico", ["PST"] = "America/Los_Angeles", ["SST"] = "Pacific/Guadalcanal",
        ["VST"] = "Asia/Ho_Chi_Minh",
    };

    private static readonly ConcurrentDictionary<string, ZoneRules?> Cache = new(StringComparer.Ordinal);

    public static readonly ZoneRules Utc = new("Z", 0);

    /// <summary>The zone of that name.</summary>
    /// <exception cref="SparkException">INVALID_TIMEZONE: there is no such zone.</exception>
    public static ZoneRules Get(string id) =>
        TryGet(id) ?? throw new SparkException("INVALID_TIMEZONE", new Dictionary<string, string> { ["timeZone"] = id });

    /// <summary>The zone of that name, or null.</summary>
    public static ZoneRules? TryGet(string id) => Cache.TryGetValue(id, out var zone) ? zone : Cache.GetOrAdd(id, Find);

    /// <summary>The zone of that name in UTF-8, or null; offsets such as <c>Z</c> and <c>+01:00</c> cost no allocation once seen.</summary>
    public static ZoneRules? TryGet(ReadOnlySpan<byte> id)
    {
        if (id is [(byte)'Z']) return Utc;
        if (id.Length > 128) return null;
        Span<char> text = stackalloc char[128];
        if (Ascii.ToUtf16(id, text, out var length) != System.Buffers.OperationStatus.Done) return null;
        var lookup = Cache.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text[..length], out var zone)) return zone;
        zone = Find(new string(text[..length]));
        // Names that are not zones come from bad data without end: they are not worth remembering.
        if (zone is not null) lookup.TryAdd(text[..length], zone);
        return zone;
    }

    private static ZoneRules? Find(string name)
    {
        var id = Normalise(name);
        if (ShortNames.TryGetValue(id, out var full)) id = full;
        if (id == "Z") return Utc;
        if (id.Length == 0) return null;
        if (id[0] is '+' or '-') return ParseOffset(id, out var offset) ? Fixed("", offset) : null;
        if (id is "UTC" or "GMT" or "UT") return new ZoneRules(id, 0);
        var prefix = id.StartsWith("UTC", StringComparison.Ordinal) || id.StartsWith("GMT", StringComparison.Ordinal) ? 3 : id.StartsWith("UT", StringComparison.Ordinal) ? 2 : 0;
        if (prefix > 0 && id[prefix] is '+' or '-') return ParseOffset(id[prefix..], out var offset) ? Fixed(id[..prefix], offset) : null;
        return Load(id);
    }

    // Spark also takes one-digit hours and minutes: "+1:00", "+01:5".
    private static string Normalise(string id)
    {
        var sign = id.IndexOfAny(['+', '-']);
        if (sign >= 0 && sign + 2 < id.Length && char.IsAsciiDigit(id[sign + 1]) && id[sign + 2] == ':') id = id.Insert(sign + 1, "0");
        if (sign >= 0 && id.Length == sign + 5 && id[sign + 3] == ':') id = id.Insert(sign + 4, "0");
        return id;
    }

    private static ZoneRules Fixed(string prefix, int offset)
    {
        var text = offset == 0 ? "" : OffsetId(offset);
        var id = prefix.Length == 0 ? (offset == 0 ? "Z" : text) : prefix + text;
        return id == "Z" ? Utc : new ZoneRules(id, offset);
    }

    /// <summary>The offset as java.time prints it: <c>Z</c>, <c>+01:00</c>, <c>-07:52:58</c>.</summary>
    public static string OffsetId(int seconds)
    {
        if (seconds == 0) return "Z";
        var (sign, s) = (seconds < 0 ? '-' : '+', Math.Abs(seconds));
        return s % 60 == 0 ? $"{sign}{s / 3600:00}:{s / 60 % 60:00}" : $"{sign}{s / 3600:00}:{s / 60 % 60:00}:{s % 60:00}";
    }

    // Forms: +h, +hh, +hh:mm, +hhmm, +hh:mm:ss, +hhmmss.
    private static bool ParseOffset(string id, out int seconds)
    {
        seconds = 0;
        var digits = id[1..];
        var colons = digits.Length is 5 or 8;
        if (colons)
        {
            if (digits[2] != ':' || (digits.Length == 8 && digits[5] != ':')) return false;
            digits = digits.Replace(":", "", StringComparison.Ordinal);
        }
        if (digits.Length is not (1 or 2 or 4 or 6)) return false;
        foreach (var c in digits)
            if (!char.IsAsciiDigit(c)) return false;
        if (digits.Length == 1) digits = "0" + digits;
        digits = digits.PadRight(6, '0');
        int Part(int at) => (digits[at] - '0') * 10 + digits[at + 1] - '0';
        var (hours, minutes, rest) = (Part(0), Part(2), Part(4));
        if (minutes > 59 || rest > 59) return false;
        seconds = hours * 3600 + minutes * 60 + rest;
        if (seconds > MaxOffset) return false;
        if (id[0] == '-') seconds = -seconds;
        return true;
    }

    private static ZoneRules? Load(string id)
    {
        if (id.Length < 2 || !char.IsAsciiLetter(id[0]) || id.Contains("..", StringComparison.Ordinal)) return null;
        foreach (var c in id)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('~' or '/' or '.' or '_' or '+' or '-')) return null;
        // Files that the system keeps beside its zones, and abbreviations that java.time knows only as short names.
        if (id is "localtime" or "posixrules" or "Factory" or "EST" or "MST" or "HST" or "ROC") return null;
        if (id.StartsWith("posix/", StringComparison.Ordinal) || id.StartsWith("right/", StringComparison.Ordinal)) return null;
        var path = Path.Combine(Root, MergedZones.KeptName(id));
        return File.Exists(path) ? TzifFile.Read(id, File.ReadAllBytes(path)) : null;
    }
}
