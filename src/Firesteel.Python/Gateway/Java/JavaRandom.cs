namespace Firesteel.Python.Gateway.Java;

/// <summary>The numbers of <c>java.util.Random</c> for the same seed: 48 bits, a linear congruence.</summary>
sealed class JavaRandom
{
    private const long Multiplier = 0x5DEECE66DL;
    private const long Mask = (1L << 48) - 1;
    private long _seed;
    private double? _gaussian;

    public JavaRandom(long seed) => Seed(seed);

    public void Seed(long seed) => (_seed, _gaussian) = ((seed ^ Multiplier) & Mask, null);

    public int NextInt() => Next(32);

    public int NextInt(int bound)
    {
        var bits = Next(31);
        if ((bound & (bound - 1)) == 0) return (int)((long)bound * bits >> 31);
        int value;
        // What would make the low numbers likelier is drawn again.
        while (unchecked(bits - (value = bits % bound) + (bound - 1)) < 0) bits = Next(31);
        return value;
    }

    public long NextLong() => unchecked(((long)Next(32) << 32) + Next(32));
    public bool NextBoolean() => Next(1) != 0;
    public float NextFloat() => Next(24) / (float)(1 << 24);
    public double NextDouble() => (((long)Next(26) << 27) + Next(27)) * (1.0 / (1L << 53));

    public double NextGaussian()
    {
        if (_gaussian is { } kept)
        {
            _gaussian = null;
            return kept;
        }
        double x, y, square;
        do
        {
            (x, y) = (2 * NextDouble() - 1, 2 * NextDouble() - 1);
            square = x * x + y * y;
        }
        while (square is >= 1 or 0);
        var factor = Math.Sqrt(-2 * Math.Log(square) / square);
        _gaussian = y * factor;
        return x * factor;
    }

    private int Next(int bits)
    {
        _seed = unchecked(_seed * Multiplier + 0xB) & Mask;
        return unchecked((int)(_seed >> (48 - bits)));
    }
}
