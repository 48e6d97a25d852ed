using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Firesteel.Columnar.Blocks;

/// <summary>CRC-32C, piece by piece: the first state is all ones, and the last is inverted.</summary>
static class Crc32C
{
    public static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        ref var first = ref MemoryMarshal.GetReference(bytes);
        var at = 0;
        for (; bytes.Length - at >= 8; at += 8) state = BitOperations.Crc32C(state, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, at)));
        for (; at < bytes.Length; at++) state = BitOperations.Crc32C(state, bytes[at]);
        return state;
    }
}
