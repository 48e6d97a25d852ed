namespace Firesteel.Catalyst.Functions.Generators;

/// <summary>Functions that give rows.</summary>
static class GeneratorFunctions
{
    public static void Register(FunctionRegistry registry) => registry.Register(
        new ExplodeFunction("explode", false, false), new ExplodeFunction("explode_outer", false, true),
        new ExplodeFunction("posexplode", true, false), new ExplodeFunction("posexplode_outer", true, true),
        new InlineFunction("inline", false), new InlineFunction("inline_outer", true),
        new StackFunction(), new SqlKeywordsFunction());
}
