using Firesteel.Catalyst.Expressions;
using Firesteel.Frames.Steps;

namespace Firesteel;

/// <summary>Statistics over columns.</summary>
public sealed class DataFrameStatFunctions
{
    private readonly DataFrame _frame;

    internal DataFrameStatFunctions(DataFrame frame) => _frame = frame;

    internal DataFrame Frame => _frame;

    /// <summary>Pearson's correlation of two columns.</summary>
    public double Corr(string first, string second, string method = "pearson")
    {
        if (method != "pearson") throw new ArgumentException("Currently only the calculation of the Pearson Correlation coefficient is supported.");
        return (double)_frame.With(new PairStatistic("corr", first, second, _frame.Plan)).First()[0]!;
    }

    /// <summary>The sample covariance of two columns.</summary>
    public double Cov(string first, string second) => (double)_frame.With(new PairStatistic("cov", first, second, _frame.Plan)).First()[0]!;

    /// <summary>Quantiles of a number column, off by at most the error in rank.</summary>
    public double[] ApproxQuantile(string column, double[] probabilities, double relativeError) => ApproxQuantile([column], probabilities, relativeError)[0];

    /// <summary>Quantiles of number columns, a list for each.</summary>
    public double[][] ApproxQuantile(string[] columns, double[] probabilities, double relativeError)
    {
        var lists = (object?[])_frame.With(new FindQuantiles(new(columns.AsSpan()), new(probabilities.AsSpan()), relativeError, _frame.Plan)).First()[0]!;
        return [.. lists.Select(l => ((object?[])l!).Select(v => (double)v!).ToArray())];
    }

    /// <summary>How often each pair of values of two columns occurs, as a table.</summary>
    public DataFrame Crosstab(string first, string second) => _frame.With(new CountPairs(first, second, _frame.Plan));

    /// <summary>Values of columns at least as frequent as a share of the rows.</summary>
    public DataFrame FreqItems(string[] columns, double support = 0.01) => _frame.With(new FrequentValues(new(columns.AsSpan()), support, _frame.Plan));

    /// <summary>A random part of the rows, for each value of a column of a size of its own.</summary>
    public DataFrame SampleBy<T>(Column column, IReadOnlyDictionary<T, double> fractions, long seed) where T : notnull
        => _frame.With(new SampleStrata(column.Named, new(fractions.Select(f => KeyValuePair.Create((Literal)Functions.Lit(f.Key).Expression, f.Value))), seed, _frame.Plan));
}
