using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Firesteel.Foundation.Numerics;

/// <summary>MurmurHash3 x86_32 as Spark's <c>hash()</c> and its hash partitioning use it; text tails are mixed a whole round a byte.</summary>
static class Murmur3
{
    /// <summary>The seed of <c>hash()</c> and of partitioning.</summary>
    public const int Seed = 42;

    private const uint C1 = 0xcc9e2d51, C2 = 0x1b873593;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int HashInt(int value, int seed) => (int)Finish(MixState((uint)seed, MixBlock((uint)value)), 4);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int HashLong(long value, int seed)
    {
        var state = MixState((uint)seed, MixBlock((uint)value));
        return (int)Finish(MixState(state, MixBlock((uint)(value >>> 32))), 8);
    }

    /// <summary>Negative zero hashes as zero.</summary>
    public static int HashDouble(double value, int seed) => HashLong(BitConverter.DoubleToInt64Bits(value == 0 ? 0 : Canonical(value)), seed);

    /// <summary>Negative zero hashes as zero.</summary>
    public static int HashFloat(float value, int seed) => HashInt(BitConverter.SingleToInt32Bits(value == 0 ? 0 : float.IsNaN(value) ? CanonicalNaN : value), seed);

    public static int HashBoolean(bool value, int seed) => HashInt(value ? 1 : 0, seed);

    /// <summary>Hash of text or binary.</summary>
    public static int HashBytes(ReadOnlySpan<byte> value, int seed)
    {
        var state = (uint)seed;
        var rest = value;
        for (; rest.Length >= 4; rest = rest[4..]) state = MixState(state, MixBlock(BinaryPrimitives.ReadUInt32LittleEndian(rest)));
        foreach (var b in rest) state = MixState(state, MixBlock((uint)(sbyte)b));
        return (int)Finish(state, value.Length);
    }

    /// <summary>Hash of a decimal: up to 18 digits as a long, else as the bytes of its big-endian two's complement.</summary>
    public static int HashDecimal(Int128 unscaled, int precision, int seed)
    {
        if (precision <= 18) return HashLong((long)unscaled, seed);
        Span<byte> bytes = stackalloc byte[16];
        return HashBytes(Decimals.MinimalBigEndian(unscaled, bytes), seed);
    }

    // Java's doubleToLongBits has one NaN.
    private static double Canonical(double value) => double.IsNaN(value) ? BitConverter.Int64BitsToDouble(0x7ff8000000000000) : value;

    private static readonly float CanonicalNaN = BitConverter.Int32BitsToSingle(0x7fc00000);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint MixBlock(uint block) => BitOperations.RotateLeft(block * C1, 15) * C2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint MixState(uint state, uint block) => BitOperations.RotateLeft(state ^ block, 13) * 5 + 0xe6546b64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Finish(uint state, int length)
    {
        state ^= (uint)length;
        state = (state ^ state >>> 16) * 0x85ebca6b;
        state = (state ^ state >>> 13) * 0xc2b2ae35;
        return state ^ state >>> 16;
    }
}
