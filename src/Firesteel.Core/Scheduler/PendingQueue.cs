using System.Diagnostics.CodeAnalysis;

namespace Firesteel.Core.Scheduler;

/// <summary>
/// Indexes of tasks by where they would like to run, each place a stack with the task to start next on top. An index
/// that no longer waits is dropped when it comes up, so that taking one costs the same however many wait.
/// </summary>
sealed class PendingQueue(TaskSet taskSet, Func<string, string?>? rackOf)
{
    private readonly List<int> _all = [];
    private readonly List<int> _noPreference = [];
    private readonly Places _byExecutor = new();
    private readonly Places _byHost = new();
    private readonly Places _byRack = new();
    private readonly bool[] _waiting = new bool[taskSet.Partitions.Count];

    /// <summary>How many tasks wait.</summary>
    public int Count { get; private set; }

    public bool IsWaiting(int index) => _waiting[index];

    public void Add(int index)
    {
        if (_waiting[index]) return;
        _waiting[index] = true;
        Count++;
        var preferred = taskSet.Computation.PreferredLocations(taskSet.Partitions[index]);
        if (preferred.Count == 0)
        {
            _noPreference.Add(index);
            return;
        }
        _all.Add(index);
        foreach (var location in preferred)
        {
            var host = location;
            if (TryParseExecutor(location, out var executorHost, out var executor))
            {
                _byExecutor.Push(executor, index);
                host = executorHost;
            }
            _byHost.Push(host, index);
            if (rackOf?.Invoke(host) is { } rack) _byRack.Push(rack, index);
        }
    }

    public void Remove(int index)
    {
        if (!_waiting[index]) return;
        _waiting[index] = false;
        Count--;
    }

    /// <summary>Takes the next task that may run on an executor at a level no farther than <paramref name="farthest"/>.</summary>
    /// <param name="refused">Says of a task that it must not run there; null where all may.</param>
    public bool TryTake(ExecutorDescription executor, TaskLocality farthest, Func<int, bool>? refused, out int index, out TaskLocality locality)
    {
        locality = TaskLocality.PROCESS_LOCAL;
        if (_byExecutor.Count > 0 && Take(_byExecutor.Find(executor.ExecutorId), refused, out index)) return true;
        locality = TaskLocality.NODE_LOCAL;
        if (farthest >= TaskLocality.NODE_LOCAL && _byHost.Count > 0 && Take(_byHost.Find(executor.Host), refused, out index)) return true;
        // Tasks without a preference count as local, as they do in Spark's pages.
        locality = TaskLocality.PROCESS_LOCAL;
        if (farthest >= TaskLocality.NO_PREF && Take(_noPreference, refused, out index)) return true;
        locality = TaskLocality.RACK_LOCAL;
        if (farthest >= TaskLocality.RACK_LOCAL && _byRack.Count > 0 && rackOf?.Invoke(executor.Host) is { } rack && Take(_byRack.Find(rack), refused, out index)) return true;
        locality = TaskLocality.ANY;
        index = -1;
        return farthest == TaskLocality.ANY && Take(_all, refused, out index);
    }

    /// <summary>The levels that are worth waiting for: those of which a place has an executor, and the last.</summary>
    public List<TaskLocality> Levels(IClusterView cluster)
    {
        var levels = new List<TaskLocality>(5);
        if (_byExecutor.ReturnAndAny(cluster.HasExecutor)) levels.Add(TaskLocality.PROCESS_LOCAL);
        if (_byHost.ReturnAndAny(cluster.HasHost)) levels.Add(TaskLocality.NODE_LOCAL);
        if (_noPreference.Count > 0) levels.Add(TaskLocality.NO_PREF);
        if (_byRack.ReturnAndAny(cluster.HasRack)) levels.Add(TaskLocality.RACK_LOCAL);
        levels.Add(TaskLocality.ANY);
        return levels;
    }

    /// <summary>Whether a task waits that prefers a place of a level at which there is an executor.</summary>
    public bool AnyAt(TaskLocality level, IClusterView cluster) => level switch
    {
        TaskLocality.PROCESS_LOCAL => AnyIn(_byExecutor, cluster.HasExecutor),
        TaskLocality.NODE_LOCAL => AnyIn(_byHost, cluster.HasHost),
        TaskLocality.NO_PREF => HasTop(_noPreference),
        TaskLocality.RACK_LOCAL => AnyIn(_byRack, cluster.HasRack),
        _ => Count > 0,
    };

    private bool AnyIn(Places places, Func<string, bool> exists)
    {
        while (places.First is { } place)
        {
            var isEmpty = !HasTop(place.Value);
            if (!isEmpty && exists(place.Key)) return true;
            places.PutAside(place.Key, forGood: isEmpty);
        }
        return false;
    }

    private bool Take(List<int>? list, Func<int, bool>? refused, out int index)
    {
        index = -1;
        if (list is null || !HasTop(list)) return false;
        for (var place = list.Count - 1; place >= 0; place--)
        {
            index = list[place];
            if (_waiting[index] && refused?.Invoke(index) == true) continue;
            list.RemoveAt(place);
            if (!_waiting[index]) continue;
            Remove(index);
            return true;
        }
        return false;
    }

    private bool HasTop(List<int> list)
    {
        while (list.Count > 0 && !_waiting[list[^1]]) list.RemoveAt(list.Count - 1);
        return list.Count > 0;
    }

    private static bool TryParseExecutor(string location, [NotNullWhen(true)] out string? host, [NotNullWhen(true)] out string? executor)
    {
        const string prefix = "executor_";
        (host, executor) = (null, null);
        if (!location.StartsWith(prefix, StringComparison.Ordinal)) return false;
        var split = location.LastIndexOf('_');
        if (split <= prefix.Length) return false;
        (host, executor) = (location[prefix.Length..split], location[(split + 1)..]);
        return true;
    }

    /// <summary>Tasks by place. What was found empty or without executors is put aside: it is not looked through again.</summary>
    private sealed class Places
    {
        private readonly Dictionary<string, List<int>> _lists = [];
        private readonly Dictionary<string, List<int>> _aside = [];
        private int _removed;

        public int Count => _lists.Count;

        public KeyValuePair<string, List<int>>? First
        {
            get
            {
                foreach (var place in _lists) return place;
                return null;
            }
        }

        public List<int>? Find(string place) => _lists.GetValueOrDefault(place);

        public void Push(string place, int index)
        {
            if (_aside.Remove(place, out var list)) _lists.Add(place, list);
            else if (!_lists.TryGetValue(place, out list)) _lists.Add(place, list = []);
            list.Add(index);
        }

        public void PutAside(string place, bool forGood)
        {
            if (_lists.Remove(place, out var list) && !forGood) _aside.Add(place, list);
            // A dictionary's first entry is looked for from its beginning, over all that were removed.
            if (++_removed <= _lists.Count + 16) return;
            _lists.TrimExcess();
            _removed = 0;
        }

        /// <summary>Takes back what was put aside for want of executors; whether any place has one now.</summary>
        public bool ReturnAndAny(Func<string, bool> exists)
        {
            foreach (var (place, list) in _aside) _lists.Add(place, list);
            _aside.Clear();
            foreach (var place in _lists.Keys)
            {
                if (exists(place)) return true;
            }
            return false;
        }
    }
}
