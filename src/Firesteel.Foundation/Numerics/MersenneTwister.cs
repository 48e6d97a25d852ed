namespace Firesteel.Foundation.Numerics;

/// <summary>The generator MT19937 of Matsumoto and Nishimura, seeded by a long as two words.</summary>
sealed class MersenneTwister
{
    private const int Size = 624, Middle = 397;

    private readonly uint[] _state = new uint[Size];
    private int _at = Size;

    public MersenneTwister(long seed)
    {
        Fill(19650218);
        ReadOnlySpan<uint> key = [(uint)(seed >>> 32), (uint)seed];
        var (i, j) = (1, 0);
        for (var k = 0; k < Size; k++)
        {
            _state[i] = (_state[i] ^ (_state[i - 1] ^ _state[i - 1] >> 30) * 1664525) + key[j] + (uint)j;
            (i, j) = (Next(i), (j + 1) % key.Length);
        }
        for (var k = 0; k < Size - 1; k++)
        {
            _state[i] = (_state[i] ^ (_state[i - 1] ^ _state[i - 1] >> 30) * 1566083941) - (uint)i;
            i = Next(i);
        }
        _state[0] = 0x80000000;
    }

    /// <summary>64 bits of two words, the first above; the second's sign is not carried into it.</summary>
    public ulong NextLong() => (ulong)NextWord() << 32 | NextWord();

    private int Next(int i)
    {
        if (i + 1 < Size) return i + 1;
        _state[0] = _state[Size - 1];
        return 1;
    }

    private void Fill(uint seed)
    {
        _state[0] = seed;
        for (var i = 1; i < Size; i++) _state[i] = 1812433253 * (_state[i - 1] ^ _state[i - 1] >> 30) + (uint)i;
    }

    private uint NextWord()
    {
        if (_at == Size)
        {
            for (var i = 0; i < Size; i++)
            {
                var y = _state[i] & 0x80000000 | _state[(i + 1) % Size] & 0x7fffffff;
                _state[i] = _state[(i + Middle) % Size] ^ y >> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
            }
            _at = 0;
        }
        var word = _state[_at++];
        word ^= word >> 11;
        word ^= word << 7 & 0x9d2c5680;
        word ^= word << 15 & 0xefc60000;
        return word ^ word >> 18;
    }
}
