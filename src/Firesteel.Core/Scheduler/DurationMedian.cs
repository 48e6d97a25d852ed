namespace Firesteel.Core.Scheduler;

/// <summary>Durations of a set's finished tasks, so that their median is at hand.</summary>
sealed class DurationMedian
{
    private readonly PriorityQueue<long, long> _lower = new();
    private readonly PriorityQueue<long, long> _upper = new();

    public void Add(long duration)
    {
        if (_lower.Count == 0 || duration <= _lower.Peek()) _lower.Enqueue(duration, -duration);
        else _upper.Enqueue(duration, duration);
        if (_lower.Count > _upper.Count + 1) Move(_lower, _upper, 1);
        else if (_upper.Count > _lower.Count) Move(_upper, _lower, -1);
    }

    public double Value => _lower.Count == 0 ? 0 : _lower.Count > _upper.Count ? _lower.Peek() : (_lower.Peek() + _upper.Peek()) / 2.0;

    private static void Move(PriorityQueue<long, long> from, PriorityQueue<long, long> to, int sign)
    {
        var duration = from.Dequeue();
        to.Enqueue(duration, sign * duration);
    }
}
