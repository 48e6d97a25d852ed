using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>
/// The KLL sketch of Apache DataSketches: quantiles and ranks of many values from few. A value on level h stands for 2^h; a level that is
/// full is sorted and every second value of it, by a coin's toss the even or the odd ones, goes one level up.
/// </summary>
sealed class KllSketch<T> where T : unmanaged, INumber<T>
{
    public const int DefaultK = 200, MinK = 8, MaxK = ushort.MaxValue;
    private const byte Family = 15;
    private const int LeastLevel = 8;
    private const byte EmptyFlag = 1, SingleFlag = 4;

    // Level 0 in the order of arrival, the others sorted.
    private readonly List<List<T>> _levels = [[]];
    private T _min, _max;
    private readonly int _k;
    private int _leastK;

    public KllSketch(int k) => (_k, _leastK) = (k, k);

    public int K => _k;
    public long Count { get; private set; }
    private int Retained => _levels.Sum(l => l.Count);

    public void Update(T value)
    {
        if (T.IsNaN(value)) return;
        Bound(value, value);
        Count++;
        Push(value);
    }

    private void Bound(T min, T max)
    {
        _min = Count == 0 ? min : T.Min(_min, min);
        _max = Count == 0 ? max : T.Max(_max, max);
    }

    private void Push(T value)
    {
        if (Retained >= Capacity) Compress();
        _levels[0].Add(value);
    }

    /// <summary>Takes in another sketch.</summary>
    public void Merge(KllSketch<T> other)
    {
        if (other.Count == 0) return;
        Bound(other._min, other._max);
        _leastK = Math.Min(_leastK, other._levels.Count > 1 ? other._leastK : _leastK);
        Count += other.Count;
        for (var i = other._levels[0].Count - 1; i >= 0; i--) Push(other._levels[0][i]);
        for (var level = 1; level < other._levels.Count; level++)
        {
            if (level == _levels.Count) _levels.Add([]);
            _levels[level] = Together(_levels[level], other._levels[level]);
        }
        while (Retained > Capacity) Compress();
    }

    private int Capacity
    {
        get
        {
            var sum = 0;
            for (var level = 0; level < _levels.Count; level++) sum += CapacityOf(level);
            return sum;
        }
    }

    // Two thirds of the level above.
    private int CapacityOf(int level)
    {
        var depth = _levels.Count - level - 1;
        return depth > 30 ? LeastLevel : Math.Max(LeastLevel, (int)((((long)_k << depth + 1) / (long)Math.Pow(3, depth) + 1) >> 1));
    }

    private void Compress()
    {
        var level = 0;
        while (level < _levels.Count - 1 && _levels[level].Count < CapacityOf(level)) level++;
        if (level == _levels.Count - 1) _levels.Add([]);
        var values = _levels[level];
        List<T> left = [];
        if (values.Count % 2 != 0)
        {
            // Of the lowest level the last to come stays, of others the smallest.
            var at = level == 0 ? values.Count - 1 : 0;
            left.Add(values[at]);
            values.RemoveAt(at);
        }
        if (level == 0) values.Sort();
        List<T> half = new(values.Count / 2);
        for (var i = Random.Shared.Next(2); i < values.Count; i += 2) half.Add(values[i]);
        _levels[level + 1] = Together(_levels[level + 1], half);
        _levels[level] = left;
    }

    private static List<T> Together(List<T> a, List<T> b)
    {
        var merged = new List<T>(a.Count + b.Count);
        var (i, j) = (0, 0);
        while (i < a.Count || j < b.Count) merged.Add(j == b.Count || i < a.Count && a[i] <= b[j] ? a[i++] : b[j++]);
        return merged;
    }

    private List<(T Value, long UpTo)> Sorted()
    {
        var all = _levels.SelectMany((l, level) => l.Select(v => (Value: v, UpTo: 1L << level))).OrderBy(e => e.Value).ToList();
        var sum = 0L;
        for (var i = 0; i < all.Count; i++) all[i] = (all[i].Value, sum += all[i].UpTo);
        return all;
    }

    /// <summary>The smallest value such that the share of those up to it is at least <paramref name="rank"/>.</summary>
    public T Quantile(double rank)
    {
        if (rank >= 1) return _max;
        var wanted = Math.Max(1, (long)Math.Ceiling(rank * Count));
        foreach (var (value, upTo) in Sorted())
            if (upTo >= wanted) return value;
        return _max;
    }

    /// <summary>The share of values up to one.</summary>
    public double Rank(T value)
    {
        var below = 0L;
        for (var level = 0; level < _levels.Count; level++)
            foreach (var v in _levels[level])
                if (v <= value) below += 1L << level;
        return (double)below / Count;
    }

    public unsafe byte[] ToBytes()
    {
        var size = sizeof(T);
        var longs = Count <= 1 ? 2 : 5;
        var image = new byte[Count == 0 ? 8 : Count == 1 ? 8 + size : 20 + 4 * _levels.Count + (2 + Retained) * size];
        (image[0], image[1], image[2]) = ((byte)longs, (byte)(Count == 1 ? 2 : 1), Family);
        image[3] = Count == 0 ? EmptyFlag : Count == 1 ? SingleFlag : (byte)0;
        MemoryMarshal.Write(image.AsSpan(4), (ushort)_k);
        image[6] = LeastLevel;
        if (Count == 0) return image;
        if (Count == 1)
        {
            MemoryMarshal.Write(image.AsSpan(8), _levels[0][0]);
            return image;
        }
        MemoryMarshal.Write(image.AsSpan(8), Count);
        MemoryMarshal.Write(image.AsSpan(16), (ushort)_leastK);
        image[18] = (byte)_levels.Count;
        var (at, place) = (20, Capacity - Retained);
        foreach (var level in _levels)
        {
            MemoryMarshal.Write(image.AsSpan(at), place);
            (at, place) = (at + 4, place + level.Count);
        }
        MemoryMarshal.Write(image.AsSpan(at), _min);
        MemoryMarshal.Write(image.AsSpan(at + size), _max);
        at += 2 * size;
        for (var level = 0; level < _levels.Count; level++)
            for (var i = 0; i < _levels[level].Count; i++, at += size) MemoryMarshal.Write(image.AsSpan(at), _levels[level][level == 0 ? _levels[0].Count - 1 - i : i]);
        return image;
    }

    /// <summary>Reads an image; null where it is none.</summary>
    public static unsafe KllSketch<T>? TryRead(ReadOnlySpan<byte> image)
    {
        var size = sizeof(T);
        if (image.Length < 8 || image[2] != Family || image[6] != LeastLevel) return null;
        var sketch = new KllSketch<T>(MemoryMarshal.Read<ushort>(image[4..]));
        if ((image[3] & EmptyFlag) != 0) return sketch;
        if ((image[3] & SingleFlag) != 0)
        {
            if (image.Length < 8 + size) return null;
            sketch.Update(MemoryMarshal.Read<T>(image[8..]));
            return sketch;
        }
        if (image.Length < 20 || image[1] != 1) return null;
        var (count, levels) = (MemoryMarshal.Read<long>(image[8..]), image[18]);
        if (count < 2 || levels is 0 or > 60 || image.Length < 20 + 4 * levels + 2 * size) return null;
        sketch._leastK = MemoryMarshal.Read<ushort>(image[16..]);
        for (var level = 1; level < levels; level++) sketch._levels.Add([]);
        var values = image[(20 + 4 * levels)..];
        (sketch._min, sketch._max) = (MemoryMarshal.Read<T>(values), MemoryMarshal.Read<T>(values[size..]));
        values = values[(2 * size)..];
        var (first, end) = (MemoryMarshal.Read<int>(image[20..]), sketch.Capacity);
        for (var level = 0; level < levels; level++)
        {
            var from = MemoryMarshal.Read<int>(image[(20 + 4 * level)..]) - first;
            var to = (level + 1 < levels ? MemoryMarshal.Read<int>(image[(24 + 4 * level)..]) : end) - first;
            if (from < 0 || to < from || (long)to * size > values.Length) return null;
            for (var i = from; i < to; i++) sketch._levels[level].Add(MemoryMarshal.Read<T>(values[(i * size)..]));
        }
        sketch._levels[0].Reverse();
        sketch.Count = count;
        return sketch;
    }

    /// <param name="name">What the published sketch of such values is called.</param>
    public unsafe string Describe(string name, Func<T, string> text)
    {
        var (retained, capacity, size) = (Retained, Capacity, sizeof(T));
        var updatable = 20 + 4 * (_levels.Count + 1) + (2 + capacity) * size;
        var lines = new (string Name, string Value)[]
        {
            ("K", $"{_k}"), ("Dynamic min K", $"{_leastK}"), ("M", $"{LeastLevel}"), ("N", $"{Count}"),
            ("Epsilon", Percent(2.296, 0.9723)), ("Epsilon PMF", Percent(2.446, 0.9433)), ("Empty", Flag(Count == 0)), ("Estimation Mode", Flag(_levels.Count > 1)),
            ("Levels", $"{_levels.Count}"), ("Level 0 Sorted", "false"), ("Capacity Items", $"{capacity}"), ("Retained Items", $"{retained}"), ("Free Space", $"{capacity - retained}"),
            ("ReadOnly", "false"), ("Updatable Storage Bytes", $"{updatable}"), ("Compact Storage Bytes", $"{ToBytes().Length}"),
            ("Min Item", Count == 0 ? "NaN" : text(_min)), ("Max Item", Count == 0 ? "NaN" : text(_max)),
        };
        var description = new StringBuilder($"\n### Kll{name} Summary:\n");
        foreach (var (label, value) in lines) description.Append(CultureInfo.InvariantCulture, $"   {label,-23}: {value}\n");
        return description.Append("### End sketch summary\n").ToString();
    }

    private string Percent(double factor, double power) => (factor / Math.Pow(_leastK, power) * 100).ToString("F3", CultureInfo.InvariantCulture) + "%";
    private static string Flag(bool value) => value ? "true" : "false";
}
