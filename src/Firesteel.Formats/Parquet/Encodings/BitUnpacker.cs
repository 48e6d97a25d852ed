using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Firesteel.Formats.Parquet.Encodings;

/// <summary>
/// Unpacks little-endian bit-packed numbers. Every variant reads up to 63 bytes behind the packed data
/// and writes whole groups of eight numbers.
/// </summary>
static unsafe class BitUnpacker
{
    /// <summary>Widest numbers whose eight neighbours fit the shuffles of the SIMD variants.</summary>
    public const int MaxSimdWidth = 25;

    private static readonly byte* Avx2Shuffles = BuildAvx2();
    private static readonly byte* Avx512Shuffles = BuildAvx512();

    /// <summary>Unpacks <paramref name="groups"/> groups of eight numbers of <paramref name="width"/> bits (0 to 32).</summary>
    public static void Unpack(byte* source, int width, uint* target, int groups)
    {
        if (width == 0) new Span<uint>(target, groups * 8).Clear();
        else if (width > MaxSimdWidth) UnpackScalar(source, width, target, groups);
        else if (Avx512Vbmi.IsSupported) UnpackAvx512(source, width, target, groups);
        else if (Avx2.IsSupported) UnpackAvx2(source, width, target, groups);
        else UnpackScalar(source, width, target, groups);
    }

    public static void UnpackScalar(byte* source, int width, uint* target, int groups)
    {
        var mask = (uint)((1UL << width) - 1);
        for (long i = 0, bit = 0, count = groups * 8L; i < count; i++, bit += width)
            target[i] = (uint)(Unsafe.ReadUnaligned<ulong>(source + (bit >> 3)) >> (int)(bit & 7)) & mask;
    }

    public static void UnpackAvx2(byte* source, int width, uint* target, int groups)
    {
        var shuffle = Vector256.Load(Avx2Shuffles + width * 32);
        var shifts = Vector256.Create(0, width, 2 * width, 3 * width, 4 * width, 5 * width, 6 * width, 7 * width).AsUInt32() & Vector256.Create(7u);
        var mask = Vector256.Create((1u << width) - 1);
        nint upper = width / 2;
        for (var i = 0; i < groups; i++)
        {
            var bytes = Vector256.Create(Vector128.Load(source), Vector128.Load(source + upper));
            Vector256.Store(Avx2.ShiftRightLogicalVariable(Avx2.Shuffle(bytes, shuffle).AsUInt32(), shifts) & mask, target);
            source += width;
            target += 8;
        }
    }

    public static void UnpackAvx512(byte* source, int width, uint* target, int groups)
    {
        var shuffle = Vector512.Load(Avx512Shuffles + width * 64);
        var shifts = Vector512<uint>.Indices * (uint)width & Vector512.Create(7u);
        var mask = Vector512.Create((1u << width) - 1);
        var i = 0;
        for (; i + 2 <= groups; i += 2)
        {
            Vector512.Store(Avx512F.ShiftRightLogicalVariable(Avx512Vbmi.PermuteVar64x8(Vector512.Load(source), shuffle).AsUInt32(), shifts) & mask, target);
            source += 2 * width;
            target += 16;
        }
        if (i < groups)
            Vector256.Store((Avx512F.ShiftRightLogicalVariable(Avx512Vbmi.PermuteVar64x8(Vector512.Load(source), shuffle).AsUInt32(), shifts) & mask).GetLower(), target);
    }

    /// <summary>Unpacks eight numbers of up to 8 bits to a byte each: levels and truth values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong UnpackBytes(byte* source, int width)
    {
        var packed = Unsafe.ReadUnaligned<ulong>(source);
        if (Bmi2.X64.IsSupported) return Bmi2.X64.ParallelBitDeposit(packed, 0x0101010101010101UL * ((1UL << width) - 1));
        return UnpackBytesScalar(packed, width);
    }

    public static ulong UnpackBytesScalar(ulong packed, int width)
    {
        var result = 0UL;
        var mask = (1UL << width) - 1;
        for (var i = 0; i < 8; i++) result |= (packed >> (i * width) & mask) << (8 * i);
        return result;
    }

    // Four numbers a lane; the upper lane starts at the fifth number's byte (its odd half byte shows in the shifts).
    private static byte* BuildAvx2()
    {
        var table = (byte*)NativeMemory.AlignedAlloc((MaxSimdWidth + 1) * 32, 64);
        for (var width = 0; width <= MaxSimdWidth; width++)
            for (var i = 0; i < 8; i++)
            {
                var first = i * width / 8 - (i >= 4 ? width / 2 : 0);
                for (var b = 0; b < 4; b++) table[width * 32 + i * 4 + b] = (byte)(first + b < 16 ? first + b : 0x80);
            }
        return table;
    }

    private static byte* BuildAvx512()
    {
        var table = (byte*)NativeMemory.AlignedAlloc((MaxSimdWidth + 1) * 64, 64);
        for (var width = 0; width <= MaxSimdWidth; width++)
            for (var i = 0; i < 16; i++)
                for (var b = 0; b < 4; b++) table[width * 64 + i * 4 + b] = (byte)Math.Min(63, i * width / 8 + b);
        return table;
    }
}
