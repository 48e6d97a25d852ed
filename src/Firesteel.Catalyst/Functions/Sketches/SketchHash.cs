using System.Buffers.Binary;
using System.Numerics;

namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>MurmurHash3 of 128 bits for 64-bit machines, with the seed that sketches share so that they can be put together.</summary>
static class SketchHash
{
    public const ulong Seed = 9001;

    private const ulong C1 = 0x87c37b91114253d5, C2 = 0x4cf5ad432745937f;

    /// <summary>What sketches carry to tell by what seed they were made: the low 16 bits of the seed's own hash.</summary>
    public static readonly ushort SeedCode = CodeOf(Seed);

    public static (ulong Low, ulong High) OfLong(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Of(bytes, Seed);
    }

    /// <summary>Negative zero is zero, and there is one NaN.</summary>
    public static (ulong Low, ulong High) OfDouble(double value)
        => OfLong(value == 0 ? 0 : double.IsNaN(value) ? 0x7ff8000000000000 : BitConverter.DoubleToInt64Bits(value));

    public static (ulong Low, ulong High) Of(ReadOnlySpan<byte> bytes, ulong seed = Seed)
    {
        var (h1, h2, length) = (seed, seed, bytes.Length);
        for (; bytes.Length >= 16; bytes = bytes[16..])
        {
            h1 ^= Scramble1(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            h1 = (BitOperations.RotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= Scramble2(BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
            h2 = (BitOperations.RotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }
        if (bytes.Length > 0)
        {
            Span<byte> tail = stackalloc byte[16];
            tail.Clear();
            bytes.CopyTo(tail);
            if (bytes.Length > 8) h2 ^= Scramble2(BinaryPrimitives.ReadUInt64LittleEndian(tail[8..]));
            h1 ^= Scramble1(BinaryPrimitives.ReadUInt64LittleEndian(tail));
        }
        h1 ^= (ulong)length;
        h2 ^= (ulong)length;
        h1 += h2;
        h2 += h1;
        h1 = Finish(h1);
        h2 = Finish(h2);
        h1 += h2;
        return (h1, h2 + h1);
    }

    private static ushort CodeOf(ulong seed)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, seed);
        return (ushort)Of(bytes, 0).Low;
    }

    private static ulong Scramble1(ulong k) => BitOperations.RotateLeft(k * C1, 31) * C2;
    private static ulong Scramble2(ulong k) => BitOperations.RotateLeft(k * C2, 33) * C1;

    private static ulong Finish(ulong h)
    {
        h = (h ^ h >> 33) * 0xff51afd7ed558ccd;
        h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53;
        return h ^ h >> 33;
    }
}
