namespace Firesteel.Foundation.Numerics;

/// <summary>Unsigned integers of up to 24 64-bit limbs on the stack, for the rare results that leave 128 bits.</summary>
unsafe ref struct WideInteger
{
    public const int MaxLimbs = 24;

    private fixed ulong _limbs[MaxLimbs];

    public int Length { get; private set; }

    public WideInteger(UInt128 value)
    {
        _limbs[0] = (ulong)value;
        _limbs[1] = (ulong)(value >> 64);
        Length = 2;
        Trim();
    }

    public readonly bool IsZero => Length == 0;

    public readonly int BitLength => Length == 0 ? 0 : Length * 64 - System.Numerics.BitOperations.LeadingZeroCount(_limbs[Length - 1]);

    public readonly bool FitsUInt128 => Length <= 2;

    public readonly UInt128 ToUInt128() => new(Length > 1 ? _limbs[1] : 0, Length > 0 ? _limbs[0] : 0);

    public void MultiplyBy(ulong factor)
    {
        ulong carry = 0;
        for (var i = 0; i < Length; i++)
        {
            var high = Math.BigMul(_limbs[i], factor, out var low);
            _limbs[i] = low + carry;
            carry = high + (_limbs[i] < low ? 1UL : 0UL);
        }
        if (carry != 0) _limbs[Length++] = carry;
        Trim();
    }

    public void MultiplyBy(UInt128 factor)
    {
        var high = (ulong)(factor >> 64);
        if (high == 0) { MultiplyBy((ulong)factor); return; }
        var upper = this;
        upper.MultiplyBy(high);
        MultiplyBy((ulong)factor);
        upper.ShiftLeft(64);
        Add(upper);
    }

    public void MultiplyByPowerOfTen(int exponent)
    {
        for (; exponent >= 19; exponent -= 19) MultiplyBy(10_000_000_000_000_000_000UL);
        if (exponent > 0) MultiplyBy((ulong)Decimals.PowerOfTen(exponent));
    }

    public void MultiplyByPowerOfFive(int exponent)
    {
        for (; exponent >= 27; exponent -= 27) MultiplyBy(7_450_580_596_923_828_125UL);
        ulong rest = 1;
        for (; exponent > 0; exponent--) rest *= 5;
        MultiplyBy(rest);
    }

    public void ShiftLeft(int bits)
    {
        if (Length == 0) return;
        var (limbs, shift) = (bits >> 6, bits & 63);
        _limbs[Length] = 0;
        for (var i = Length; i >= 0; i--)
        {
            var value = _limbs[i] << shift;
            if (shift > 0 && i > 0) value |= _limbs[i - 1] >> (64 - shift);
            _limbs[i + limbs] = value;
        }
        for (var i = 0; i < limbs; i++) _limbs[i] = 0;
        Length += limbs + 1;
        Trim();
    }

    public void Add(in WideInteger other)
    {
        var length = Math.Max(Length, other.Length);
        ulong carry = 0;
        for (var i = 0; i < length; i++)
        {
            var a = i < Length ? _limbs[i] : 0;
            var b = i < other.Length ? other._limbs[i] : 0;
            var sum = a + b;
            var over = sum < a ? 1UL : 0UL;
            _limbs[i] = sum + carry;
            carry = over + (_limbs[i] < sum ? 1UL : 0UL);
        }
        Length = length;
        if (carry != 0) _limbs[Length++] = carry;
    }

    /// <summary>Subtracts a value that is not larger.</summary>
    public void Subtract(in WideInteger other)
    {
        ulong borrow = 0;
        for (var i = 0; i < Length; i++)
        {
            var b = i < other.Length ? other._limbs[i] : 0;
            var difference = _limbs[i] - b;
            var under = difference > _limbs[i] ? 1UL : 0UL;
            var result = difference - borrow;
            borrow = under + (result > difference ? 1UL : 0UL);
            _limbs[i] = result;
        }
        Trim();
    }

    public readonly int CompareTo(in WideInteger other)
    {
        if (Length != other.Length) return Length < other.Length ? -1 : 1;
        for (var i = Length - 1; i >= 0; i--)
            if (_limbs[i] != other._limbs[i]) return _limbs[i] < other._limbs[i] ? -1 : 1;
        return 0;
    }

    /// <summary>Divides by a divisor that is not zero; this becomes the quotient, the remainder is returned.</summary>
    public WideInteger DivideBy(in WideInteger divisor)
    {
        if (CompareTo(divisor) < 0)
        {
            var all = this;
            this = default;
            return all;
        }
        if (divisor.Length == 1) return new WideInteger(DivideBy(divisor._limbs[0]));
        // Knuth's algorithm D on 64-bit limbs, with the divisor's top bit set.
        var shift = System.Numerics.BitOperations.LeadingZeroCount(divisor._limbs[divisor.Length - 1]);
        var d = divisor;
        d.ShiftLeft(shift);
        var u = this;
        u.ShiftLeft(shift);
        u._limbs[u.Length] = 0;
        var n = d.Length;
        var m = Math.Max(u.Length - n, 0);
        var (top, next) = (d._limbs[n - 1], d._limbs[n - 2]);
        this = default;
        for (var j = m; j >= 0; j--)
        {
            var estimate = Estimate(u._limbs[j + n], u._limbs[j + n - 1], u._limbs[j + n - 2], top, next);
            ulong carry = 0, borrow = 0;
            for (var i = 0; i < n; i++)
            {
                var high = Math.BigMul(estimate, d._limbs[i], out var low);
                low += carry;
                carry = high + (low < carry ? 1UL : 0UL);
                var before = u._limbs[i + j];
                var difference = before - low;
                var result = difference - borrow;
                borrow = (difference > before ? 1UL : 0UL) + (result > difference ? 1UL : 0UL);
                u._limbs[i + j] = result;
            }
            var last = u._limbs[j + n];
            u._limbs[j + n] = last - carry - borrow;
            if (last < carry || last - carry < borrow)
            {
                estimate--;
                ulong over = 0;
                for (var i = 0; i < n; i++)
                {
                    var sum = u._limbs[i + j] + d._limbs[i];
                    var first = sum < d._limbs[i] ? 1UL : 0UL;
                    u._limbs[i + j] = sum + over;
                    over = first + (u._limbs[i + j] < sum ? 1UL : 0UL);
                }
                u._limbs[j + n] += over;
            }
            _limbs[j] = estimate;
        }
        Length = m + 1;
        Trim();
        u.Length = n;
        u.Trim();
        u.ShiftRight(shift);
        return u;
    }

    /// <summary>Divides by one limb and returns the remainder.</summary>
    public ulong DivideBy(ulong divisor)
    {
        ulong remainder = 0;
        for (var i = Length - 1; i >= 0; i--)
        {
            var value = new UInt128(remainder, _limbs[i]);
            var quotient = (ulong)(value / divisor);
            remainder = _limbs[i] - quotient * divisor;
            _limbs[i] = quotient;
        }
        Trim();
        return remainder;
    }

    private static ulong Estimate(ulong high, ulong middle, ulong low, ulong top, ulong next)
    {
        var quotient = high >= top ? ulong.MaxValue : (ulong)(new UInt128(high, middle) / top);
        var remainder = high >= top ? (UInt128)middle + top : middle - quotient * top;
        while (remainder <= ulong.MaxValue && (UInt128)quotient * next > new UInt128((ulong)remainder, low))
        {
            quotient--;
            remainder += top;
        }
        return quotient;
    }

    private void ShiftRight(int bits)
    {
        if (bits == 0) return;
        for (var i = 0; i < Length; i++)
            _limbs[i] = _limbs[i] >> bits | (i + 1 < Length ? _limbs[i + 1] << (64 - bits) : 0);
        Trim();
    }

    private void Trim()
    {
        while (Length > 0 && _limbs[Length - 1] == 0) Length--;
    }
}
