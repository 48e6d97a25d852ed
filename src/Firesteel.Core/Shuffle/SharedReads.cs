namespace Firesteel.Core.Shuffle;

/// <summary>
/// What the tasks of one process have made together of a whole shuffle, such as the rows of a broadcast: made by the first that needs it,
/// freed when the shuffle has been forgotten and no task uses it any more.
/// </summary>
sealed class SharedReads
{
    private readonly Dictionary<int, List<Entry>> _shuffles = [];

    /// <summary>The thing made of these map outputs; the caller releases what it was given.</summary>
    /// <param name="maps">The map outputs that it is made of: after some were lost and run again it is made anew.</param>
    /// <param name="make">Runs once for all callers that come meanwhile; when it fails, its caller fails and the next one tries.</param>
    public (T Value, Action Release) Acquire<T>(int shuffleId, IReadOnlyList<MapStatus?> maps, Func<T> make) where T : class, IDisposable
    {
        Entry entry;
        lock (_shuffles)
        {
            if (!_shuffles.TryGetValue(shuffleId, out var entries)) _shuffles.Add(shuffleId, entries = []);
            if (entries.Find(e => e.IsOf(maps)) is { } known) entry = known;
            else entries.Add(entry = new Entry([.. maps.Select(m => m?.MapId ?? -1)]));
            entry.Users++;
        }
        try
        {
            lock (entry.Gate) entry.Value ??= make();
        }
        catch
        {
            Release(entry);
            throw;
        }
        return ((T)entry.Value, () => Release(entry));
    }

    /// <summary>Frees what was made of a shuffle, at once or with the end of its last user.</summary>
    public void Remove(int shuffleId)
    {
        List<Entry>? entries;
        lock (_shuffles)
        {
            if (!_shuffles.Remove(shuffleId, out entries)) return;
            foreach (var entry in entries) entry.IsForgotten = true;
        }
        foreach (var entry in entries) DisposeUnused(entry);
    }

    private void Release(Entry entry)
    {
        lock (_shuffles) entry.Users--;
        DisposeUnused(entry);
    }

    private void DisposeUnused(Entry entry)
    {
        IDisposable? value = null;
        lock (_shuffles)
        {
            if (entry is { IsForgotten: true, Users: 0 }) (value, entry.Value) = (entry.Value, null);
        }
        value?.Dispose();
    }

    private sealed class Entry(long[] mapIds)
    {
        public object Gate { get; } = new();
        public IDisposable? Value { get; set; }
        public int Users { get; set; }
        public bool IsForgotten { get; set; }

        public bool IsOf(IReadOnlyList<MapStatus?> maps)
        {
            if (maps.Count != mapIds.Length) return false;
            for (var i = 0; i < mapIds.Length; i++)
            {
                if ((maps[i]?.MapId ?? -1) != mapIds[i]) return false;
            }
            return true;
        }
    }
}
