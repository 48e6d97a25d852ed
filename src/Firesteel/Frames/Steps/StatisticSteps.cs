using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Execution;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Frames.Steps;

/// <summary>Statistics of all numeric and text columns, a row a statistic.</summary>
sealed record Summarize(ValueList<string> Statistics, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input) => Summaries.Of(input, [], Statistics.Count > 0 ? Statistics : ["count", "mean", "stddev", "min", "25%", "50%", "75%", "max"]).Plan;
}

/// <summary>Counts, means, deviations and bounds of columns.</summary>
sealed record DescribeColumns(ValueList<string> Columns, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input) => Summaries.Of(input, [.. Columns], ["count", "mean", "stddev", "min", "max"]).Plan;
}

/// <summary>How often each pair of values of two columns occurs.</summary>
sealed record CountPairs(string First, string Second, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input)
    {
        var name = $"{First}_{Second}";
        var (a, b) = (input.Col(First).Cast("string"), input.Col(Second).Cast("string"));
        var counted = input.Select(Functions.When(a.IsNull(), "null").Otherwise(a).As(name), Functions.When(b.IsNull(), "null").Otherwise(b).As("__pivot"));
        return counted.GroupBy(name).Pivot("__pivot").Count().Na().Fill(0L).Plan;
    }
}

/// <summary>Finds columns that are to be of numbers.</summary>
static class NumberColumns
{
    /// <exception cref="ArgumentException">It is of another type.</exception>
    public static Column Of(DataFrame input, string name, Func<DataType, string> refusal)
    {
        var column = input.Col(name);
        return column.Expression.DataType is NumericType ? column : throw new ArgumentException($"requirement failed: {refusal(column.Expression.DataType)}");
    }
}

/// <summary>One number of two columns: <c>corr</c> or <c>cov</c>.</summary>
sealed record PairStatistic(string Name, string First, string Second, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input)
    {
        var value = input.Agg(Column.Call(Name == "cov" ? "covar_samp" : Name, Number(input, First), Number(input, Second))).First()[0];
        return LocalData.OfLiterals(new StructType([new StructField(Name, DoubleType.Instance, false)]), [[value ?? (Name == "cov" ? 0.0 : double.NaN)]]);
    }

    // As in Spark, a null counts as 0 here, which it does not in the functions of the same names.
    private Expression Number(DataFrame input, string name)
    {
        var column = NumberColumns.Of(input, name, type => $"Currently {(Name == "cov" ? "covariance" : "correlation")} calculation for columns with dataType {type.SimpleString} not supported.");
        return Functions.Coalesce(column.Cast("double"), Functions.Lit(0.0)).Expression;
    }
}

/// <summary>Quantiles of number columns: one row, one column, a list of quantiles for each of the columns.</summary>
sealed record FindQuantiles(ValueList<string> Columns, ValueList<double> Probabilities, double Error, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input)
    {
        var accuracy = Error <= 0 ? int.MaxValue : (int)Math.Min(int.MaxValue, Math.Ceiling(1 / Error));
        var type = new ArrayType(new ArrayType(DoubleType.Instance, false), false);
        return LocalData.OfLiterals(new StructType([new StructField("approx_quantile", type, false)]), [[new NestedValue(new(Columns.Select(c => (object?)Of(input, c, accuracy))))]]);
    }

    private NestedValue Of(DataFrame input, string column, int accuracy)
    {
        var values = NumberColumns.Of(input, column, type => $"Quantile calculation for column {column} with data type {type.GetType().Name} is not supported.").Cast("double");
        var quantiles = Column.Call("percentile_approx", Functions.When(!Functions.IsNaN(values), values).Expression, Functions.Lit(Probabilities.ToArray()).Expression, Functions.Lit(accuracy).Expression);
        return new NestedValue(new(input.Agg(quantiles).First()[0] is object?[] found ? found : []));
    }
}

/// <summary>Values at least as frequent as a share of the rows.</summary>
sealed record FrequentValues(ValueList<string> Columns, double Support, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input) => FrequentItemSets.Of(input, Columns, Support);
}

/// <summary>A random part of the rows, for each value of a column of a size of its own.</summary>
sealed record SampleStrata(Expression Column, ValueList<KeyValuePair<Literal, double>> Fractions, long Seed, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input) => StratifiedSample.Of(input, Column, Fractions.Select(f => (f.Key, f.Value)), Seed).Plan;
}
