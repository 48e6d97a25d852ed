using Firesteel.Foundation.Numerics;

namespace Firesteel.Foundation.Tests.Numerics;

public class RandomGoldenTests
{
    [Fact]
    public void Sequences_of_rand_and_randn_by_seed() => GoldenTable.Check("Numerics/random.tsv", row =>
    {
        var (uniform, normal) = (new XorShiftRandom(long.Parse(row[0])), new XorShiftRandom(long.Parse(row[0])));
        return [.. row.Skip(1).Select(_ => $"{GoldenTable.Text(uniform.NextDouble(), JavaDouble.Write)} {GoldenTable.Text(normal.NextGaussian(), JavaDouble.Write)}")];
    });

    [Fact]
    public void Java_random_sequence()
    {
        var random = new JavaRandom(42);
        Assert.Equal([-1170105035, 234785527], new[] { random.NextInt(), random.NextInt() });
        random = new JavaRandom(42);
        Assert.Equal([0, 3, 8], new[] { random.NextInt(10), random.NextInt(10), random.NextInt(10) });
        random = new JavaRandom(0);
        Assert.Equal(0.730967787376657, random.NextDouble());
    }
}
