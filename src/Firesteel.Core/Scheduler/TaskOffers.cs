using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>
/// Brings free slots and waiting tasks together: sets in the order of their pools, for each the nearest levels first.
/// Used by the TaskScheduler's loop only.
/// </summary>
/// <param name="launch">Starts a task of a set on a slot at a level no farther than said, if one should.</param>
sealed class TaskOffers(ExecutorPool executors, SchedulerPool root, bool isFair, Random random, Func<TaskSetManager, SchedulableExecutor, TaskLocality, bool> launch)
{
    private static readonly Logger Log = Logger.For("TaskSchedulerImpl");

    private readonly List<TaskSetManager> _order = [];
    private readonly List<SchedulableExecutor> _slots = [];

    /// <summary>Offers some executors' free slots, or those of all.</summary>
    /// <param name="some">Null for all.</param>
    /// <param name="usable">Which executors may be used now.</param>
    public void Make(IReadOnlyCollection<SchedulableExecutor>? some, Func<ExecutorDescription, bool>? usable, long now)
    {
        _order.Clear();
        root.CollectTaskSets(_order);
        if (_order.Count == 0) return;
        if (_order.Exists(manager => manager.IsBarrier)) some = null;
        _slots.Clear();
        foreach (var executor in some ?? executors.Free)
        {
            if (executors.HasSlot(executor) && usable?.Invoke(executor.Description) != false) _slots.Add(executor);
        }
        if (_slots.Count == 0) return;
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_slots));
        foreach (var manager in _order) manager.BeginOffers();
        if (isFair) MakeFair();
        else
        {
            foreach (var manager in _order)
            {
                if (_slots.Count == 0) break;
                Fill(manager);
            }
        }
        foreach (var manager in _order) manager.EndOffers(some is null, now);
    }

    // A set takes all it can.
    private void Fill(TaskSetManager manager)
    {
        if (manager.IsBarrier && !HasSlotsForAll(manager)) return;
        foreach (var level in manager.Levels)
        {
            for (var any = true; any && manager.WaitingTasks > 0 && _slots.Count > 0;)
            {
                any = false;
                var kept = 0;
                for (var i = 0; i < _slots.Count; i++)
                {
                    var executor = _slots[i];
                    if (manager.WaitingTasks > 0 && launch(manager, executor, level))
                    {
                        any = true;
                        if (!executors.HasSlot(executor)) continue;
                    }
                    _slots[kept++] = executor;
                }
                _slots.RemoveRange(kept, _slots.Count - kept);
            }
        }
    }

    // The order changes with every task that starts.
    private void MakeFair()
    {
        var candidates = new List<TaskSetManager>(_order);
        var ready = new HashSet<TaskSetManager>(candidates);
        while (_slots.Count > 0 && ready.Count > 0)
        {
            if (candidates.Find(ready.Contains) is not { } next) return;
            // What could not use any slot now cannot use fewer later in this round.
            if (!LaunchOne(next)) ready.Remove(next);
            if (candidates.Count < 2) continue;
            candidates.Clear();
            root.CollectTaskSets(candidates);
        }
    }

    private bool LaunchOne(TaskSetManager manager)
    {
        if (manager.WaitingTasks == 0) return false;
        if (manager.IsBarrier)
        {
            Fill(manager);
            return manager.WaitingTasks == 0;
        }
        foreach (var level in manager.Levels)
        {
            for (var i = 0; i < _slots.Count; i++)
            {
                var executor = _slots[i];
                if (!launch(manager, executor, level)) continue;
                // The next task goes to another executor while there is one.
                _slots.RemoveAt(i);
                if (executors.HasSlot(executor)) _slots.Add(executor);
                return true;
            }
        }
        return false;
    }

    private bool HasSlotsForAll(TaskSetManager manager)
    {
        var slots = 0;
        foreach (var executor in _slots)
        {
            if (manager.Accepts(executor.Description)) slots += executors.SlotsOf(executor);
        }
        if (slots >= manager.WaitingTasks) return true;
        if (Log.IsEnabled(LogLevel.Info))
        {
            Log.Info($"Skip current round of resource offers for barrier stage {manager.StageId} because the barrier taskSet requires {manager.WaitingTasks} slots, while the total number of available slots is {slots}.");
        }
        return false;
    }
}
