using System.Globalization;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>A number as its decimal digits: value is 0.digits times ten to the power of <see cref="Point"/>.</summary>
struct DecimalDigits
{
    public bool IsNegative;
    public List<byte> Digits;
    public int Point;

    /// <summary>Null for NaN and the infinities.</summary>
    public static DecimalDigits? Of(ColumnVector vector, int position)
    {
        switch (vector.Type)
        {
            case DecimalType d: return Of(DecimalValues.Get(vector, position), d.Scale);
            case ByteType: return Of(vector.Get<sbyte>(position), 0);
            case ShortType: return Of(vector.Get<short>(position), 0);
            case IntegerType: return Of(vector.Get<int>(position), 0);
            case LongType: return Of(vector.Get<long>(position), 0);
            case FloatType: return Of((double)vector.Get<float>(position));
            default: return Of(vector.Get<double>(position));
        }
    }

    public static DecimalDigits Of(Int128 unscaled, int scale)
    {
        var text = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture);
        return new DecimalDigits { IsNegative = unscaled < 0, Digits = [.. text.Select(c => (byte)(c - '0'))], Point = text.Length - scale };
    }

    public static DecimalDigits? Of(double value)
    {
        if (!double.IsFinite(value)) return null;
        if (value == 0) return new DecimalDigits { IsNegative = double.IsNegative(value), Digits = [0], Point = 1 };
        Span<byte> digits = stackalloc byte[FloatingDecimal.MaxDigits];
        var count = FloatingDecimal.Digits(Math.Abs(value), digits, out var exponent);
        return new DecimalDigits { IsNegative = value < 0, Digits = [.. digits[..count]], Point = exponent };
    }

    /// <summary>Rounds to so many places after the point.</summary>
    public void Round(int places, bool halfEven)
    {
        var keep = Point + places;
        if (keep >= Digits.Count) return;
        if (keep < 0) { Digits = [0]; Point = 1; return; }
        var next = Digits[keep];
        var exact = next == 5 && Digits.Skip(keep + 1).All(d => d == 0);
        var up = next > 5 || next == 5 && (!exact || !halfEven || keep > 0 && Digits[keep - 1] % 2 == 1);
        Digits.RemoveRange(keep, Digits.Count - keep);
        if (up)
        {
            var i = keep - 1;
            for (; i >= 0 && Digits[i] == 9; i--) Digits[i] = 0;
            if (i >= 0) Digits[i]++;
            else { Digits.Insert(0, 1); Point++; }
        }
        if (Digits.Count == 0) { Digits.Add(0); Point = 1; }
    }

    /// <summary>The whole part without leading zeros; empty below one.</summary>
    public readonly string Whole
    {
        get
        {
            var digits = Digits;
            var point = Point;
            return point <= 0 ? "" : string.Concat(Enumerable.Range(0, point).Select(i => (char)('0' + (i < digits.Count ? digits[i] : 0)))).TrimStart('0');
        }
    }

    /// <summary>So many digits after the point.</summary>
    public readonly string Fraction(int places)
    {
        var digits = Digits;
        var point = Point;
        return string.Concat(Enumerable.Range(point, places).Select(i => (char)('0' + (i >= 0 && i < digits.Count ? digits[i] : 0))));
    }

    /// <summary>Thousands put apart by commas.</summary>
    public static string Group(string whole, int size = 3)
    {
        if (size <= 0 || whole.Length <= size) return whole;
        var text = new System.Text.StringBuilder(whole);
        for (var at = whole.Length - size; at > 0; at -= size) text.Insert(at, ',');
        return text.ToString();
    }
}
