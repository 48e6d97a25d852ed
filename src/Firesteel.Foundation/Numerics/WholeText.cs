using System.Runtime.CompilerServices;

namespace Firesteel.Foundation.Numerics;

/// <summary>Whole numbers as decimal digits, four at a time.</summary>
static unsafe class WholeText
{
    /// <summary>Bytes that a number takes at most, and that there must be room for.</summary>
    public const int MaxLength = 20;

    // The four digits of each number below 10,000, the first one lowest.
    private static readonly uint[] Groups = [.. Enumerable.Range(0, 10_000).Select(n => (uint)('0' + n / 1000 | '0' + n / 100 % 10 << 8 | '0' + n / 10 % 10 << 16 | '0' + n % 10 << 24))];

    /// <summary>The digits of a number below 10,000 as a word, the first one lowest and zero behind the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Short(uint value, out int length)
    {
        // The first group has no leading zeros.
        var missing = (value < 1000 ? 1 : 0) + (value < 100 ? 1 : 0) + (value < 10 ? 1 : 0);
        length = 4 - missing;
        return Groups[value] >> (8 * missing);
    }

    /// <summary>Writes a number; returns how many bytes it takes. Bytes behind those may be overwritten.</summary>
    public static int Write(long value, byte* target)
    {
        if (value >= 0) return WriteMany((ulong)value, target);
        *target = (byte)'-';
        return 1 + WriteMany((ulong)-value, target + 1);
    }

    private static int WriteMany(ulong value, byte* target)
    {
        int length;
        if (value < 10_000)
        {
            Unsafe.WriteUnaligned(target, Short((uint)value, out length));
            return length;
        }
        var (rest, group) = Math.DivRem(value, 10_000);
        length = WriteMany(rest, target);
        Unsafe.WriteUnaligned(target + length, Groups[group]);
        return length + 4;
    }
}
