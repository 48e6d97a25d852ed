using System.Buffers.Binary;
using System.Numerics;

namespace Firesteel.Foundation.Numerics;

/// <summary>The generator behind Spark's <c>rand</c>, <c>randn</c>, <c>sample</c> and <c>uniform</c>: a 64-bit xorshift with java.util.Random's way to numbers.</summary>
struct XorShiftRandom
{
    // Seed of Scala's hash of arrays.
    private const uint ArraySeed = 0x3c074a61;
    private const double DoubleUnit = 1.0 / (1L << 53);

    private long _state;
    private double _nextGaussian;
    private bool _hasNextGaussian;

    public XorShiftRandom(long seed) => _state = HashSeed(seed);

    /// <summary>Spreads the bits of a seed, so that neighbouring seeds give unrelated sequences.</summary>
    public static long HashSeed(long seed)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, seed);
        var low = Hash(bytes, ArraySeed);
        var high = Hash(bytes, low);
        return (long)((ulong)high << 32 | low);
    }

    public int NextInt() => Next(32);

    /// <summary>A number from 0 to below <paramref name="bound"/>, which is positive.</summary>
    public int NextInt(int bound)
    {
        var bits = Next(31);
        if ((bound & (bound - 1)) == 0) return (int)((bound * (long)bits) >> 31);
        int value;
        // The last, incomplete run of the bound's multiples is not used.
        while (bits - (value = bits % bound) + (bound - 1) < 0) bits = Next(31);
        return value;
    }

    public long NextLong() => ((long)Next(32) << 32) + Next(32);

    public double NextDouble() => (((long)Next(26) << 27) + Next(27)) * DoubleUnit;

    public float NextFloat() => Next(24) / (float)(1 << 24);

    public bool NextBoolean() => Next(1) != 0;

    /// <summary>A number of the standard normal distribution, by the polar method.</summary>
    public double NextGaussian()
    {
        if (_hasNextGaussian)
        {
            _hasNextGaussian = false;
            return _nextGaussian;
        }
        double a, b, square;
        do
        {
            a = 2 * NextDouble() - 1;
            b = 2 * NextDouble() - 1;
            square = a * a + b * b;
        }
        while (square is >= 1 or 0);
        var factor = Math.Sqrt(-2 * StrictLog.Of(square) / square);
        _nextGaussian = b * factor;
        _hasNextGaussian = true;
        return a * factor;
    }

    private int Next(int bits)
    {
        var next = _state ^ _state << 21;
        next ^= next >>> 35;
        next ^= next << 4;
        _state = next;
        return (int)(next & ((1L << bits) - 1));
    }

    // MurmurHash3 x86_32 of eight bytes.
    private static uint Hash(ReadOnlySpan<byte> bytes, uint seed)
    {
        var hash = seed;
        for (var i = 0; i < 8; i += 4)
        {
            var block = BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]) * 0xcc9e2d51;
            block = BitOperations.RotateLeft(block, 15) * 0x1b873593;
            hash = BitOperations.RotateLeft(hash ^ block, 13) * 5 + 0xe6546b64;
        }
        hash ^= 8;
        hash = (hash ^ hash >> 16) * 0x85ebca6b;
        hash = (hash ^ hash >> 13) * 0xc2b2ae35;
        return hash ^ hash >> 16;
    }
}
