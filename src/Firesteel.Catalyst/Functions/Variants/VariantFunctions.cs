namespace Firesteel.Catalyst.Functions.Variants;

/// <summary>Functions of variants.</summary>
static class VariantFunctions
{
    public static void Register(FunctionRegistry registry)
    {
        registry.Register(ParseJson.All);
        registry.Register(VariantTests.All);
        registry.Register(VariantGet.All);
        registry.Register(VariantSchema.All);
        registry.Register(VariantExplode.All);
        registry.Register(VariantEdits.All);
        registry.Register(ToVariantObject.Function);
    }
}
