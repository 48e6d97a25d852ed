using System.Collections.Concurrent;
using Firesteel.Core.Storage;

namespace Firesteel.Core.Shuffle;

/// <summary>
/// The driver's record of where map outputs are. Only the DAGScheduler's loop changes a shuffle's statuses; any thread
/// may read them.
/// </summary>
sealed class MapOutputTracker
{
    private readonly ConcurrentDictionary<int, Entry> _shuffles = new();

    public bool Contains(int shuffleId) => _shuffles.ContainsKey(shuffleId);

    /// <summary>Starts to track a shuffle unless it is known already.</summary>
    public void RegisterShuffle(int shuffleId, int maps, int reduces) => _shuffles.TryAdd(shuffleId, new Entry(maps, reduces));

    /// <returns>The status that this one replaces, if there was one.</returns>
    public MapStatus? RegisterMapOutput(int shuffleId, int mapIndex, MapStatus status)
    {
        if (!_shuffles.TryGetValue(shuffleId, out var entry)) return null;
        var replaced = entry.Statuses[mapIndex];
        entry.Set(mapIndex, status);
        return replaced;
    }

    /// <summary>Forgets one map output, if it is still the one that <paramref name="mapId"/> made.</summary>
    public MapStatus? UnregisterMapOutput(int shuffleId, int mapIndex, long mapId)
    {
        if (!_shuffles.TryGetValue(shuffleId, out var entry)) return null;
        var status = entry.Statuses[mapIndex];
        if (status is null || status.MapId != mapId) return null;
        entry.Set(mapIndex, null);
        return status;
    }

    /// <summary>Forgets all outputs of a shuffle but keeps tracking it.</summary>
    public IReadOnlyList<MapStatus> UnregisterAllMapOutputs(int shuffleId) =>
        _shuffles.TryGetValue(shuffleId, out var entry) ? Clear(entry, _ => true) : [];

    /// <summary>Forgets all outputs, of every shuffle, that an executor held.</summary>
    /// <returns>Those outputs, by shuffle.</returns>
    public IReadOnlyList<(int ShuffleId, MapStatus Status)> RemoveOutputsOnExecutor(string executorId)
    {
        List<(int, MapStatus)>? removed = null;
        foreach (var (shuffleId, entry) in _shuffles)
        {
            foreach (var status in Clear(entry, status => status.Location.ExecutorId == executorId)) (removed ??= []).Add((shuffleId, status));
        }
        return removed ?? [];
    }

    /// <summary>Stops tracking a shuffle.</summary>
    public void UnregisterShuffle(int shuffleId) => _shuffles.TryRemove(shuffleId, out _);

    public int AvailableOutputs(int shuffleId) => _shuffles.TryGetValue(shuffleId, out var entry) ? entry.Available : 0;

    /// <summary>Whether the output of a map partition is there.</summary>
    public bool HasOutput(int shuffleId, int mapIndex) => _shuffles.TryGetValue(shuffleId, out var entry) && entry.Statuses[mapIndex] is not null;

    /// <summary>Map partitions without an output, ascending; null for a shuffle that is not tracked.</summary>
    public IReadOnlyList<int>? FindMissingPartitions(int shuffleId)
    {
        if (!_shuffles.TryGetValue(shuffleId, out var entry)) return null;
        if (entry.Available == entry.Statuses.Length) return [];
        var missing = new List<int>(entry.Statuses.Length - entry.Available);
        for (var i = 0; i < entry.Statuses.Length; i++)
        {
            if (entry.Statuses[i] is null) missing.Add(i);
        }
        return missing;
    }

    /// <summary>A copy of the statuses by map partition, null where an output is missing.</summary>
    public MapStatus?[] Statuses(int shuffleId) => _shuffles.TryGetValue(shuffleId, out var entry) ? (MapStatus?[])entry.Statuses.Clone() : [];

    public MapOutputStatistics Statistics(int shuffleId)
    {
        var entry = _shuffles[shuffleId];
        var (bytes, rows) = (new long[entry.Reduces], new long[entry.Reduces]);
        foreach (var status in entry.Statuses)
        {
            if (status is null) continue;
            for (var i = 0; i < bytes.Length; i++) bytes[i] += status.PartitionSizes[i];
            for (var i = 0; i < rows.Length; i++) rows[i] += status.PartitionRows[i];
        }
        return new MapOutputStatistics(shuffleId, bytes, rows);
    }

    private static List<MapStatus> Clear(Entry entry, Func<MapStatus, bool> chosen)
    {
        var cleared = new List<MapStatus>();
        for (var i = 0; i < entry.Statuses.Length; i++)
        {
            if (entry.Statuses[i] is not { } status || !chosen(status)) continue;
            cleared.Add(status);
            entry.Set(i, null);
        }
        return cleared;
    }

    private sealed class Entry(int maps, int reduces)
    {
        public readonly MapStatus?[] Statuses = new MapStatus?[maps];
        public int Reduces => reduces;
        public int Available { get; private set; }

        public void Set(int index, MapStatus? status)
        {
            if (Statuses[index] is null && status is not null) Available++;
            else if (Statuses[index] is not null && status is null) Available--;
            Volatile.Write(ref Statuses[index], status);
        }
    }
}
