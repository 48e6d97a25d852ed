using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions.Aggregates;
using Firesteel.Catalyst.Plans;

namespace Firesteel;

/// <summary>Items of columns that may be as frequent as a share of the rows: all that are, and some that are not, as few counts are kept.</summary>
static class FrequentItemSets
{
    public static LogicalPlan Of(DataFrame frame, IEnumerable<string> columns, double support)
    {
        if (support is < 1e-4 or > 1) throw new ArgumentException($"requirement failed: Support must be in [1e-4, 1], but got {Foundation.Numerics.JavaDouble.Text(support)}.");
        var most = Literal.Of((int)(1 / support));
        return new Catalyst.Plans.Aggregate([], new(columns.Select(c => (Expression)new Alias(new UnresolvedFunction([FrequentItemsFunction.FunctionName], [ColumnName.Parse(c), most]), $"{c}_freqItems"))), frame.Plan);
    }
}
