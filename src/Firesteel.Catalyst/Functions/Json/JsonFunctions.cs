namespace Firesteel.Catalyst.Functions.Json;

/// <summary>Functions on JSON and CSV text.</summary>
static class JsonFunctions
{
    public static void Register(FunctionRegistry registry)
    {
        registry.Register(JsonExtraction.All);
        registry.Register(new JsonTupleFunction(), ToJson.Function, FromJson.Function, SchemaOfJson.Function);
        registry.Register(CsvFunctions.All);
    }
}
