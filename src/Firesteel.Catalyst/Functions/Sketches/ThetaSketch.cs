using System.Buffers.Binary;
using System.Numerics;

namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>
/// The theta sketch of Apache DataSketches: the smallest hashes, all below a limit. The share of the limit in the range of hashes is the
/// share of values that were kept. Images are those of compact sketches, ordered and packed.
/// </summary>
sealed class ThetaSketch
{
    public const int DefaultBits = 12;
    public const int MinBits = 4;
    public const int MaxBits = 26;

    public const byte Family = 3;
    private const byte ReadOnly = 2, EmptyFlag = 4, Compact = 8, Ordered = 16, Single = 32;

    private readonly HashSet<long> _hashes;

    /// <summary>Hashes are below it; the largest number there is where none was left out.</summary>
    public long Limit { get; private set; } = long.MaxValue;

    /// <summary>Whether nothing was ever put in, which differs from nothing being left.</summary>
    public bool IsEmpty { get; private set; } = true;

    public ThetaSketch() => _hashes = [];

    private ThetaSketch(HashSet<long> hashes, long limit, bool isEmpty) => (_hashes, Limit, IsEmpty) = (hashes, limit, isEmpty);

    public int Count => _hashes.Count;
    public IReadOnlySet<long> Hashes => _hashes;
    public double Theta => (double)Limit / long.MaxValue;
    public double Estimate() => Limit == long.MaxValue ? _hashes.Count : _hashes.Count / Theta;

    /// <summary>Takes in a value's hash, keeping twice as many as asked for at most.</summary>
    public void Update((ulong Low, ulong High) hash, int bits)
    {
        IsEmpty = false;
        Add((long)(hash.Low >> 1), bits);
    }

    private void Add(long hash, int bits)
    {
        if (hash == 0 || hash >= Limit || !_hashes.Add(hash)) return;
        if (_hashes.Count > 2 << bits) Trim(bits);
    }

    /// <summary>Keeps the smallest 2^<paramref name="bits"/> hashes.</summary>
    public void Trim(int bits)
    {
        if (_hashes.Count <= 1 << bits) return;
        var sorted = _hashes.ToArray();
        Array.Sort(sorted);
        Lower(sorted[1 << bits]);
    }

    private void Lower(long limit)
    {
        if (limit >= Limit) return;
        Limit = limit;
        _hashes.RemoveWhere(h => h >= limit);
    }

    /// <summary>Takes in another sketch.</summary>
    public void Unite(ThetaSketch other, int bits)
    {
        if (other.IsEmpty) return;
        IsEmpty = false;
        Lower(other.Limit);
        foreach (var hash in other._hashes) Add(hash, bits);
    }

    public static ThetaSketch Intersect(ThetaSketch left, ThetaSketch right) => Common(left, right, inBoth: true, left.IsEmpty || right.IsEmpty);

    /// <summary>What is in the first and not in the second.</summary>
    public static ThetaSketch Subtract(ThetaSketch left, ThetaSketch right) => Common(left, right, inBoth: false, left.IsEmpty);

    private static ThetaSketch Common(ThetaSketch left, ThetaSketch right, bool inBoth, bool isEmpty)
    {
        if (isEmpty) return new ThetaSketch();
        var limit = Math.Min(left.Limit, right.Limit);
        var kept = left._hashes.Where(h => h < limit && right._hashes.Contains(h) == inBoth).ToHashSet();
        return new ThetaSketch(kept, limit, kept.Count == 0 && limit == long.MaxValue);
    }

    public byte[] ToBytes()
    {
        var estimating = Limit != long.MaxValue;
        var flags = (byte)(ReadOnly | Compact | Ordered);
        if (IsEmpty) return [1, 3, Family, 0, 0, (byte)(flags | EmptyFlag), 0, 0];
        var sorted = _hashes.ToArray();
        Array.Sort(sorted);
        if (sorted.Length == 1 && !estimating)
        {
            var single = Preamble(1, 3, 0, 0, (byte)(flags | Single), 16);
            BinaryPrimitives.WriteInt64LittleEndian(single.AsSpan(8), sorted[0]);
            return single;
        }
        if (sorted.Length == 0)
        {
            var none = Preamble(3, 3, 0, 0, flags, 24);
            BinaryPrimitives.WriteSingleLittleEndian(none.AsSpan(12), 1);
            BinaryPrimitives.WriteInt64LittleEndian(none.AsSpan(16), Limit);
            return none;
        }
        ulong union = 0;
        for (var i = 0; i < sorted.Length; i++) union |= (ulong)(sorted[i] - (i == 0 ? 0 : sorted[i - 1]));
        var entryBits = 64 - BitOperations.LeadingZeroCount(union);
        var countBytes = (32 - BitOperations.LeadingZeroCount((uint)sorted.Length) + 7) / 8;
        var start = (estimating ? 16 : 8) + countBytes;
        var image = Preamble((byte)(estimating ? 2 : 1), 4, (byte)entryBits, (byte)countBytes, flags, start + (int)(((long)entryBits * sorted.Length + 7) / 8));
        if (estimating) BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(8), Limit);
        for (var i = 0; i < countBytes; i++) image[start - countBytes + i] = (byte)(sorted.Length >> 8 * i);
        var at = start * 8L;
        for (var i = 0; i < sorted.Length; i++)
        {
            var delta = (ulong)(sorted[i] - (i == 0 ? 0 : sorted[i - 1]));
            for (var b = entryBits - 1; b >= 0; b--, at++) image[at >> 3] |= (byte)((delta >> b & 1) << (7 - (int)(at & 7)));
        }
        return image;
    }

    private static byte[] Preamble(byte longs, byte version, byte third, byte fourth, byte flags, int size)
    {
        var image = new byte[size];
        (image[0], image[1], image[2], image[3], image[4], image[5]) = (longs, version, Family, third, fourth, flags);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(6), SketchHash.SeedCode);
        return image;
    }

    /// <summary>Reads an image of a compact sketch, packed or not; null where it is none.</summary>
    public static ThetaSketch? TryRead(ReadOnlySpan<byte> image)
    {
        if (image.Length < 8 || image[2] != Family || image[1] is not (3 or 4)) return null;
        if ((image[5] & EmptyFlag) != 0) return new ThetaSketch();
        if (BinaryPrimitives.ReadUInt16LittleEndian(image[6..]) != SketchHash.SeedCode) return null;
        return image[1] == 4 ? ReadPacked(image) : ReadPlain(image);
    }

    private static ThetaSketch? ReadPlain(ReadOnlySpan<byte> image)
    {
        var longs = image[0] & 0x3f;
        if (longs is < 1 or > 3 || image.Length < 8 * longs) return null;
        var count = longs == 1 ? 1 : BinaryPrimitives.ReadInt32LittleEndian(image[8..]);
        if (count < 0 || image.Length - 8 * longs < 8L * count) return null;
        var hashes = new HashSet<long>(count);
        for (var i = 0; i < count; i++) hashes.Add(BinaryPrimitives.ReadInt64LittleEndian(image[(8 * (longs + i))..]));
        return new ThetaSketch(hashes, longs == 3 ? BinaryPrimitives.ReadInt64LittleEndian(image[16..]) : long.MaxValue, false);
    }

    private static ThetaSketch? ReadPacked(ReadOnlySpan<byte> image)
    {
        var (longs, entryBits, countBytes) = (image[0] & 0x3f, image[3], image[4]);
        var start = 8 * longs + countBytes;
        if (longs is < 1 or > 2 || entryBits is 0 or > 63 || countBytes is 0 or > 4 || image.Length < start) return null;
        var count = 0L;
        for (var i = 0; i < countBytes; i++) count |= (long)image[8 * longs + i] << 8 * i;
        if ((image.Length - start) * 8L < count * entryBits) return null;
        var hashes = new HashSet<long>((int)count);
        var (at, last) = (start * 8L, 0L);
        for (var i = 0L; i < count; i++)
        {
            var delta = 0L;
            for (var b = 0; b < entryBits; b++, at++) delta = delta << 1 | (long)(image[(int)(at >> 3)] >> (7 - (int)(at & 7)) & 1);
            hashes.Add(last += delta);
        }
        return new ThetaSketch(hashes, longs == 2 ? BinaryPrimitives.ReadInt64LittleEndian(image[8..]) : long.MaxValue, false);
    }
}
