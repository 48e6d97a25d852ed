namespace Firesteel.Core.Scheduler;

/// <summary>A share of the slots, divided among its members first come first served or fairly by weight and minimum share.</summary>
sealed class SchedulerPool(string name, SchedulingMode mode, int weight, int minShare, SchedulerPool? parent) : ISchedulable
{
    public const string DefaultName = "default";

    private readonly List<ISchedulable> _members = [];

    public string Name => name;
    public SchedulingMode Mode => mode;
    public int Weight => weight;
    public int MinShare => minShare;
    public int Priority => 0;
    public int StageId => -1;
    public int RunningTasks { get; private set; }
    public IReadOnlyList<ISchedulable> Members => _members;

    public void Add(ISchedulable member) => _members.Add(member);

    public void Remove(ISchedulable member) => _members.Remove(member);

    /// <summary>Counts started (+) or ended (-) tasks, here and in every pool above.</summary>
    public void ChangeRunning(int by)
    {
        for (SchedulerPool? pool = this; pool is not null; pool = pool.Parent) pool.RunningTasks += by;
    }

    private SchedulerPool? Parent => parent;

    public void CollectTaskSets(List<TaskSetManager> into)
    {
        if (_members.Count > 1) _members.Sort(mode == SchedulingMode.FAIR ? CompareFair : CompareFifo);
        foreach (var member in _members) member.CollectTaskSets(into);
    }

    private static int CompareFifo(ISchedulable a, ISchedulable b)
    {
        var byPriority = a.Priority.CompareTo(b.Priority);
        return byPriority != 0 ? byPriority : a.StageId.CompareTo(b.StageId);
    }

    // Whoever is below its minimum share goes first, the neediest of them first; then by running tasks per weight.
    private static int CompareFair(ISchedulable a, ISchedulable b)
    {
        var (needyA, needyB) = (a.RunningTasks < a.MinShare, b.RunningTasks < b.MinShare);
        if (needyA != needyB) return needyA ? -1 : 1;
        var order = needyA
            ? Ratio(a.RunningTasks, Math.Max(a.MinShare, 1)).CompareTo(Ratio(b.RunningTasks, Math.Max(b.MinShare, 1)))
            : Ratio(a.RunningTasks, a.Weight).CompareTo(Ratio(b.RunningTasks, b.Weight));
        return order != 0 ? order : string.CompareOrdinal(a.Name, b.Name);
    }

    private static double Ratio(int running, int share) => (double)running / share;
}
