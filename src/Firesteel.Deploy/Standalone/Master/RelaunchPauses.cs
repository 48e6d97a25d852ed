namespace Firesteel.Deploy.Standalone.Master;

/// <summary>
/// Workers on which an application's executors end as soon as they are started: it gets no new ones there for a while, which doubles
/// with each that ends like that and is forgotten when one of them lasts.
/// </summary>
sealed class RelaunchPauses(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>An executor that ended before that has not got to work.</summary>
    public static readonly TimeSpan Lasting = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (TimeSpan Length, long Since)> _pauses = [];

    /// <summary>An executor ended at once; returns how long its worker is left alone.</summary>
    public TimeSpan Add(string workerId)
    {
        var known = _pauses.GetValueOrDefault(workerId);
        // Several that were started together end together: that is one failure.
        if (known.Length > TimeSpan.Zero && Left(known) is { } left) return left;
        var length = known.Length == TimeSpan.Zero ? First : known.Length * 2 < Longest ? known.Length * 2 : Longest;
        _pauses[workerId] = (length, time.GetTimestamp());
        return length;
    }

    /// <summary>An executor lasted.</summary>
    public void Forget(string workerId) => _pauses.Remove(workerId);

    public bool Holds(string workerId) => _pauses.TryGetValue(workerId, out var pause) && Left(pause) is not null;

    /// <summary>When the next pause is over; null where there is none.</summary>
    public TimeSpan? Next
    {
        get
        {
            TimeSpan? next = null;
            foreach (var pause in _pauses.Values)
            {
                if (Left(pause) is { } left && (next is null || left < next)) next = left;
            }
            return next;
        }
    }

    private TimeSpan? Left((TimeSpan Length, long Since) pause) => pause.Length - time.GetElapsedTime(pause.Since) is { Ticks: > 0 } left ? left : null;
}
