using System.Buffers.Binary;
using System.Text;

namespace Firesteel.Foundation.Time;

/// <summary>Reads compiled time zone files (TZif, RFC 9636), versions 1 to 4, into <see cref="ZoneRules"/>.</summary>
static class TzifFile
{
    private const int HeaderLength = 44;

    public static ZoneRules? Read(string id, ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderLength || !file[..4].SequenceEqual("TZif"u8)) return null;
        var header = Header.Read(file);
        if (file[4] == 0) return Build(id, file[HeaderLength..], header, 4, "");
        // A later version repeats the whole in 64 bits behind the 32-bit block, and adds the footer.
        var second = file[(HeaderLength + header.Length(4))..];
        header = Header.Read(second);
        var data = second[HeaderLength..];
        var footer = data[header.Length(8)..];
        var end = footer[1..].IndexOf((byte)'\n');
        return Build(id, data, header, 8, end < 0 ? "" : Encoding.ASCII.GetString(footer.Slice(1, end)));
    }

    private static ZoneRules Build(string id, ReadOnlySpan<byte> data, Header header, int timeSize, string footer)
    {
        var kinds = data[(header.Times * timeSize)..];
        var types = kinds[header.Times..];
        var changes = new List<long>();
        var first = Type(types, 0);
        var offsets = new List<int> { first.Offset };
        var daylight = new List<bool> { first.Daylight };
        for (var i = 0; i < header.Times; i++)
        {
            var at = timeSize == 8 ? BinaryPrimitives.ReadInt64BigEndian(data[(i * 8)..]) : BinaryPrimitives.ReadInt32BigEndian(data[(i * 4)..]);
            var (offset, summer) = Type(types, kinds[i]);
            Add(changes, offsets, daylight, at, offset, summer);
        }
        var rule = PosixTimeZone.Parse(footer);
        var cycleEnd = long.MaxValue;
        if (rule is { HasSummerTime: true })
        {
            var last = changes.Count == 0 ? long.MinValue : changes[^1];
            var year = 1970;
            if (changes.Count > 0) ProlepticGregorian.FromEpochDay(Micros.FloorDiv(last, Micros.SecondsPerDay), out year, out _, out _);
            var endYear = Math.Max(year, 2037) + 1 + ProlepticGregorian.YearsPerEra;
            cycleEnd = ProlepticGregorian.ToEpochDay(endYear, 1, 1) * Micros.SecondsPerDay;
            for (; year <= endYear; year++)
            {
                var (a, b) = rule.Changes(year);
                if (a.At > last) Add(changes, offsets, daylight, a.At, a.After, a.After == rule.SummerOffset);
                if (b.At > last) Add(changes, offsets, daylight, b.At, b.After, b.After == rule.SummerOffset);
            }
        }
        return new ZoneRules(id, [.. changes], [.. offsets], Positive(offsets, daylight), cycleEnd);
    }

    private static void Add(List<long> changes, List<int> offsets, List<bool> daylight, long at, int offset, bool summer)
    {
        if (offset == offsets[^1] && summer == daylight[^1]) return;
        changes.Add(at);
        offsets.Add(offset);
        daylight.Add(summer);
    }

    // Ireland and Morocco are kept with a saving time that is behind their standard time; java.time knows it the other way round.
    private static bool[] Positive(List<int> offsets, List<bool> daylight)
    {
        bool Negative(int i) => i > 0 && i < offsets.Count && daylight[i] && !daylight[i - 1] && offsets[i - 1] > offsets[i];
        var positive = new bool[offsets.Count];
        for (var i = 0; i < positive.Length; i++) positive[i] = daylight[i] ? !Negative(i) : Negative(i - 1) || Negative(i + 1);
        return positive;
    }

    private static (int Offset, bool Daylight) Type(ReadOnlySpan<byte> types, int index)
    {
        var type = types[(index * 6)..];
        return (BinaryPrimitives.ReadInt32BigEndian(type), type[4] != 0);
    }

    private readonly record struct Header(int UtcFlags, int StandardFlags, int LeapSeconds, int Times, int Types, int TextLength)
    {
        public static Header Read(ReadOnlySpan<byte> file)
        {
            var counts = file[20..];
            return new Header(Count(counts, 0), Count(counts, 1), Count(counts, 2), Count(counts, 3), Count(counts, 4), Count(counts, 5));
        }

        public int Length(int timeSize) => Times * (timeSize + 1) + Types * 6 + TextLength + LeapSeconds * (timeSize + 4) + StandardFlags + UtcFlags;

        private static int Count(ReadOnlySpan<byte> counts, int index) => BinaryPrimitives.ReadInt32BigEndian(counts[(index * 4)..]);
    }
}
