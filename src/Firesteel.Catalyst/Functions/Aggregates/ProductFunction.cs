using Firesteel.Catalyst.Analysis;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>The product of numbers, as a double. SQL has no name for it: DataFrames call it, so its name begins with a dollar sign.</summary>
static class ProductFunction
{
    public const string Name = "$product";

    public static void Register(FunctionRegistry registry) => registry.Register(
        new Aggregate(Name, [TypeClass.Double], _ => DoubleType.Instance, _ => [DoubleType.Instance], _ => new ProductKernel())
        { OrderMatters = _ => true, Text = call => $"product({(call.IsDistinct ? "DISTINCT " : "")}{call.Arguments[0].Sql})" });

    private struct Product
    {
        public double Value;
        public byte HasValue;

        public void Multiply(double factor)
        {
            Value = HasValue == 0 ? factor : Value * factor;
            HasValue = 1;
        }
    }

    private readonly struct Step : IStep<Product, double>
    {
        public static void Add(ref Product state, double value) => state.Multiply(value);
    }

    private sealed class ProductKernel : StateKernel<Product, double, Step>
    {
        protected override void MergeOne(ref Product state, ColumnVector[] partials, int row)
        {
            if (!partials[0].IsNull(row)) state.Multiply(partials[0].Get<double>(row));
        }

        protected override void WriteOne(in Product state, ColumnVector[] partials, int row) => FinishOne(state, partials[0], row);

        protected override void FinishOne(in Product state, ColumnVector result, int row)
        {
            if (state.HasValue == 0) result.SetNull(row); else result.Set(row, state.Value);
        }
    }
}
