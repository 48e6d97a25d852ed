namespace Firesteel.Catalyst.Functions.HigherOrder;

/// <summary>Functions that take lambdas.</summary>
static class HigherOrderFunctions
{
    public static void Register(FunctionRegistry registry)
    {
        registry.Register(ArrayLambdas.All);
        registry.Register(MapLambdas.All);
        registry.Register(FoldLambdas.All);
    }
}
