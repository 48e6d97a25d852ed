using System.Text;

namespace Firesteel.Foundation.Time;

/// <summary>English names of time zones, as java.time's patterns z and zzzz print and read them.</summary>
static class ZoneNames
{
    private sealed record Entry(byte[] Short, byte[] Long, byte[] DaylightShort, byte[] DaylightLong);

    private static readonly Lazy<(Dictionary<string, Entry> ByZone, List<(byte[] Name, string Zone)> Short, List<(byte[] Name, string Zone)> Long, List<(byte[] Name, string Zone)> Ids)> Tables = new(Load);

    /// <summary>The name of a zone at an instant; a zone without a name has its id.</summary>
    public static byte[] Name(ZoneRules zone, long epochSeconds, bool full)
    {
        if (!Tables.Value.ByZone.TryGetValue(zone.Id, out var entry)) return zone.Utf8Id;
        var daylight = zone.IsDaylight(epochSeconds);
        return full ? (daylight ? entry.DaylightLong : entry.Long) : daylight ? entry.DaylightShort : entry.Short;
    }

    /// <summary>Finds the zone of the longest name or id at the start of a text.</summary>
    public static ZoneRules? Read(ReadOnlySpan<byte> text, bool full, out int length) => Longest(full ? Tables.Value.Long : Tables.Value.Short, text, out length);

    /// <summary>Finds the zone of the longest id at the start of a text, in any case.</summary>
    public static ZoneRules? ReadId(ReadOnlySpan<byte> text, out int length) => Longest(Tables.Value.Ids, text, out length);

    private static ZoneRules? Longest(List<(byte[] Name, string Zone)> names, ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        string? zone = null;
        foreach (var (name, id) in names)
        {
            if (name.Length <= length || text.Length < name.Length || !Ascii.EqualsIgnoreCase(text[..name.Length], name)) continue;
            length = name.Length;
            zone = id;
        }
        return zone is null ? null : TimeZones.TryGet(zone);
    }

    private static (Dictionary<string, Entry>, List<(byte[], string)>, List<(byte[], string)>, List<(byte[], string)>) Load()
    {
        using var reader = new StreamReader(typeof(ZoneNames).Assembly.GetManifestResourceStream("zone-names.tsv")!);
        var (byZone, shortNames, longNames) = (new Dictionary<string, Entry>(StringComparer.Ordinal), new List<(byte[], string)>(), new List<(byte[], string)>());
        var ids = new List<(byte[], string)>();
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split('\t');
            if (parts.Length == 2)
            {
                // A name that several zones share, and the one that it is read as; the first of equal names is found.
                shortNames.Add((Encoding.UTF8.GetBytes(parts[0]), parts[1]));
                longNames.Add((Encoding.UTF8.GetBytes(parts[0]), parts[1]));
                continue;
            }
            var names = parts[..4].Select(Encoding.UTF8.GetBytes).ToArray();
            var entry = new Entry(names[0], names[1], names[2], names[3]);
            var zones = parts[4].Split(' ');
            foreach (var zone in zones)
            {
                byZone[zone] = entry;
                ids.Add((Encoding.ASCII.GetBytes(zone), zone));
            }
            // The first zone of a line stands for its names.
            shortNames.AddRange([(names[0], zones[0]), (names[2], zones[0])]);
            longNames.AddRange([(names[1], zones[0]), (names[3], zones[0])]);
        }
        ids.Add(("Z"u8.ToArray(), "Z"));
        shortNames.AddRange(ids);
        longNames.AddRange(ids);
        byZone["Z"] = new Entry("Z"u8.ToArray(), "Z"u8.ToArray(), "Z"u8.ToArray(), "Z"u8.ToArray());
        return (byZone, shortNames, longNames, ids);
    }
}
