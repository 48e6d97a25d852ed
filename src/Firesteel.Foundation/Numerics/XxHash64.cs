using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Firesteel.Foundation.Numerics;

/// <summary>XXH64 as Spark's <c>xxhash64()</c> uses it.</summary>
static class XxHash64
{
    /// <summary>The seed of <c>xxhash64()</c>.</summary>
    public const long Seed = 42;

    private const ulong P1 = 0x9E3779B185EBCA87, P2 = 0xC2B2AE3D27D4EB4F, P3 = 0x165667B19E3779F9, P4 = 0x85EBCA77C2B2AE63, P5 = 0x27D4EB2F165667C5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long HashInt(int value, long seed) => (long)Avalanche(MixInt((ulong)seed + P5 + 4, (uint)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long HashLong(long value, long seed) => (long)Avalanche(MixLong((ulong)seed + P5 + 8, (ulong)value));

    /// <summary>Negative zero hashes as zero.</summary>
    public static long HashDouble(double value, long seed) =>
        HashLong(value == 0 ? 0 : double.IsNaN(value) ? 0x7ff8000000000000 : BitConverter.DoubleToInt64Bits(value), seed);

    /// <summary>Negative zero hashes as zero.</summary>
    public static long HashFloat(float value, long seed) =>
        HashInt(value == 0 ? 0 : float.IsNaN(value) ? 0x7fc00000 : BitConverter.SingleToInt32Bits(value), seed);

    public static long HashBoolean(bool value, long seed) => HashInt(value ? 1 : 0, seed);

    /// <summary>Hash of a decimal: up to 18 digits as a long, else as the bytes of its big-endian two's complement.</summary>
    public static long HashDecimal(Int128 unscaled, int precision, long seed)
    {
        if (precision <= 18) return HashLong((long)unscaled, seed);
        Span<byte> bytes = stackalloc byte[16];
        return HashBytes(Decimals.MinimalBigEndian(unscaled, bytes), seed);
    }

    /// <summary>Hash of text or binary.</summary>
    public static long HashBytes(ReadOnlySpan<byte> value, long seed)
    {
        ulong hash;
        var rest = value;
        if (value.Length >= 32)
        {
            var (v1, v2, v3, v4) = ((ulong)seed + P1 + P2, (ulong)seed + P2, (ulong)seed, (ulong)seed - P1);
            for (; rest.Length >= 32; rest = rest[32..])
            {
                v1 = Round(v1, BinaryPrimitives.ReadUInt64LittleEndian(rest));
                v2 = Round(v2, BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
                v3 = Round(v3, BinaryPrimitives.ReadUInt64LittleEndian(rest[16..]));
                v4 = Round(v4, BinaryPrimitives.ReadUInt64LittleEndian(rest[24..]));
            }
            hash = BitOperations.RotateLeft(v1, 1) + BitOperations.RotateLeft(v2, 7) + BitOperations.RotateLeft(v3, 12) + BitOperations.RotateLeft(v4, 18);
            hash = Merge(Merge(Merge(Merge(hash, v1), v2), v3), v4);
        }
        else
        {
            hash = (ulong)seed + P5;
        }
        hash += (ulong)value.Length;
        for (; rest.Length >= 8; rest = rest[8..]) hash = MixLong(hash, BinaryPrimitives.ReadUInt64LittleEndian(rest));
        if (rest.Length >= 4)
        {
            hash = MixInt(hash, BinaryPrimitives.ReadUInt32LittleEndian(rest));
            rest = rest[4..];
        }
        foreach (var b in rest) hash = BitOperations.RotateLeft(hash ^ b * P5, 11) * P1;
        return (long)Avalanche(hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Round(ulong lane, ulong input) => BitOperations.RotateLeft(lane + input * P2, 31) * P1;

    private static ulong Merge(ulong hash, ulong lane) => (hash ^ Round(0, lane)) * P1 + P4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MixLong(ulong hash, ulong value) => BitOperations.RotateLeft(hash ^ Round(0, value), 27) * P1 + P4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MixInt(ulong hash, uint value) => BitOperations.RotateLeft(hash ^ value * P1, 23) * P2 + P3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Avalanche(ulong hash)
    {
        hash = (hash ^ hash >> 33) * P2;
        hash = (hash ^ hash >> 29) * P3;
        return hash ^ hash >> 32;
    }
}
