namespace Firesteel.Catalyst.Functions.Collections;

/// <summary>Functions on arrays, maps and structs.</summary>
static class CollectionFunctions
{
    public static void Register(FunctionRegistry registry)
    {
        registry.Register(Creators.All);
        registry.Register(ElementFunctions.All);
        registry.Register(ArraySearch.All);
        registry.Register(ArraySets.All);
        registry.Register(ArrayShape.All);
        registry.Register(MapFunctions.All);
        registry.Register(SequenceFunction.Function);
    }
}
