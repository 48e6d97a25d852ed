using System.Buffers.Binary;
using System.Numerics;

namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>How the numbers of one key become one; the numbers are those of images.</summary>
enum SummaryMode : byte { Sum, Min, Max, AlwaysOne }

/// <summary>
/// The tuple sketch of Apache DataSketches: a theta sketch whose hashes each carry a number. Its table has the places and the growth of the
/// published one, because images list the entries as they lie in it.
/// </summary>
sealed class TupleSketch
{
    public const byte Family = 9;

    private const int LeastTableBits = 5;
    private const int GrowthBits = 3;
    private const byte ReadOnly = 2, EmptyFlag = 4, Compact = 8;

    private readonly bool _isInteger;
    private readonly int _bits;
    private long[] _hashes;
    private double[] _summaries;

    // As an image had them, as long as nothing changes: its order need not be that of a table.
    private (long Hash, double Summary)[]? _given;

    /// <param name="bits">Logarithm of the number of entries that are kept.</param>
    public TupleSketch(bool isInteger, SummaryMode mode, int bits) : this(isInteger, mode, bits, StartBits(bits)) { }

    private TupleSketch(bool isInteger, SummaryMode mode, int bits, int tableBits)
    {
        (_isInteger, Mode, _bits) = (isInteger, mode, bits);
        (_hashes, _summaries) = (new long[1 << tableBits], new double[1 << tableBits]);
    }

    public SummaryMode Mode { get; }
    public long Limit { get; private set; } = long.MaxValue;
    public bool IsEmpty { get; private set; } = true;
    public int Count { get; private set; }
    public double Theta => (double)Limit / long.MaxValue;
    public double Estimate() => Limit == long.MaxValue ? Count : Count / Theta;

    private static int StartBits(int bits) => bits + 1 <= LeastTableBits ? LeastTableBits : (bits + 1 - LeastTableBits) % GrowthBits + LeastTableBits;

    /// <summary>The number that changes none that it is combined with.</summary>
    public static double Neutral(SummaryMode mode, bool isInteger) => mode switch
    {
        SummaryMode.Min => isInteger ? int.MaxValue : double.PositiveInfinity,
        SummaryMode.Max => isInteger ? int.MinValue : double.NegativeInfinity,
        SummaryMode.AlwaysOne => 1,
        _ => 0,
    };

    public void Update((ulong Low, ulong High) hash, double value)
    {
        IsEmpty = false;
        Add((long)(hash.Low >> 1), Combine(Neutral(Mode, _isInteger), value));
    }

    private double Combine(double a, double b) => Mode switch
    {
        SummaryMode.Sum => _isInteger ? unchecked((int)a + (int)b) : a + b,
        SummaryMode.Min => Math.Min(a, b),
        SummaryMode.Max => Math.Max(a, b),
        _ => 1,
    };

    /// <summary>Hashes and numbers, in the order of the table.</summary>
    public IEnumerable<(long Hash, double Summary)> Entries
    {
        get
        {
            foreach (var entry in _given ?? []) yield return entry;
            for (var i = 0; _given == null && i < _hashes.Length; i++)
                if (_hashes[i] != 0) yield return (_hashes[i], _summaries[i]);
        }
    }

    private void Add(long hash, double value)
    {
        if (hash == 0 || hash >= Limit) return;
        _given = null;
        var at = Find(hash);
        if (_hashes[at] == hash) { _summaries[at] = Combine(_summaries[at], value); return; }
        (_hashes[at], _summaries[at]) = (hash, value);
        Count++;
        if (_hashes.Length > 1 << _bits)
        {
            if (Count > _hashes.Length / 16 * 15) { Limit = Select(); Rebuild(_hashes.Length); }
        }
        else if (Count > _hashes.Length / 2) Rebuild(_hashes.Length << GrowthBits);
    }

    private int Find(long hash)
    {
        var mask = _hashes.Length - 1;
        var stride = 2 * (int)(hash >>> BitOperations.Log2((uint)_hashes.Length) & 0x7f) + 1;
        var at = (int)hash & mask;
        while (_hashes[at] != 0 && _hashes[at] != hash) at = at + stride & mask;
        return at;
    }

    private long Select()
    {
        var sorted = _hashes.Where(h => h != 0).ToArray();
        Array.Sort(sorted);
        return sorted[1 << _bits];
    }

    private void Rebuild(int size)
    {
        var (hashes, summaries) = (_hashes, _summaries);
        (_hashes, _summaries, Count, _given) = (new long[size], new double[size], 0, null);
        for (var i = 0; i < hashes.Length; i++)
        {
            if (hashes[i] == 0 || hashes[i] >= Limit) continue;
            var at = Find(hashes[i]);
            (_hashes[at], _summaries[at]) = (hashes[i], summaries[i]);
            Count++;
        }
    }

    private void Lower(long limit)
    {
        if (limit >= Limit) return;
        Limit = limit;
        Rebuild(_hashes.Length);
    }

    /// <summary>Takes in entries of another sketch and its limit.</summary>
    public void Unite(IEnumerable<(long Hash, double Summary)> entries, long limit, bool isEmpty)
    {
        if (isEmpty) return;
        IsEmpty = false;
        Lower(limit);
        foreach (var (hash, summary) in entries) Add(hash, summary);
    }

    public void Unite(TupleSketch other) => Unite(other.Entries, other.Limit, other.IsEmpty);

    /// <summary>Keeps as many entries as the sketch is for.</summary>
    public void Trim()
    {
        if (Count > 1 << _bits) Lower(Select());
    }

    /// <summary>What both have; the numbers are combined.</summary>
    public static TupleSketch Intersect(TupleSketch left, IReadOnlyDictionary<long, double> right, long limit, bool isEmpty, SummaryMode mode)
        => Kept(left, Math.Min(left.Limit, limit), left.IsEmpty || isEmpty, mode, (hash, summary, into) => right.TryGetValue(hash, out var other) ? into.Combine(summary, other) : null);

    /// <summary>What only the first has.</summary>
    public static TupleSketch Subtract(TupleSketch left, IReadOnlySet<long> right, long limit)
        => Kept(left, Math.Min(left.Limit, limit), left.IsEmpty, left.Mode, (hash, summary, _) => right.Contains(hash) ? null : summary);

    private static TupleSketch Kept(TupleSketch left, long limit, bool isEmpty, SummaryMode mode, Func<long, double, TupleSketch, double?> keep)
    {
        var size = Math.Max(LeastTableBits, 32 - BitOperations.LeadingZeroCount((uint)(left.Count * 4 / 3)));
        var result = new TupleSketch(left._isInteger, mode, size, size);
        if (isEmpty) return result;
        (result.Limit, result.IsEmpty) = (limit, false);
        foreach (var (hash, summary) in left.Entries)
            if (hash < limit && keep(hash, summary, result) is { } kept) result.Place(hash, kept);
        result.IsEmpty = result.Count == 0 && limit == long.MaxValue;
        return result;
    }

    private void Place(long hash, double summary)
    {
        var at = Find(hash);
        (_hashes[at], _summaries[at]) = (hash, summary);
        Count++;
    }

    public byte[] ToBytes()
    {
        var entry = 8 + (_isInteger ? 5 : 9);
        var estimating = Limit != long.MaxValue;
        var longs = IsEmpty || Count == 1 && !estimating ? 1 : estimating ? 3 : 2;
        var image = new byte[8 * longs + (IsEmpty ? 0 : Count * entry)];
        (image[0], image[1], image[2], image[3]) = ((byte)longs, 3, Family, 1);
        image[5] = (byte)(ReadOnly | Compact | (IsEmpty ? EmptyFlag : 0));
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(6), SketchHash.SeedCode);
        if (longs > 1) BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(8), Count);
        if (longs > 2) BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(16), Limit);
        var at = 8 * longs;
        foreach (var (hash, summary) in IsEmpty ? [] : Entries)
        {
            BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(at), hash);
            if (_isInteger) BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(at + 8), (int)summary);
            else BinaryPrimitives.WriteDoubleLittleEndian(image.AsSpan(at + 8), summary);
            image[at + entry - 1] = (byte)Mode;
            at += entry;
        }
        return image;
    }

    /// <summary>Reads an image of a compact sketch; null where it is none. The sketch keeps the order of the entries until it is changed.</summary>
    public static TupleSketch? TryRead(ReadOnlySpan<byte> image, bool isInteger, int bits)
    {
        if (image.Length < 8 || image[1] != 3 || image[2] != Family) return null;
        if ((image[5] & EmptyFlag) != 0) return new TupleSketch(isInteger, SummaryMode.Sum, bits);
        var (longs, entry) = (image[0] & 0x3f, 8 + (isInteger ? 5 : 9));
        if (longs is < 1 or > 3 || image.Length < 8 * longs || BinaryPrimitives.ReadUInt16LittleEndian(image[6..]) != SketchHash.SeedCode) return null;
        var count = longs == 1 ? 1 : BinaryPrimitives.ReadInt32LittleEndian(image[8..]);
        if (count < 0 || image.Length - 8 * longs < (long)count * entry) return null;
        var mode = count == 0 ? SummaryMode.Sum : (SummaryMode)image[8 * longs + entry - 1];
        if (mode > SummaryMode.AlwaysOne) return null;
        var tableBits = StartBits(bits);
        while (tableBits <= bits && count > 1 << tableBits - 1 || count > (1 << tableBits) / 16 * 15) tableBits += GrowthBits;
        var sketch = new TupleSketch(isInteger, mode, bits, tableBits) { IsEmpty = false, Limit = longs == 3 ? BinaryPrimitives.ReadInt64LittleEndian(image[16..]) : long.MaxValue };
        var given = new (long, double)[count];
        for (var i = 0; i < count; i++)
        {
            var at = image[(8 * longs + i * entry)..];
            var hash = BinaryPrimitives.ReadInt64LittleEndian(at);
            if (hash <= 0 || sketch._hashes[sketch.Find(hash)] != 0) return null;
            given[i] = (hash, isInteger ? BinaryPrimitives.ReadInt32LittleEndian(at[8..]) : BinaryPrimitives.ReadDoubleLittleEndian(at[8..]));
            sketch.Place(hash, given[i].Item2);
        }
        sketch._given = given;
        return sketch;
    }
}
