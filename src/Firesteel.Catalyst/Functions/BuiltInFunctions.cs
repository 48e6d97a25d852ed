using Firesteel.Catalyst.Functions.Conditional;
using Firesteel.Catalyst.Functions.Maths;
using Firesteel.Catalyst.Functions.Operators;

namespace Firesteel.Catalyst.Functions;

/// <summary>The list of families that make up the built-in functions: one line a family.</summary>
static class BuiltInFunctions
{
    public static FunctionRegistry CreateRegistry()
    {
        var registry = new FunctionRegistry();
        ConditionalFunctions.Register(registry);
        OperatorFunctions.Register(registry);
        MathFunctions.Register(registry);
        return registry;
    }
}
