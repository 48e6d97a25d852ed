using Firesteel.Catalyst.Functions.Sketches;

namespace Firesteel.Catalyst.Tests.Sketches;

/// <summary>Images of sketches come from anywhere: damaged ones are refused or read as some sketch, and never harm.</summary>
public sealed class HostileImageTests
{
    private const int Rounds = 400;

    [Fact]
    public void DamagedImagesAreReadOrRefused()
    {
        var random = new Random(7);
        foreach (var image in Images())
        {
            for (var round = 0; round < Rounds; round++)
            {
                var damaged = image[..(round % 2 == 0 ? image.Length : random.Next(image.Length + 1))];
                for (var i = random.Next(4); i > 0 && damaged.Length > 0; i--) damaged[random.Next(Math.Min(damaged.Length, 64))] = (byte)random.Next(256);
                if (HllSketch.TryRead(damaged, out var hll)) HllSketch.Union(new HllSketch(12), hll, 12).Estimate();
                ThetaSketch.TryRead(damaged)?.ToBytes();
                TupleSketch.TryRead(damaged, false, 12)?.ToBytes();
                KllSketch<double>.TryRead(damaged)?.Rank(5);
            }
        }
    }

    [Fact]
    public void ImagesComeBackAsTheyWere()
    {
        foreach (var image in Images())
        {
            byte[]? again = image[2] switch
            {
                7 => HllSketch.TryRead(image, out var hll) ? hll.ToBytes() : null,
                ThetaSketch.Family => ThetaSketch.TryRead(image)?.ToBytes(),
                TupleSketch.Family => TupleSketch.TryRead(image, false, 12)?.ToBytes(),
                _ => KllSketch<double>.TryRead(image)?.ToBytes(),
            };
            Assert.Equal(image, again);
        }
    }

    private static IEnumerable<byte[]> Images()
    {
        foreach (var count in new[] { 1, 5, 100, 6000 })
        {
            var (hll, theta, tuple, kll) = (new HllSketch(10), new ThetaSketch(), new TupleSketch(false, SummaryMode.Sum, 12), new KllSketch<double>(200));
            for (var i = 0; i < count; i++)
            {
                var hash = SketchHash.OfLong(i);
                hll.Update(hash);
                theta.Update(hash, 12);
                tuple.Update(hash, i);
                kll.Update(i);
            }
            yield return hll.ToBytes();
            yield return theta.ToBytes();
            yield return tuple.ToBytes();
            yield return kll.ToBytes();
        }
    }
}
