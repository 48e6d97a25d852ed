namespace Firesteel.Catalyst.Functions.Json;

/// <summary>Functions on JSON text.</summary>
static class JsonFunctions
{
    public static void Register(FunctionRegistry registry)
    {
        registry.Register(JsonExtraction.All);
        registry.Register(new JsonTupleFunction(), ToJson.Function);
    }
}
