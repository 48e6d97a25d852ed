using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>
/// The HyperLogLog of Apache DataSketches with registers of 8 bits, and its image in bytes. Few values are kept as coupons of 32 bits, in a
/// list of 8 and then a hash set; when that is an eighth of the registers' room they take over. As long as it has seen every update itself
/// it sums up the estimate as it goes, which is more exact than what the registers tell.
/// </summary>
sealed class HllSketch(int bits)
{
    public const int DefaultBits = 12;
    public const int MinBits = 4;
    public const int MaxBits = 21;

    private const int ListBits = 3;
    private const int FirstSetBits = 5;
    private const int KeyMask = (1 << 26) - 1;
    private const byte EmptyFlag = 4, CompactFlag = 8, OutOfOrderFlag = 16;

    private enum Mode { List, Set, Registers }

    private Mode _mode;
    private int[] _coupons = new int[1 << ListBits];
    private int _count;
    private byte[] _registers = [];
    private double _estimate, _inverseLow, _inverseHigh;
    private int _least, _atLeast;
    private bool _isOutOfOrder;

    public int Bits => bits;
    private bool IsEmpty => _mode == Mode.List && _count == 0;

    public void Update((ulong Low, ulong High) hash)
        => Add((int)(hash.Low & KeyMask) | (Math.Min(BitOperations.LeadingZeroCount(hash.High), 62) + 1) << 26);

    public double Estimate()
    {
        if (_mode != Mode.Registers) return Math.Max(_count, HllEstimates.OfCoupons(_count));
        return _isOutOfOrder ? HllEstimates.OfRegisters(bits, _inverseLow + _inverseHigh, _least == 0 ? _atLeast : 0) : _estimate;
    }

    /// <summary>The two together, with as many registers as <paramref name="bits"/> says at most.</summary>
    public static HllSketch Union(HllSketch target, HllSketch source, int bits)
    {
        if (source.IsEmpty) return target;
        if (source._mode != Mode.Registers)
        {
            foreach (var coupon in source._coupons)
                if (coupon != 0) target.Add(coupon);
            return target;
        }
        if (target._mode != Mode.Registers)
        {
            var copy = source.Folded(Math.Min(source.Bits, bits));
            foreach (var coupon in target._coupons)
                if (coupon != 0) copy.Add(coupon);
            return copy;
        }
        if (source.Bits < target.Bits) target = target.Folded(source.Bits);
        for (var i = 0; i < source._registers.Length; i++)
        {
            var at = i & target._registers.Length - 1;
            target._registers[at] = Math.Max(target._registers[at], source._registers[i]);
        }
        target.Recount();
        return target;
    }

    private HllSketch Folded(int fewer)
    {
        var copy = new HllSketch(fewer);
        copy.StartRegisters();
        for (var i = 0; i < _registers.Length; i++)
            if (_registers[i] != 0) copy.Raise(i & copy._registers.Length - 1, _registers[i]);
        (copy._estimate, copy._isOutOfOrder) = (_estimate, _isOutOfOrder);
        if (fewer == bits) (copy._inverseLow, copy._inverseHigh, copy._least, copy._atLeast) = (_inverseLow, _inverseHigh, _least, _atLeast);
        return copy;
    }

    private void Recount()
    {
        (_isOutOfOrder, _estimate, _inverseLow, _inverseHigh, _least, _atLeast) = (true, 0, 0, 0, _registers[0], 0);
        foreach (var r in _registers) _least = Math.Min(_least, r);
        foreach (var r in _registers)
        {
            if (r == _least) _atLeast++;
            if (r < 32) _inverseLow += Math.ScaleB(1, -r); else _inverseHigh += Math.ScaleB(1, -r);
        }
    }

    private void Add(int coupon)
    {
        switch (_mode)
        {
            case Mode.List:
                for (var i = 0; i < _coupons.Length; i++)
                {
                    if (_coupons[i] == coupon) return;
                    if (_coupons[i] != 0) continue;
                    _coupons[i] = coupon;
                    if (++_count < _coupons.Length) return;
                    if (bits < 8) Promote(); else Rehash(FirstSetBits);
                    return;
                }
                return;
            case Mode.Set:
                if (!Insert(_coupons, coupon)) return;
                _count++;
                if (4 * _count <= 3 * _coupons.Length) return;
                var size = BitOperations.Log2((uint)_coupons.Length);
                if (size == bits - 3) Promote(); else Rehash(size + 1);
                return;
            default:
                Raise(coupon & _registers.Length - 1, (byte)((uint)coupon >> 26));
                return;
        }
    }

    private void Rehash(int size)
    {
        var larger = new int[1 << size];
        foreach (var coupon in _coupons)
            if (coupon != 0) Insert(larger, coupon);
        (_coupons, _mode) = (larger, Mode.Set);
    }

    private static bool Insert(int[] set, int coupon)
    {
        var mask = set.Length - 1;
        var stride = (coupon & KeyMask) >> BitOperations.Log2((uint)set.Length) | 1;
        for (var at = coupon & mask; ; at = at + stride & mask)
        {
            if (set[at] == coupon) return false;
            if (set[at] != 0) continue;
            set[at] = coupon;
            return true;
        }
    }

    private void StartRegisters()
    {
        _mode = Mode.Registers;
        _registers = new byte[1 << bits];
        (_inverseLow, _least, _atLeast) = (1 << bits, 0, 1 << bits);
    }

    private void Promote()
    {
        var (coupons, known) = (_coupons, Estimate());
        StartRegisters();
        foreach (var coupon in coupons)
            if (coupon != 0) Raise(coupon & _registers.Length - 1, (byte)((uint)coupon >> 26));
        (_estimate, _coupons) = (known, []);
    }

    private void Raise(int at, byte value)
    {
        var old = _registers[at];
        if (value <= old) return;
        _registers[at] = value;
        if (!_isOutOfOrder) _estimate += _registers.Length / (_inverseLow + _inverseHigh);
        if (old < 32) _inverseLow -= Math.ScaleB(1, -old); else _inverseHigh -= Math.ScaleB(1, -old);
        if (value < 32) _inverseLow += Math.ScaleB(1, -value); else _inverseHigh += Math.ScaleB(1, -value);
        if (_isOutOfOrder) { if (old == _least) Recount(); }
        else if (old == 0) _atLeast--;
    }

    /// <summary>The image that can be updated: coupons with the gaps between them, or all registers.</summary>
    public byte[] ToBytes()
    {
        var image = new byte[_mode switch { Mode.List => 8 + 4 * _coupons.Length, Mode.Set => 12 + 4 * _coupons.Length, _ => 40 + _registers.Length }];
        image[0] = _mode switch { Mode.List => 2, Mode.Set => 3, _ => 10 };
        (image[1], image[2], image[3]) = (1, 7, (byte)bits);
        image[4] = _mode == Mode.Registers ? (byte)0 : (byte)BitOperations.Log2((uint)_coupons.Length);
        image[5] = (byte)((IsEmpty ? EmptyFlag : 0) | (_isOutOfOrder ? OutOfOrderFlag : 0));
        image[6] = (byte)(_mode switch { Mode.List => _count, Mode.Set => 0, _ => _least });
        image[7] = (byte)((int)_mode | 2 << 2);
        if (_mode == Mode.Registers)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(image.AsSpan(8), _estimate);
            BinaryPrimitives.WriteDoubleLittleEndian(image.AsSpan(16), _inverseLow);
            BinaryPrimitives.WriteDoubleLittleEndian(image.AsSpan(24), _inverseHigh);
            BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(32), _atLeast);
            _registers.CopyTo(image, 40);
            return image;
        }
        if (_mode == Mode.Set) BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(8), _count);
        for (var i = 0; i < _coupons.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan((_mode == Mode.List ? 8 : 12) + 4 * i), _coupons[i]);
        return image;
    }

    /// <summary>Reads an image; false where it is none of a sketch with registers of 8 bits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> image, [NotNullWhen(true)] out HllSketch? sketch)
    {
        sketch = null;
        if (image.Length < 8 || image[1] != 1 || image[2] != 7 || image[3] is < MinBits or > MaxBits) return false;
        var mode = (Mode)(image[7] & 3);
        var read = new HllSketch(image[3]);
        if ((image[5] & EmptyFlag) != 0) { sketch = read; return true; }
        if (mode == Mode.Registers)
        {
            if (image[0] != 10 || image[7] >> 2 != 2 || image.Length < 40 + (1 << read.Bits)) return false;
            read._mode = Mode.Registers;
            read._registers = image.Slice(40, 1 << read.Bits).ToArray();
            read._estimate = BinaryPrimitives.ReadDoubleLittleEndian(image[8..]);
            read._inverseLow = BinaryPrimitives.ReadDoubleLittleEndian(image[16..]);
            read._inverseHigh = BinaryPrimitives.ReadDoubleLittleEndian(image[24..]);
            read._atLeast = BinaryPrimitives.ReadInt32LittleEndian(image[32..]);
            (read._least, read._isOutOfOrder) = (image[6], (image[5] & OutOfOrderFlag) != 0);
            sketch = read;
            return true;
        }
        if (mode > Mode.Set || image[0] != 2 + (int)mode || image[4] > read.Bits && image[4] > FirstSetBits) return false;
        var start = mode == Mode.List ? 8 : 12;
        if (image.Length < start) return false;
        var count = mode == Mode.List ? image[6] : BinaryPrimitives.ReadInt32LittleEndian(image[8..]);
        var stored = (image[5] & CompactFlag) != 0 ? count : 1 << image[4];
        if (count < 0 || stored < count || image.Length - start < 4L * stored) return false;
        var coupons = new int[stored];
        for (var i = 0; i < stored; i++) coupons[i] = BinaryPrimitives.ReadInt32LittleEndian(image[(start + 4 * i)..]);
        var isPlain = (image[5] & CompactFlag) == 0 && (mode == Mode.List ? image[4] == ListBits : image[4] >= FirstSetBits) && coupons.AsSpan().Count(0) == stored - count && 4 * count <= 3 * stored + (mode == Mode.List ? stored : 0);
        // Where the places are kept, further updates give the image that they would have given before.
        if (isPlain) (read._coupons, read._count, read._mode) = (coupons, count, mode);
        else
            foreach (var coupon in coupons)
                if (coupon != 0) read.Add(coupon);
        sketch = read;
        return true;
    }
}
