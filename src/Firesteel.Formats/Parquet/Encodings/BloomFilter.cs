using System.Numerics;
using System.Runtime.Intrinsics;

namespace Firesteel.Formats.Parquet.Encodings;

/// <summary>A split-block Bloom filter: a value sets one bit in each of the eight words of one 32-byte block.</summary>
sealed class BloomFilter(byte[] bits)
{
    private const int BlockSize = 32;
    private static readonly Vector256<uint> Salts = Vector256.Create(0x47B6137Bu, 0x44974D91u, 0x8824AD5Bu, 0xA2B7289Du, 0x705495C7u, 0x2DF1424Bu, 0x9EFC4947u, 0x5C6BFB31u);

    public byte[] Bits => bits;

    /// <summary>An empty filter for so many distinct values.</summary>
    public static BloomFilter Create(long distinct, double falsePositives, int maxBytes)
    {
        var wanted = -8.0 * Math.Max(1, distinct) / Math.Log(1 - Math.Pow(falsePositives, 1.0 / 8)) / 8;
        var bytes = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(BlockSize, wanted));
        return new BloomFilter(new byte[Math.Min(bytes, Math.Max(BlockSize, maxBytes / BlockSize * BlockSize))]);
    }

    public void Add(ulong hash)
    {
        var block = Block(hash);
        Vector256.BitwiseOr(Vector256.Create<byte>(block).AsUInt32(), Mask(hash)).AsByte().CopyTo(block);
    }

    /// <summary>False only where no added value has that hash.</summary>
    public bool MayContain(ulong hash)
    {
        var mask = Mask(hash);
        return (Vector256.Create<byte>(Block(hash)).AsUInt32() & mask) == mask;
    }

    private Span<byte> Block(ulong hash) => bits.AsSpan((int)((hash >> 32) * (ulong)(bits.Length / BlockSize) >> 32) * BlockSize, BlockSize);

    private static Vector256<uint> Mask(ulong hash)
    {
        var places = (Salts * (uint)hash) >>> 27;
        Span<uint> words = stackalloc uint[8];
        for (var i = 0; i < 8; i++) words[i] = 1u << (int)places[i];
        return Vector256.Create<uint>(words);
    }
}
