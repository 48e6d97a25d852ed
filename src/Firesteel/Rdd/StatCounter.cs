namespace Firesteel;

/// <summary>Count, mean and spread of numbers, gathered in one pass and merged (Welford; Chan, Golub, LeVeque).</summary>
public sealed class StatCounter
{
    private double _mean;
    private double _squares;

    public long Count { get; private set; }
    public double Mean => _mean;
    public double Sum => Count * _mean;
    public double Min { get; private set; } = double.PositiveInfinity;
    public double Max { get; private set; } = double.NegativeInfinity;
    public double Variance => Count == 0 ? double.NaN : _squares / Count;
    public double Stdev => Math.Sqrt(Variance);
    public double SampleVariance => Count <= 1 ? double.NaN : _squares / (Count - 1);
    public double SampleStdev => Math.Sqrt(SampleVariance);

    public static StatCounter Of(IEnumerable<double> values)
    {
        var stats = new StatCounter();
        foreach (var value in values) stats.Merge(value);
        return stats;
    }

    public StatCounter Merge(double value)
    {
        var delta = value - _mean;
        Count++;
        _mean += delta / Count;
        _squares += delta * (value - _mean);
        (Min, Max) = (Math.Min(Min, value), Math.Max(Max, value));
        return this;
    }

    public StatCounter Merge(StatCounter other)
    {
        if (other.Count == 0) return this;
        var (delta, both) = (other._mean - _mean, Count + other.Count);
        if (other.Count * 10 < Count) _mean += delta * other.Count / both;
        else if (Count * 10 < other.Count) _mean = other._mean - delta * Count / both;
        else _mean = (_mean * Count + other._mean * other.Count) / both;
        _squares += other._squares + delta * delta * Count * other.Count / both;
        Count = both;
        (Min, Max) = (Math.Min(Min, other.Min), Math.Max(Max, other.Max));
        return this;
    }

    public override string ToString() => FormattableString.Invariant($"(count: {Count}, mean: {Mean:F6}, stdev: {Stdev:F6}, max: {Max:F6}, min: {Min:F6})");
}
