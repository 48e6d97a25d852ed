using Firesteel.Catalyst.Analysis;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Variants;

/// <summary>Functions of variants.</summary>
static class VariantFunctions
{
    /// <summary>A parameter that takes variants and no other type.</summary>
    public static readonly TypeClass Value = new TypeClass.Strictly(VariantType.Instance);

    public static void Register(FunctionRegistry registry)
    {
        registry.Register(ParseJson.All);
        registry.Register(VariantTests.All);
        registry.Register(VariantGet.All);
        registry.Register(VariantSchema.All);
        registry.Register(VariantExplode.All);
        registry.Register(VariantEdits.All);
        registry.Register(ToVariantObject.Function, ToVariantObject.Argument);
    }
}
