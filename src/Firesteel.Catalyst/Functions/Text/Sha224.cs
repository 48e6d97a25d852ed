using System.Buffers.Binary;
using System.Numerics;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>SHA-224 (FIPS 180-4), which the platform's library does not have: SHA-256 from other start values, cut to 28 bytes.</summary>
static class Sha224
{
    private static readonly uint[] RoundConstants = MakeConstants();

    public static int HashData(ReadOnlySpan<byte> source, Span<byte> digest)
    {
        Span<uint> state = [0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4];
        var padded = new byte[(source.Length + 9 + 63) / 64 * 64];
        source.CopyTo(padded);
        padded[source.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(padded.AsSpan(padded.Length - 8), (ulong)source.Length * 8);
        Span<uint> w = stackalloc uint[64];
        for (var block = 0; block < padded.Length; block += 64)
        {
            for (var i = 0; i < 16; i++) w[i] = BinaryPrimitives.ReadUInt32BigEndian(padded.AsSpan(block + 4 * i));
            for (var i = 16; i < 64; i++)
            {
                var s0 = BitOperations.RotateRight(w[i - 15], 7) ^ BitOperations.RotateRight(w[i - 15], 18) ^ (w[i - 15] >> 3);
                var s1 = BitOperations.RotateRight(w[i - 2], 17) ^ BitOperations.RotateRight(w[i - 2], 19) ^ (w[i - 2] >> 10);
                w[i] = w[i - 16] + s0 + w[i - 7] + s1;
            }
            var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
            for (var i = 0; i < 64; i++)
            {
                var t1 = h + (BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25)) + ((e & f) ^ (~e & g)) + RoundConstants[i] + w[i];
                var t2 = (BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
                (h, g, f, e, d, c, b, a) = (g, f, e, d + t1, c, b, a, t1 + t2);
            }
            state[0] += a; state[1] += b; state[2] += c; state[3] += d;
            state[4] += e; state[5] += f; state[6] += g; state[7] += h;
        }
        for (var i = 0; i < 7; i++) BinaryPrimitives.WriteUInt32BigEndian(digest[(4 * i)..], state[i]);
        return 28;
    }

    // The first 32 bits of the fractions of the cube roots of the first 64 primes.
    private static uint[] MakeConstants()
    {
        var constants = new uint[64];
        var found = 0;
        for (var n = 2; found < 64; n++)
        {
            var prime = true;
            for (var d = 2; d * d <= n; d++) if (n % d == 0) prime = false;
            if (!prime) continue;
            // floor(cbrt(n) * 2^32) by exact integers, then the low 32 bits.
            BigInteger low = 0, high = BigInteger.One << 36, target = (BigInteger)n << 96;
            while (high - low > 1)
            {
                var middle = (low + high) >> 1;
                if (middle * middle * middle <= target) low = middle; else high = middle;
            }
            constants[found++] = (uint)(low & uint.MaxValue);
        }
        return constants;
    }
}
