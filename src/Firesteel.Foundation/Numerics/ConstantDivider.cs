using System.Runtime.CompilerServices;

namespace Firesteel.Foundation.Numerics;

/// <summary>Divides many whole numbers by one: a multiplication and a shift in place of each division, after Granlund and Montgomery.</summary>
readonly struct ConstantDivider
{
    private readonly long _factor;
    private readonly long _correction;
    private readonly int _shift;

    /// <param name="divisor">At least 2, or at most -2.</param>
    public ConstantDivider(long divisor)
    {
        if (divisor is >= -1 and <= 1) throw new ArgumentOutOfRangeException(nameof(divisor));
        // The smallest power of two whose multiple of the reciprocal is exact enough for every dividend.
        var size = divisor < 0 ? (UInt128)(ulong)-divisor : (UInt128)(ulong)divisor;
        var half = (UInt128)1 << 63;
        var largest = half + (divisor < 0 ? 1u : 0u);
        largest = largest - 1 - largest % size;
        var power = 63;
        UInt128 rest;
        do
        {
            power++;
            rest = size - ((UInt128)1 << power) % size;
        }
        while ((UInt128)1 << power <= largest * rest);
        var factor = (long)(ulong)((((UInt128)1 << power) + rest) / size);
        _factor = divisor < 0 ? -factor : factor;
        // A factor of 64 bits and its sign do not fit together: what is missing is once the dividend.
        _correction = divisor > 0 && _factor < 0 ? 1 : divisor < 0 && _factor > 0 ? -1 : 0;
        _shift = power - 64;
    }

    /// <summary>The quotient, rounded towards zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Divide(long dividend)
    {
        var quotient = (Math.BigMul(dividend, _factor, out _) + _correction * dividend) >> _shift;
        return quotient + (long)((ulong)quotient >> 63);
    }
}
