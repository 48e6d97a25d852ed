using System.Numerics;
using System.Runtime.CompilerServices;
using Firesteel.Formats.Orc.Reading;

namespace Firesteel.Formats.Orc.Encodings;

/// <summary>Truth values: bits, highest first, in byte runs.</summary>
sealed unsafe class BitRuns(OrcInput input)
{
    private const int BlockSize = 512;
    private static readonly ulong[] Spread = BuildSpread();
    private readonly ByteRuns _bytes = new(input);
    private byte _current;
    private int _left;

    public void Start()
    {
        _bytes.Start();
        _left = 0;
    }

    /// <summary>Writes a byte a bit; returns how many are set.</summary>
    /// <param name="flip">1 to write 0 for each bit that is set and 1 for the others.</param>
    [SkipLocalsInit]
    public int Read(byte* target, int count, byte flip)
    {
        var set = 0;
        for (; count > 0 && _left > 0; count--) set += Take(target++, flip);
        var block = stackalloc byte[BlockSize];
        var mask = flip * 0x0101010101010101UL;
        while (count >= 8)
        {
            var bytes = Math.Min(count / 8, BlockSize);
            _bytes.Read(block, bytes);
            for (var i = 0; i < bytes; i++)
            {
                Unsafe.WriteUnaligned(target + i * 8, Spread[block[i]] ^ mask);
                set += BitOperations.PopCount(block[i]);
            }
            target += bytes * 8;
            count -= bytes * 8;
        }
        if (count == 0) return set;
        _bytes.Read(block, 1);
        (_current, _left) = (*block, 8);
        for (; count > 0; count--) set += Take(target++, flip);
        return set;
    }

    private int Take(byte* target, byte flip)
    {
        var bit = _current >> --_left & 1;
        *target = (byte)(bit ^ flip);
        return bit;
    }

    private static ulong[] BuildSpread()
    {
        var table = new ulong[256];
        for (var value = 0; value < 256; value++)
            for (var bit = 0; bit < 8; bit++)
                if ((value >> (7 - bit) & 1) != 0) table[value] |= 1UL << (8 * bit);
        return table;
    }
}
