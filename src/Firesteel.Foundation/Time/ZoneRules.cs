namespace Firesteel.Foundation.Time;

/// <summary>The offsets from UTC of one time zone at every instant, with <c>java.time</c>'s answers for local times in gaps and overlaps. Immutable.</summary>
/// <remarks>
/// Changes are listed until a whole 400-year cycle of the zone's last rule is covered; later instants are moved back by whole cycles
/// (a cycle is a whole number of weeks, so the rule falls on the same days).
/// </remarks>
sealed class ZoneRules
{
    private const long SecondsPerEra = (long)ProlepticGregorian.DaysPerEra * Micros.SecondsPerDay;
    // Buckets of 2^22 seconds (48.5 days) from 1880 to 2145 hold at most one or two changes each.
    private const long BucketStart = -2_840_140_800;
    private const int BucketShift = 22;
    private const int BucketCount = 2000;

    private readonly long[] _changes;
    // Local time from which the offset after a change holds; before it the offset before the change is used, in gap and overlap alike.
    private readonly long[] _localChanges;
    // Entry i holds before change i, the last one after all changes.
    private readonly int[] _offsets;
    private readonly bool[] _daylight;
    private readonly ushort[]? _buckets, _localBuckets;
    // End of the listed cycle, or long.MaxValue where the last offset holds for ever.
    private readonly long _cycleEnd;

    /// <summary>A zone whose offset never changes.</summary>
    public ZoneRules(string id, int offsetSeconds) : this(id, [], [offsetSeconds], [false], long.MaxValue) { }

    internal ZoneRules(string id, long[] changes, int[] offsets, bool[] daylight, long cycleEnd)
    {
        Id = id;
        Utf8Id = System.Text.Encoding.ASCII.GetBytes(id);
        _changes = changes;
        _offsets = offsets;
        _daylight = daylight;
        _cycleEnd = cycleEnd;
        _localChanges = new long[changes.Length];
        for (var i = 0; i < changes.Length; i++) _localChanges[i] = changes[i] + Math.Max(offsets[i], offsets[i + 1]);
        if (changes.Length == 0) return;
        _buckets = Buckets(changes);
        _localBuckets = Buckets(_localChanges);
    }

    /// <summary>The zone's name as java.time prints it: <c>America/Los_Angeles</c>, <c>+01:00</c>, <c>Z</c>.</summary>
    public string Id { get; }

    /// <summary><see cref="Id"/> in UTF-8.</summary>
    public byte[] Utf8Id { get; }

    public bool IsFixed => _changes.Length == 0;

    /// <summary>Offset from UTC at an instant.</summary>
    public int OffsetSeconds(long epochSeconds)
    {
        if (_buckets is null) return _offsets[0];
        return _offsets[Find(_changes, _buckets, Cycle(epochSeconds))];
    }

    /// <summary>Whether daylight saving time holds at an instant.</summary>
    public bool IsDaylight(long epochSeconds) => _buckets is not null && _daylight[Find(_changes, _buckets, Cycle(epochSeconds))];

    public long UtcToLocalMicros(long micros) => micros + OffsetSeconds(Micros.FloorDiv(micros, Micros.PerSecond)) * Micros.PerSecond;

    /// <summary>The instant of a local time. In a gap it is moved forward by the gap's length; in an overlap the earlier offset holds.</summary>
    public long LocalToUtcMicros(long localMicros) =>
        checked(localMicros - LocalOffset(Micros.FloorDiv(localMicros, Micros.PerSecond)) * Micros.PerSecond);

    /// <summary>As <see cref="LocalToUtcMicros(long)"/>, but in an overlap the preferred offset is kept where it is one of the two.</summary>
    public long LocalToUtcMicros(long localMicros, int preferredOffset)
    {
        var candidate = localMicros - preferredOffset * Micros.PerSecond;
        return OffsetSeconds(Micros.FloorDiv(candidate, Micros.PerSecond)) == preferredOffset ? candidate : LocalToUtcMicros(localMicros);
    }

    /// <summary>The instant at which a local day starts; where midnight falls in a gap, the gap's end.</summary>
    public long StartOfDayMicros(int epochDay)
    {
        var local = epochDay * Micros.PerDay;
        var utc = LocalToUtcMicros(local);
        if (_buckets is null) return utc;
        // An instant that reads as a later local time is one moved out of a gap: the gap ends at the change before it.
        var second = Micros.FloorDiv(utc, Micros.PerSecond);
        var cycled = Cycle(second);
        var i = Find(_changes, _buckets, cycled);
        return i > 0 && cycled + _offsets[i] > epochDay * (long)Micros.SecondsPerDay + (cycled - second)
            ? (_changes[i - 1] + (second - cycled)) * Micros.PerSecond
            : utc;
    }

    /// <summary>The local day of an instant.</summary>
    public int LocalDay(long micros) => (int)Micros.FloorDiv(UtcToLocalMicros(micros), Micros.PerDay);

    private int LocalOffset(long localSeconds)
    {
        if (_buckets is null) return _offsets[0];
        return _offsets[Find(_localChanges, _localBuckets!, Cycle(localSeconds))];
    }

    private long Cycle(long seconds) => seconds < _cycleEnd ? seconds : seconds - ((seconds - _cycleEnd) / SecondsPerEra + 1) * SecondsPerEra;

    // Number of changes at or before an instant.
    private static int Find(long[] changes, ushort[] buckets, long seconds)
    {
        var bucket = (ulong)(seconds - BucketStart) >> BucketShift;
        if (bucket < (ulong)buckets.Length)
        {
            int i = buckets[bucket];
            while ((uint)i < (uint)changes.Length && changes[i] <= seconds) i++;
            return i;
        }
        var (low, high) = (0, changes.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (changes[middle] <= seconds) low = middle + 1; else high = middle;
        }
        return low;
    }

    private static ushort[] Buckets(long[] changes)
    {
        var buckets = new ushort[BucketCount];
        for (int b = 0, i = 0; b < BucketCount; b++)
        {
            var start = BucketStart + ((long)b << BucketShift);
            while (i < changes.Length && changes[i] <= start) i++;
            buckets[b] = (ushort)i;
        }
        return buckets;
    }
}
