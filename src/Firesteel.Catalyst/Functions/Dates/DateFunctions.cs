namespace Firesteel.Catalyst.Functions.Dates;

/// <summary>Functions on dates, timestamps, times and intervals.</summary>
static class DateFunctions
{
    public static void Register(FunctionRegistry registry)
    {
        registry.Register(DateFields.All);
        registry.Register(DateArithmetic.All);
        registry.Register(MakeFunctions.All);
        registry.Register(ZoneFunctions.All);
        registry.Register(ParseFunctions.All);
        registry.Register(EpochFunctions.All);
    }
}
