using System.Numerics;
using System.Runtime.CompilerServices;

namespace Firesteel.Formats.Parquet.Encodings;

/// <summary>xxHash's 64-bit form with seed 0: what Parquet's Bloom filters hash plain values with.</summary>
static unsafe class XxHash64
{
    private const ulong P1 = 0x9E3779B185EBCA87, P2 = 0xC2B2AE3D27D4EB4F, P3 = 0x165667B19E3779F9, P4 = 0x85EBCA77C2B2AE63, P5 = 0x27D4EB2F165667C5;

    public static ulong Hash(ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data) return Hash(start, data.Length);
    }

    public static ulong Hash(byte* p, int length)
    {
        var end = p + length;
        ulong hash;
        if (length >= 32)
        {
            ulong a = unchecked(P1 + P2), b = P2, c = 0, d = unchecked(0 - P1);
            for (; end - p >= 32; p += 32)
            {
                a = Round(a, Read64(p));
                b = Round(b, Read64(p + 8));
                c = Round(c, Read64(p + 16));
                d = Round(d, Read64(p + 24));
            }
            hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            hash = Merge(Merge(Merge(Merge(hash, a), b), c), d);
        }
        else
        {
            hash = P5;
        }
        hash += (ulong)length;
        for (; end - p >= 8; p += 8) hash = BitOperations.RotateLeft(hash ^ Round(0, Read64(p)), 27) * P1 + P4;
        if (end - p >= 4)
        {
            hash = BitOperations.RotateLeft(hash ^ Unsafe.ReadUnaligned<uint>(p) * P1, 23) * P2 + P3;
            p += 4;
        }
        for (; p < end; p++) hash = BitOperations.RotateLeft(hash ^ *p * P5, 11) * P1;
        hash = (hash ^ hash >> 33) * P2;
        hash = (hash ^ hash >> 29) * P3;
        return hash ^ hash >> 32;
    }

    private static ulong Read64(byte* p) => Unsafe.ReadUnaligned<ulong>(p);
    private static ulong Round(ulong accumulator, ulong input) => BitOperations.RotateLeft(accumulator + input * P2, 31) * P1;
    private static ulong Merge(ulong hash, ulong accumulator) => (hash ^ Round(0, accumulator)) * P1 + P4;
}
