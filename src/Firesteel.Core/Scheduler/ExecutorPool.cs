namespace Firesteel.Core.Scheduler;

/// <summary>
/// The executors that are there, and those of them that have free slots: what a slot's end costs does not depend on how
/// many executors there are.
/// </summary>
sealed class ExecutorPool(int cpusPerTask, Func<string, string?>? rackOf) : IClusterView
{
    private readonly Dictionary<string, SchedulableExecutor> _executors = [];
    private readonly List<SchedulableExecutor> _free = [];
    private readonly Dictionary<string, int> _hosts = [];
    private readonly Dictionary<string, int> _racks = [];
    private int _slots;

    public IReadOnlyCollection<SchedulableExecutor> All => _executors.Values;
    public IReadOnlyList<SchedulableExecutor> Free => _free;

    /// <summary>Tasks that can run at one time; any thread may ask.</summary>
    public int Slots => Volatile.Read(ref _slots);

    /// <summary>Slots of the executors of this moment, on average rounded down.</summary>
    public int SlotsPerExecutor => _executors.Count == 0 ? 1 : Math.Max(1, _slots / _executors.Count);

    public bool HasExecutor(string executorId) => _executors.ContainsKey(executorId);
    public bool HasHost(string host) => _hosts.ContainsKey(host);
    public bool HasRack(string rack) => _racks.ContainsKey(rack);

    public SchedulableExecutor? Find(string executorId) => _executors.GetValueOrDefault(executorId);

    /// <returns>Null if one of that id is there already.</returns>
    public SchedulableExecutor? Add(ExecutorDescription description)
    {
        var state = new SchedulableExecutor(description);
        if (!_executors.TryAdd(description.ExecutorId, state)) return null;
        Count(description, 1);
        UpdateFree(state);
        return state;
    }

    public SchedulableExecutor? Remove(string executorId)
    {
        if (!_executors.Remove(executorId, out var state)) return null;
        Count(state.Description, -1);
        state.FreeCores = 0;
        UpdateFree(state);
        return state;
    }

    public void TaskStarted(SchedulableExecutor executor, long taskId)
    {
        executor.Tasks.Add(taskId);
        executor.FreeCores -= cpusPerTask;
        UpdateFree(executor);
    }

    public void TaskEnded(SchedulableExecutor executor, long taskId)
    {
        if (!executor.Tasks.Remove(taskId)) return;
        executor.FreeCores += cpusPerTask;
        UpdateFree(executor);
    }

    public int SlotsOf(SchedulableExecutor executor) => executor.FreeCores / cpusPerTask;

    public bool HasSlot(SchedulableExecutor executor) => executor.FreeCores >= cpusPerTask;

    private void Count(ExecutorDescription executor, int by)
    {
        Volatile.Write(ref _slots, _slots + by * (executor.Cores / cpusPerTask));
        Count(_hosts, executor.Host, by);
        if (rackOf?.Invoke(executor.Host) is { } rack) Count(_racks, rack, by);
    }

    private static void Count(Dictionary<string, int> places, string place, int by)
    {
        var count = places.GetValueOrDefault(place) + by;
        if (count > 0) places[place] = count;
        else places.Remove(place);
    }

    private void UpdateFree(SchedulableExecutor executor)
    {
        var isFree = HasSlot(executor);
        if (isFree == executor.FreePlace >= 0) return;
        if (isFree)
        {
            executor.FreePlace = _free.Count;
            _free.Add(executor);
            return;
        }
        var last = _free[^1];
        (_free[executor.FreePlace], last.FreePlace) = (last, executor.FreePlace);
        _free.RemoveAt(_free.Count - 1);
        executor.FreePlace = -1;
    }
}
