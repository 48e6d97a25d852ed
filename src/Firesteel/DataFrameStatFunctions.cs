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
        return _frame.Agg(Column.Call("corr", _frame.Col(first).Expression, _frame.Col(second).Expression)).First()[0] is double d ? d : double.NaN;
    }

    /// <summary>The sample covariance of two columns.</summary>
    public double Cov(string first, string second)
        => _frame.Agg(Column.Call("covar_samp", _frame.Col(first).Expression, _frame.Col(second).Expression)).First()[0] is double d ? d : 0.0;

    /// <summary>Quantiles of a number column, off by at most the error in rank.</summary>
    public double[] ApproxQuantile(string column, double[] probabilities, double relativeError)
    {
        var accuracy = relativeError <= 0 ? int.MaxValue : (int)Math.Min(int.MaxValue, Math.Ceiling(1 / relativeError));
        var quantiles = Column.Call("percentile_approx", _frame.Col(column).Cast("double").Expression, Functions.Lit(probabilities).Expression, Functions.Lit(accuracy).Expression);
        return _frame.Agg(quantiles).First()[0] is object?[] values ? [.. values.Select(v => (double)v!)] : [];
    }

    /// <summary>How often each pair of values of two columns occurs, as a table.</summary>
    public DataFrame Crosstab(string first, string second)
    {
        var name = $"{first}_{second}";
        var (a, b) = (_frame.Col(first).Cast("string"), _frame.Col(second).Cast("string"));
        var counted = _frame.Select(Functions.When(a.IsNull(), "null").Otherwise(a).As(name), Functions.When(b.IsNull(), "null").Otherwise(b).As("__pivot"));
        return counted.GroupBy(name).Pivot("__pivot").Count().Na().Fill(0L);
    }
}
