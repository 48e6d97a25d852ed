using Firesteel.Catalyst.Expressions;
using Firesteel.Execution;
using Firesteel.Types;

namespace Firesteel;

/// <summary>Items of columns that are at least as frequent as a share of the rows. Counts are exact here, which the definition allows.</summary>
static class FrequentItemSets
{
    public static DataFrame Of(DataFrame frame, IEnumerable<string> columns, double support)
    {
        if (support is < 1e-4 or > 1) throw new ArgumentException($"requirement failed: Support must be in [1e-4, 1], but got {support}.");
        var least = support * frame.Count();
        var fields = new List<StructField>();
        var values = new List<object?>();
        foreach (var name in columns)
        {
            var column = (AttributeReference)frame.Col(name).Expression;
            var rows = frame.GroupBy(new Column(column)).Count().Filter(Functions.Col("count") >= least).Collect();
            fields.Add(new StructField($"{name}_freqItems", new ArrayType(column.DataType, false)));
            values.Add(new NestedValue(new(rows.Select(r => Encoders.ClrValues.ToLiteral(r[0], column.DataType)))));
        }
        return DataFrame.Of(frame.SparkSession, LocalData.OfLiterals(new StructType(fields), [[.. values]]));
    }
}
