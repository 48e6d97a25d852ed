using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Firesteel.Formats.Buffers;

/// <summary>
/// Moves values that stand side by side at the start of a column to the rows that are not null, in place and from the last one on;
/// null rows become zero.
/// </summary>
static unsafe class NullSpread
{
    /// <param name="size">Bytes of a value: 1, 2, 4, 8 or 16.</param>
    /// <param name="nulls">A byte a row, 1 where null.</param>
    /// <param name="present">Rows that are not null.</param>
    public static void Spread(byte* data, int size, byte* nulls, int count, int present)
    {
        if (Avx512Vbmi2.IsSupported) SpreadAvx512(data, size, nulls, count, present);
        else SpreadScalar(data, size, nulls, count, present);
    }

    public static void SpreadScalar(byte* data, int size, byte* nulls, int count, int present)
    {
        switch (size)
        {
            case 1: Scalar(data, nulls, 0, count, present); break;
            case 2: Scalar((short*)data, nulls, 0, count, present); break;
            case 4: Scalar((int*)data, nulls, 0, count, present); break;
            case 8: Scalar((long*)data, nulls, 0, count, present); break;
            case 16: Scalar((Int128*)data, nulls, 0, count, present); break;
        }
    }

    public static void SpreadAvx512(byte* data, int size, byte* nulls, int count, int present)
    {
        switch (size)
        {
            case 1: Blocks<byte, byte, Lanes8>(data, nulls, count, present); break;
            case 2: Blocks<short, short, Lanes16>((short*)data, nulls, count, present); break;
            case 4: Blocks<int, int, Lanes32>((int*)data, nulls, count, present); break;
            case 8: Blocks<long, long, Lanes64>((long*)data, nulls, count, present); break;
            case 16: Blocks<Int128, long, Lanes128>((Int128*)data, nulls, count, present); break;
        }
    }

    // Rows from the end down to `first`; returns how many values are left before them.
    private static int Scalar<T>(T* values, byte* nulls, int first, int count, int present) where T : unmanaged
    {
        var from = present - 1;
        for (var i = count - 1; i >= first; i--)
        {
            // Before the first value there is nothing to read, but position 0 is there.
            var value = values[Math.Max(from, 0)];
            var isNull = nulls[i] != 0;
            values[i] = isNull ? default : value;
            from -= isNull ? 0 : 1;
        }
        return from + 1;
    }

    private static void Blocks<T, TLane, TLanes>(T* values, byte* nulls, int count, int present)
        where T : unmanaged where TLane : unmanaged where TLanes : struct, ILanes<TLane>
    {
        var block = 64 / sizeof(T);
        var whole = count / block * block;
        var left = Scalar(values, nulls, whole, count, present);
        for (var i = whole - block; i >= 0; i -= block)
        {
            var mask = TLanes.Present(nulls + i);
            left -= BitOperations.PopCount(mask.ExtractMostSignificantBits()) * sizeof(TLane) / sizeof(T);
            Vector512.Store(TLanes.Expand(mask, Vector512.Load((TLane*)(values + left))), (TLane*)(values + i));
        }
    }

    /// <summary>What depends on the width of a lane.</summary>
    private interface ILanes<T> where T : unmanaged
    {
        /// <summary>All bits of the lanes whose rows are not null.</summary>
        static abstract Vector512<T> Present(byte* nulls);

        static abstract Vector512<T> Expand(Vector512<T> mask, Vector512<T> values);
    }

    private readonly struct Lanes8 : ILanes<byte>
    {
        public static Vector512<byte> Present(byte* nulls) => Vector512.Equals(Vector512.Load(nulls), Vector512<byte>.Zero);
        public static Vector512<byte> Expand(Vector512<byte> mask, Vector512<byte> values) => Avx512Vbmi2.Expand(Vector512<byte>.Zero, mask, values);
    }

    private readonly struct Lanes16 : ILanes<short>
    {
        public static Vector512<short> Present(byte* nulls) => Vector512.Equals(Avx512BW.ConvertToVector512Int16(Vector256.Load(nulls)), Vector512<short>.Zero);
        public static Vector512<short> Expand(Vector512<short> mask, Vector512<short> values) => Avx512Vbmi2.Expand(Vector512<short>.Zero, mask, values);
    }

    private readonly struct Lanes32 : ILanes<int>
    {
        public static Vector512<int> Present(byte* nulls) => Vector512.Equals(Avx512F.ConvertToVector512Int32(Vector128.Load(nulls)), Vector512<int>.Zero);
        public static Vector512<int> Expand(Vector512<int> mask, Vector512<int> values) => Avx512F.Expand(Vector512<int>.Zero, mask, values);
    }

    private readonly struct Lanes64 : ILanes<long>
    {
        public static Vector512<long> Present(byte* nulls) => Vector512.Equals(Avx512F.ConvertToVector512Int64(Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(nulls)).AsByte()), Vector512<long>.Zero);
        public static Vector512<long> Expand(Vector512<long> mask, Vector512<long> values) => Avx512F.Expand(Vector512<long>.Zero, mask, values);
    }

    // Values of 16 bytes are two lanes each.
    private readonly struct Lanes128 : ILanes<long>
    {
        public static Vector512<long> Present(byte* nulls)
        {
            var twice = Vector128.Shuffle(Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(nulls)).AsByte(), Vector128.Create((byte)0, 0, 1, 1, 2, 2, 3, 3, 15, 15, 15, 15, 15, 15, 15, 15));
            return Vector512.Equals(Avx512F.ConvertToVector512Int64(twice), Vector512<long>.Zero);
        }

        public static Vector512<long> Expand(Vector512<long> mask, Vector512<long> values) => Avx512F.Expand(Vector512<long>.Zero, mask, values);
    }
}
