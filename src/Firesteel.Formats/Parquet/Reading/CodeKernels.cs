using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Encodings;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>Loops over dictionary codes.</summary>
static unsafe class CodeKernels
{
    /// <summary>Reads codes and checks that the dictionary has them.</summary>
    public static void Read(ref RleDecoder decoder, uint* codes, int count, int dictionaryCount)
    {
        decoder.Read(codes, count);
        if (count > 0 && Max(codes, count) >= (uint)dictionaryCount) throw new ParquetFormatException("A dictionary code has no entry.");
    }

    /// <summary>Writes the values of codes side by side.</summary>
    public static void LookUp(ColumnVector dictionary, uint* codes, byte* target, int count)
    {
        switch (dictionary.ElementSize)
        {
            case 1: LookUp(dictionary.Values<byte>(), codes, target, count); break;
            case 2: LookUp(dictionary.Values<short>(), codes, (short*)target, count); break;
            case 4: LookUp(dictionary.Values<int>(), codes, (int*)target, count); break;
            case 8: LookUp(dictionary.Values<long>(), codes, (long*)target, count); break;
            case 16: LookUp(dictionary.Values<Int128>(), codes, (Int128*)target, count); break;
        }
    }

    private static void LookUp<T>(T* values, uint* codes, T* target, int count) where T : unmanaged
    {
        for (var i = 0; i < count; i++) target[i] = values[codes[i]];
    }

    public static uint Max(uint* codes, int count)
    {
        var result = 0u;
        var i = 0;
        var all = Vector256<uint>.Zero;
        for (; i + 8 <= count; i += 8) all = Vector256.Max(all, Vector256.Load(codes + i));
        for (; i < count; i++) result = Math.Max(result, codes[i]);
        for (var lane = 0; lane < 8; lane++) result = Math.Max(result, all[lane]);
        return result;
    }
}
