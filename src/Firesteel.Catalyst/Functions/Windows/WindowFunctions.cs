namespace Firesteel.Catalyst.Functions.Windows;

/// <summary>Functions that only have meaning over a window.</summary>
static class WindowFunctions
{
    public static void Register(FunctionRegistry registry)
    {
        registry.Register(RankFunction.All);
        registry.Register(new OffsetFunction("lag", -1), new OffsetFunction("lead", 1), new NthValueFunction(), new CounterDiffFunction(), new ExponentialMeanFunction(), new NullIndexFunction());
    }
}
