using Firesteel.Core.Storage;

namespace Firesteel;

/// <summary>Sorts pairs by key; those with equal keys keep their order. When memory is short, sorted runs go to disk and are merged.</summary>
sealed class ExternalSorter<TKey, TValue>(IComparer<TKey> order, TaskContext context)
{
    private const int CheckEvery = 1024;
    private const int SampleEvery = 64;

    private readonly List<(TKey Key, TValue Value)> _pairs = [];
    private readonly List<SpilledPairs<TKey, TValue>> _runs = [];
    private readonly ObjectReservation _memory = new();
    private long _sampled, _samples;

    public IEnumerable<(TKey Key, TValue Value)> Sort(IEnumerable<(TKey Key, TValue Value)> pairs)
    {
        context.AddCompletionListener(_ => Release());
        foreach (var pair in pairs)
        {
            _pairs.Add(pair);
            if (_pairs.Count % SampleEvery == 1) (_sampled, _samples) = (_sampled + ObjectSize.Of(pair), _samples + 1);
            if (_pairs.Count % CheckEvery != 0) continue;
            context.ThrowIfKilled();
            if (!_memory.TryGrow(_pairs.Count * (_sampled / _samples) * 2)) Spill();
        }
        return _runs.Count == 0 ? Sorted() : Merged();
    }

    private IEnumerable<(TKey Key, TValue Value)> Sorted()
    {
        var places = new int[_pairs.Count];
        for (var i = 0; i < places.Length; i++) places[i] = i;
        var pairs = _pairs;
        Array.Sort(places, (a, b) => order.Compare(pairs[a].Key, pairs[b].Key) is not 0 and var compared ? compared : a.CompareTo(b));
        foreach (var place in places) yield return pairs[place];
    }

    private void Spill()
    {
        if (_pairs.Count == 0) return;
        var run = new SpilledPairs<TKey, TValue>(context);
        _runs.Add(run);
        run.Write(Sorted());
        run.Finish();
        context.Metrics.Add(Core.Metrics.TaskMetric.MemoryBytesSpilled, _memory.Held);
        context.Metrics.Add(Core.Metrics.TaskMetric.DiskBytesSpilled, run.Length);
        _pairs.Clear();
        _memory.Shrink(0);
    }

    private IEnumerable<(TKey Key, TValue Value)> Merged()
    {
        var queue = new PriorityQueue<IEnumerator<(TKey Key, TValue Value)>, (TKey Key, int Run)>(Comparer<(TKey Key, int Run)>.Create((a, b) =>
            order.Compare(a.Key, b.Key) is not 0 and var compared ? compared : a.Run.CompareTo(b.Run)));
        var sources = _runs.Select(r => r.Read(0)).Append(Sorted()).ToList();
        for (var run = 0; run < sources.Count; run++)
        {
            var each = sources[run].GetEnumerator();
            if (each.MoveNext()) queue.Enqueue(each, (each.Current.Key, run));
        }
        while (queue.TryDequeue(out var each, out var at))
        {
            yield return each.Current;
            if (each.MoveNext()) queue.Enqueue(each, (each.Current.Key, at.Run));
            else each.Dispose();
        }
        Release();
    }

    private void Release()
    {
        _memory.Dispose();
        foreach (var run in _runs) run.Dispose();
    }
}
