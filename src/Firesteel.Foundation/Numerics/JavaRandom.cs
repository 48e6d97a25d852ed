namespace Firesteel.Foundation.Numerics;

/// <summary>java.util.Random's linear congruential sequence.</summary>
struct JavaRandom(long seed)
{
    private const long Multiplier = 0x5DEECE66D;
    private const long Mask = (1L << 48) - 1;

    private long _state = (seed ^ Multiplier) & Mask;

    public int NextInt() => Next(32);

    /// <summary>A number from 0 to below <paramref name="bound"/>, which is positive.</summary>
    public int NextInt(int bound)
    {
        var bits = Next(31);
        if ((bound & (bound - 1)) == 0) return (int)((bound * (long)bits) >> 31);
        int value;
        // The last, incomplete run of the bound's multiples is not used.
        while (bits - (value = bits % bound) + (bound - 1) < 0) bits = Next(31);
        return value;
    }

    public long NextLong() => ((long)Next(32) << 32) + Next(32);

    public double NextDouble() => (((long)Next(26) << 27) + Next(27)) * (1.0 / (1L << 53));

    private int Next(int bits)
    {
        _state = (_state * Multiplier + 0xB) & Mask;
        return (int)(_state >>> (48 - bits));
    }
}
