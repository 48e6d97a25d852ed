using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>Variants to values of a type.</summary>
sealed class FromVariantCaster(Cast cast, DataType from, DataType to, FromVariant conversion) : Caster(cast, from, to)
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        conversion.Write(VariantBlob.Open(flat.Get<StringView>(at)), result, row);
        return true;
    }
}

/// <summary>Values of a type to variants.</summary>
sealed class ToVariantCaster(Cast cast, DataType from, DataType to) : Caster(cast, from, to)
{
    private readonly VariantBuilder _builder = new();

    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        try
        {
            _builder.Reset();
            ToVariant.Write(flat, at, _builder);
            _builder.Store(result, row);
            return true;
        }
        catch (VariantSizeException e)
        {
            throw e.For("cast");
        }
    }
}
