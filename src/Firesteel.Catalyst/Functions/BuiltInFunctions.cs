using Firesteel.Catalyst.Functions.Conditional;

namespace Firesteel.Catalyst.Functions;

/// <summary>The list of families that make up the built-in functions: one line a family.</summary>
static class BuiltInFunctions
{
    public static FunctionRegistry CreateRegistry()
    {
        var registry = new FunctionRegistry();
        ConditionalFunctions.Register(registry);
        return registry;
    }
}
