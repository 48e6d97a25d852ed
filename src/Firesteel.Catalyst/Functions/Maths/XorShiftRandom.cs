using System.Buffers.Binary;
using Firesteel.Foundation.Numerics;

namespace Firesteel.Catalyst.Functions.Maths;

/// <summary>Spark's generator of pseudo-random numbers: xor-shift steps from a hashed seed, drawn from as java.util.Random draws.</summary>
sealed class XorShiftRandom(long seed)
{
    private long _seed = Hash(seed);
    private double _nextGaussian;
    private bool _hasGaussian;

    public double NextDouble() => (((long)Next(26) << 27) + Next(27)) * (1.0 / (1L << 53));

    public int NextInt() => Next(32);

    /// <summary>Below <paramref name="bound"/>, which is above 0.</summary>
    public int NextInt(int bound)
    {
        var r = Next(31);
        var m = bound - 1;
        if ((bound & m) == 0) return (int)((bound * (long)r) >> 31);
        for (var u = r; u - (r = u % bound) + m < 0; u = Next(31)) { }
        return r;
    }

    /// <summary>Normal distribution by the polar method; every other value is kept from the call before.</summary>
    public double NextGaussian()
    {
        if (_hasGaussian) { _hasGaussian = false; return _nextGaussian; }
        double x, y, square;
        do
        {
            x = 2 * NextDouble() - 1;
            y = 2 * NextDouble() - 1;
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        var scale = Math.Sqrt(-2 * Math.Log(square) / square);
        _nextGaussian = y * scale;
        _hasGaussian = true;
        return x * scale;
    }

    private int Next(int bits)
    {
        var next = _seed ^ (_seed << 21);
        next ^= next >>> 35;
        next ^= next << 4;
        _seed = next;
        return (int)(next & ((1L << bits) - 1));
    }

    private static long Hash(long seed)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, seed);
        var low = Murmur3.HashBytes(bytes, 0x3c074a61);
        var high = Murmur3.HashBytes(bytes, low);
        return ((long)high << 32) | (uint)low;
    }
}
