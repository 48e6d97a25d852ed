using System.Text;

namespace Firesteel.Foundation.Time;

/// <summary>English names of time zones, as java.time's patterns z and zzzz print and read them.</summary>
static class ZoneNames
{
    private sealed record Entry(byte[] Short, byte[] Long, byte[] DaylightShort, byte[] DaylightLong);

    private static readonly Lazy<(Dictionary<string, Entry> ByZone, List<(byte[] Name, string Zone)> Short, List<(byte[] Name, string Zone)> Long)> Tables = new(Load);

    /// <summary>The name of a zone at an instant; a zone without a name has its id.</summary>
    public static byte[] Name(ZoneRules zone, long epochSeconds, bool full)
    {
        if (!Tables.Value.ByZone.TryGetValue(zone.Id, out var entry)) return Encoding.ASCII.GetBytes(zone.Id);
        var daylight = zone.IsDaylight(epochSeconds);
        return full ? (daylight ? entry.DaylightLong : entry.Long) : daylight ? entry.DaylightShort : entry.Short;
    }

    /// <summary>Finds the zone of the longest name or id at the start of a text.</summary>
    public static ZoneRules? Read(ReadOnlySpan<byte> text, bool full, out int length)
    {
        length = 0;
        string? zone = null;
        foreach (var (name, id) in full ? Tables.Value.Long : Tables.Value.Short)
        {
            if (name.Length <= length || text.Length < name.Length || !Ascii.EqualsIgnoreCase(text[..name.Length], name)) continue;
            length = name.Length;
            zone = id;
        }
        return zone is null ? null : TimeZones.TryGet(zone);
    }

    private static (Dictionary<string, Entry>, List<(byte[], string)>, List<(byte[], string)>) Load()
    {
        using var reader = new StreamReader(typeof(ZoneNames).Assembly.GetManifestResourceStream("zone-names.tsv")!);
        var (byZone, shortNames, longNames) = (new Dictionary<string, Entry>(StringComparer.Ordinal), new List<(byte[], string)>(), new List<(byte[], string)>());
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split('\t');
            var names = parts[..4].Select(Encoding.UTF8.GetBytes).ToArray();
            var entry = new Entry(names[0], names[1], names[2], names[3]);
            var zones = parts[4].Split(' ');
            foreach (var zone in zones)
            {
                byZone[zone] = entry;
                shortNames.Add((Encoding.ASCII.GetBytes(zone), zone));
                longNames.Add((Encoding.ASCII.GetBytes(zone), zone));
            }
            // The first zone of a line stands for its names.
            shortNames.AddRange([(names[0], zones[0]), (names[2], zones[0])]);
            longNames.AddRange([(names[1], zones[0]), (names[3], zones[0])]);
        }
        byZone["Z"] = new Entry("Z"u8.ToArray(), "Z"u8.ToArray(), "Z"u8.ToArray(), "Z"u8.ToArray());
        return (byZone, shortNames, longNames);
    }
}
