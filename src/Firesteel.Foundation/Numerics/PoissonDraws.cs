namespace Firesteel.Foundation.Numerics;

/// <summary>Draws from the Poisson distribution, the same for the same seed as those of Spark's samples with replacement.</summary>
sealed class PoissonDraws(double mean, long seed)
{
    // From here on the time of a draw must not grow with the mean.
    private const double Large = 40;

    // Sums of ln(2)^i / i!, until they are as good as 1.
    private static readonly double[] LogarithmSums = Sums();

    private readonly Well19937c _random = new(seed);

    public int Next() => (int)Math.Min(Draw(mean), int.MaxValue);

    private long Draw(double mean) => mean < Large ? ByProducts(mean) : ByRejection(mean);

    // Multiplies uniform draws until they fall below e^-mean.
    private long ByProducts(double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), 1.0, 0L);
        while (count < 1000 * mean)
        {
            product *= _random.NextDouble();
            if (product < limit) break;
            count++;
        }
        return count;
    }

    // Devroye, "The computer generation of Poisson random variables", Computing 26 (1981): a normal body, an exponential tail.
    private long ByRejection(double mean)
    {
        var whole = Math.Floor(mean);
        var rest = mean - whole;
        var logWhole = Math.Log(whole);
        var logFactorial = LogFactorial((int)whole);
        var small = rest < double.Epsilon ? 0 : Draw(rest);
        var delta = Math.Sqrt(whole * Math.Log(32 * whole / Math.PI + 1));
        var half = delta / 2;
        var span = 2 * whole + delta;
        var body = Math.Sqrt(Math.PI * span) * Math.Exp(1 / (8 * whole));
        var tail = span / delta * Math.Exp(-delta * (1 + delta) / span);
        var all = body + tail + 1;
        var (bodyShare, tailShare, correction) = (body / all, tail / all, 1 / (8 * whole));
        while (true)
        {
            var which = _random.NextDouble();
            double x, y, v;
            if (which <= bodyShare)
            {
                var normal = _random.NextGaussian();
                x = normal * Math.Sqrt(whole + half) - 0.5;
                if (x > delta || x < -whole) continue;
                y = x < 0 ? Math.Floor(x) : Math.Ceiling(x);
                v = -Exponential() - normal * normal / 2 + correction;
            }
            else if (which > bodyShare + tailShare) return small + (long)whole;
            else
            {
                x = delta + span / delta * Exponential();
                y = Math.Ceiling(x);
                v = -Exponential() - delta * (x + 1) / span;
            }
            var isBelow = x < 0 ? 1 : 0;
            var t = y * (y + 1) / (2 * whole);
            if (v < -t && isBelow == 0) return small + (long)(whole + y);
            var most = t * ((2 * y + 1) / (6 * whole) - 1);
            var least = most - t * t / (3 * (whole + isBelow * (y + 1)));
            if (v < least) return small + (long)(whole + y);
            if (v > most) continue;
            if (v < y * logWhole - LogFactorial((int)(y + whole)) + logFactorial) return small + (long)(whole + y);
        }
    }

    // Ahrens and Dieter, "Computer methods for sampling from the exponential and normal distributions", CACM 15 (1972), algorithm SA.
    private double Exponential()
    {
        var sum = 0.0;
        var uniform = _random.NextDouble();
        while (uniform < 0.5)
        {
            sum += LogarithmSums[0];
            uniform *= 2;
        }
        uniform += uniform - 1;
        if (uniform <= LogarithmSums[0]) return sum + uniform;
        var i = 0;
        var least = _random.NextDouble();
        do
        {
            i++;
            least = Math.Min(least, _random.NextDouble());
        }
        while (uniform > LogarithmSums[i]);
        return sum + least * LogarithmSums[0];
    }

    private static double LogFactorial(int n)
    {
        var sum = 0.0;
        for (var i = 2; i <= n; i++) sum += Math.Log(i);
        return sum;
    }

    private static double[] Sums()
    {
        var sums = new List<double>();
        var (sum, power) = (0.0, 1.0);
        for (var i = 1; sum < 1; i++)
        {
            power *= Math.Log(2) / i;
            sum += power;
            sums.Add(sum);
        }
        return [.. sums];
    }
}
