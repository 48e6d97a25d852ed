using System.Numerics;

namespace Firesteel;

/// <summary>HyperLogLog registers over portable hashes: about how many distinct items there are (Flajolet, Fusy, Gandouet, Meunier 2007).</summary>
static class DistinctSketch
{
    public static byte[] Of<T>(IEnumerable<T> items, int bits)
    {
        var (registers, hash) = (new byte[1 << bits], PortableHash.For<T>());
        foreach (var item in items)
        {
            // The 32 bits of a Java hash are spread over 64 before they are cut up.
            var mixed = Mix((ulong)(uint)(item is null ? 0 : hash(item)));
            var place = (int)(mixed >> (64 - bits));
            var rank = (byte)(BitOperations.LeadingZeroCount(mixed << bits | 1UL << (bits - 1)) + 1);
            if (rank > registers[place]) registers[place] = rank;
        }
        return registers;
    }

    public static byte[] Merge(IEnumerable<byte[]> parts, int bits)
    {
        var merged = new byte[1 << bits];
        foreach (var part in parts)
            for (var i = 0; i < merged.Length; i++) merged[i] = Math.Max(merged[i], part[i]);
        return merged;
    }

    public static long Estimate(byte[] registers)
    {
        var (count, sum, zeros) = ((double)registers.Length, 0.0, 0);
        foreach (var rank in registers)
        {
            sum += Math.Pow(2, -rank);
            if (rank == 0) zeros++;
        }
        var estimate = (registers.Length switch { 16 => 0.673, 32 => 0.697, 64 => 0.709, _ => 0.7213 / (1 + 1.079 / count) }) * count * count / sum;
        return (long)Math.Round(estimate <= 2.5 * count && zeros > 0 ? count * Math.Log(count / zeros) : estimate);
    }

    private static ulong Mix(ulong value)
    {
        value += 0x9e3779b97f4a7c15;
        value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
        value = (value ^ value >> 27) * 0x94d049bb133111eb;
        return value ^ value >> 31;
    }
}
