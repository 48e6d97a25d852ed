using Firesteel.Catalyst.Functions.Aggregates;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Variants;

/// <summary>The type that all variants of a group have in common; between stages it travels as JSON.</summary>
sealed class VariantSchemaKernel : ManagedKernel<VariantSchemaKernel.Merged>
{
    /// <summary>The type of all values so far.</summary>
    public sealed class Merged
    {
        public DataType Type { get; set; } = NullType.Instance;
    }

    protected override Merged NewState(AggregateStore store) => new();

    protected override void Add(Merged state, ColumnVector[] arguments, int row)
    {
        var flat = ValueComparer.Locate(arguments[0], ref row);
        state.Type = VariantSchema.Merge(state.Type, VariantSchema.Of(VariantBlob.Open(flat.Get<StringView>(row))));
    }

    protected override void MergeOne(Merged state, ColumnVector[] partials, int row)
    {
        var flat = ValueComparer.Locate(partials[0], ref row);
        state.Type = VariantSchema.Merge(state.Type, SchemaJson.Parse(flat.Get<StringView>(row).ToText()));
    }

    protected override void WriteOne(Merged? state, ColumnVector[] partials, int row) => partials[0].SetText(row, SchemaJson.Write(state?.Type ?? NullType.Instance));

    protected override void FinishOne(Merged? state, ColumnVector result, int row) => result.SetText(row, VariantSchema.Text(state?.Type ?? NullType.Instance));
}
