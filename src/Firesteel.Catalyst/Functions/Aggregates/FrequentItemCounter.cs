using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>
/// Counts of at most so many values: one more lets all counts sink by the smallest, and those that reach zero go
/// (Karp, Schenker and Papadimitriou, "A simple algorithm for finding frequent elements in streams and bags", TODS 28, 2003).
/// Which values stay depends on the order in which counters are merged: it is that of the keys of Scala's mutable hash map.
/// </summary>
sealed class FrequentItemCounter(DataType type, MemoryAllocator allocator, int most, int buckets = FrequentItemCounter.FirstBuckets) : IDisposable
{
    private const int NullPlace = -1;
    public const int FirstBuckets = 16;

    // Values that have gone leave gaps in the vector until it is this many times as long as it need be.
    private const int MostGaps = 4;

    private Node?[] _buckets = new Node?[buckets];
    private ColumnVector _values = new(type, allocator);
    private ColumnVector? _null;
    private FrequentItemCounter? _only;
    private int _used;

    private sealed class Node(int place, int hash, long count)
    {
        public int Place = place;
        public readonly int Hash = hash;
        public long Count = count;
        public Node? Next;
    }

    public int Count { get; private set; }

    /// <summary>The counter whose counts are the result.</summary>
    public FrequentItemCounter Result => _only?.Result ?? this;

    public int Buckets => _buckets.Length;

    public void Add(ColumnVector vector, int row, long count)
    {
        var isNull = ValueComparer.IsNull(vector, row);
        var flat = ValueComparer.Locate(vector, ref row);
        var hash = isNull ? 0 : ScalaHash.Of(flat, row);
        hash ^= hash >>> 16;
        if (Find(flat, row, isNull, hash) is { } known)
        {
            GrowIfFull();
            known.Count += count;
            return;
        }
        if (Count < most)
        {
            Insert(flat, row, isNull, hash, count);
            return;
        }
        var least = Least();
        var sunk = Math.Min(count, least);
        if (count >= least) Insert(flat, row, isNull, hash, count);
        Sink(sunk, count >= least);
    }

    /// <summary>An empty counter of the same kind, with so many buckets.</summary>
    public FrequentItemCounter Another(int buckets) => new(type, allocator, most, buckets);

    /// <summary>
    /// Takes in the counts of another counter, which has come from another task. One that stays alone keeps its keys in their order, as if it
    /// had never left; several are filled anew and merged one after the other.
    /// </summary>
    public void Merge(FrequentItemCounter received)
    {
        if (_only == null && Count == 0)
        {
            _only = received;
            return;
        }
        if (_only != null)
        {
            AddAll(_only);
            _only.Dispose();
            _only = null;
        }
        AddAll(received);
        received.Dispose();
    }

    private void AddAll(FrequentItemCounter other)
    {
        using var filled = Another(FirstBuckets);
        other.GiveTo(filled);
        filled.GiveTo(this);
    }

    private void GiveTo(FrequentItemCounter target)
    {
        foreach (var first in _buckets)
            for (var node = first; node != null; node = node.Next)
                target.Add(node.Place == NullPlace ? Null() : _values, Math.Max(node.Place, 0), node.Count);
    }

    /// <summary>Appends the values, in order, to a vector; their counts, where they are wanted, to a list.</summary>
    public void Write(ColumnVector target, List<long>? counts)
    {
        foreach (var first in _buckets)
            for (var node = first; node != null; node = node.Next)
            {
                VectorCopy.AppendRange(target, target.Count, node.Place == NullPlace ? Null() : _values, Math.Max(node.Place, 0), 1);
                counts?.Add(node.Count);
            }
    }

    public void Dispose()
    {
        _values.Dispose();
        _null?.Dispose();
        _only?.Dispose();
    }

    private ColumnVector Null()
    {
        if (_null != null) return _null;
        _null = new ColumnVector(type, allocator);
        _null.Reset(1);
        _null.SetNull(0);
        return _null;
    }

    private Node? Find(ColumnVector flat, int row, bool isNull, int hash)
    {
        for (var node = _buckets[hash & _buckets.Length - 1]; node != null && node.Hash <= hash; node = node.Next)
            if (node.Hash == hash && (isNull ? node.Place == NullPlace : node.Place != NullPlace && ValueComparer.Equal(_values, node.Place, flat, row))) return node;
        return null;
    }

    private void Insert(ColumnVector flat, int row, bool isNull, int hash, long count)
    {
        GrowIfFull();
        if (!isNull && _used >= MostGaps * (most + FirstBuckets)) Compact();
        if (!isNull) VectorCopy.AppendRow(_values, _used, flat, row);
        var node = new Node(isNull ? NullPlace : _used++, hash, count);
        // A bucket's nodes are in the order of their hashes.
        ref var link = ref _buckets[hash & _buckets.Length - 1];
        while (link != null && link.Hash <= hash) link = ref link.Next;
        (node.Next, link) = (link, node);
        Count++;
    }

    private long Least()
    {
        var least = long.MaxValue;
        foreach (var first in _buckets)
            for (var node = first; node != null; node = node.Next) least = Math.Min(least, node.Count);
        return Count == 0 ? 0 : least;
    }

    private void Sink(long by, bool drops)
    {
        for (var i = 0; i < _buckets.Length; i++)
        {
            ref var link = ref _buckets[i];
            while (link != null)
            {
                link.Count -= by;
                if (!drops || link.Count > 0)
                {
                    link = ref link.Next;
                    continue;
                }
                link = link.Next;
                Count--;
            }
        }
    }

    private void GrowIfFull()
    {
        if (Count + 1 < _buckets.Length * 3 / 4) return;
        var old = _buckets;
        _buckets = new Node?[old.Length * 2];
        for (var i = 0; i < old.Length; i++)
        {
            ref var low = ref _buckets[i];
            ref var high = ref _buckets[i + old.Length];
            for (var node = old[i]; node != null;)
            {
                var next = node.Next;
                node.Next = null;
                ref var link = ref ((node.Hash & old.Length) == 0 ? ref low : ref high);
                while (link != null) link = ref link.Next;
                link = node;
                node = next;
            }
        }
    }

    private void Compact()
    {
        var kept = new ColumnVector(type, allocator);
        var used = 0;
        foreach (var first in _buckets)
            for (var node = first; node != null; node = node.Next)
            {
                if (node.Place == NullPlace) continue;
                VectorCopy.AppendRow(kept, used, _values, node.Place);
                node.Place = used++;
            }
        _values.Dispose();
        (_values, _used) = (kept, used);
    }
}
