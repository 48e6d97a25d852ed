using System.Runtime.Intrinsics;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Kernels;

/// <summary>Null bytes of results from those of arguments.</summary>
static unsafe class NullMasks
{
    /// <summary>Marks the result null wherever the argument is; true when a constant argument is null, so that every row is.</summary>
    public static bool Merge(ColumnVector argument, ColumnVector result, int rowCount)
    {
        if (argument.Physical == PhysicalType.Null || argument.IsConstant && argument.IsNull(0))
        {
            new Span<byte>(result.EnsureNulls(), rowCount).Fill(1);
            return true;
        }
        if (!argument.HasNulls || argument.IsConstant) return false;
        if (!result.HasNulls)
        {
            Buffer.MemoryCopy(argument.Nulls, result.EnsureNulls(), rowCount, rowCount);
            return false;
        }
        var (from, to) = ((nint)argument.Nulls, (nint)result.Nulls);
        Or((byte*)from, (byte*)to, rowCount);
        return false;
    }

    private static void Or(byte* from, byte* to, int count)
    {
        var i = 0;
        for (; i <= count - 32; i += 32) (Vector256.Load(from + i) | Vector256.Load(to + i)).Store(to + i);
        for (; i < count; i++) to[i] |= from[i];
    }
}
