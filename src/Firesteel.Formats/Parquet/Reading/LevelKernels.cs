using System.Numerics;
using System.Runtime.Intrinsics;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>Loops over definition levels of a byte each.</summary>
static unsafe class LevelKernels
{
    /// <summary>How many levels are not <paramref name="level"/>.</summary>
    public static int CountOther(byte* levels, int count, byte level)
    {
        var same = 0;
        var i = 0;
        var wanted = Vector256.Create(level);
        for (; i + 32 <= count; i += 32) same += BitOperations.PopCount(Vector256.Equals(Vector256.Load(levels + i), wanted).ExtractMostSignificantBits());
        for (; i < count; i++) same += levels[i] == level ? 1 : 0;
        return count - same;
    }

    /// <summary>1 where the level is not <paramref name="level"/>, else 0.</summary>
    public static void MarkOther(byte* levels, byte* nulls, int count, byte level)
    {
        var i = 0;
        var wanted = Vector256.Create(level);
        for (; i + 32 <= count; i += 32) Vector256.Store(Vector256.AndNot(Vector256.Create((byte)1), Vector256.Equals(Vector256.Load(levels + i), wanted)), nulls + i);
        for (; i < count; i++) nulls[i] = levels[i] == level ? (byte)0 : (byte)1;
    }
}
