namespace Firesteel.Foundation.Numerics;

/// <summary>
/// The generator WELL19937c of Panneton, L'Ecuyer and Matsumoto ("Improved long-period generators based on linear recurrences modulo 2",
/// ACM TOMS 32, 2006), tempered, seeded by a long as two words.
/// </summary>
sealed class Well19937c
{
    private const int Size = 624, First = 70, Second = 179, Third = 449;
    private const uint Upper = 0x80000000;
    private const double DoubleUnit = 1.0 / (1L << 52);

    private readonly uint[] _state = new uint[Size];
    private double _nextGaussian = double.NaN;
    private int _at;

    public Well19937c(long seed)
    {
        _state[0] = (uint)(seed >>> 32);
        _state[1] = (uint)seed;
        for (var i = 2; i < Size; i++)
        {
            // The word counts as signed: its sign comes down into the bits that are folded in.
            long word = (int)_state[i - 2];
            _state[i] = (uint)(1812433253L * (word ^ word >> 30) + i);
        }
    }

    public double NextDouble() => (((ulong)Next(26) << 26) | Next(26)) * DoubleUnit;

    /// <summary>A number of the standard normal distribution, by Box and Muller; two are made at a time.</summary>
    public double NextGaussian()
    {
        if (!double.IsNaN(_nextGaussian))
        {
            var kept = _nextGaussian;
            _nextGaussian = double.NaN;
            return kept;
        }
        var angle = 2 * Math.PI * NextDouble();
        var radius = Math.Sqrt(-2 * Math.Log(NextDouble()));
        _nextGaussian = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    private uint Next(int bits)
    {
        var last = (_at + Size - 1) % Size;
        var beforeLast = (_at + Size - 2) % Size;
        var (zero, one, two, three) = (_state[_at], _state[(_at + First) % Size], _state[(_at + Second) % Size], _state[(_at + Third) % Size]);
        var carried = _state[last] & Upper ^ _state[beforeLast] & ~Upper;
        var a = zero ^ zero << 25 ^ one ^ one >> 27;
        var b = two >> 9 ^ three ^ three >> 1;
        var c = a ^ b;
        var word = carried ^ a ^ a << 9 ^ b ^ b << 21 ^ c ^ c >> 21;
        _state[_at] = c;
        _state[last] = word;
        _state[beforeLast] &= Upper;
        _at = last;
        word ^= word << 7 & 0xe46e1700;
        word ^= word << 15 & 0x9b868000;
        return word >> 32 - bits;
    }
}
