namespace Firesteel.Catalyst.Functions.Text;

/// <summary>Functions on text and bytes.</summary>
static class TextFunctions
{
    public static void Register(FunctionRegistry registry)
    {
        registry.Register(CaseFunctions.All);
        registry.Register(LengthFunctions.All);
        registry.Register(TrimFunctions.All);
        registry.Register(SliceFunctions.All);
        registry.Register(SearchFunctions.All);
        registry.Register(ReplaceFunctions.All);
        registry.Register(ConcatFunctions.All);
        registry.Register(LikeFunctions.All);
        registry.Register(RegexFunctions.All);
        registry.Register(DigestFunctions.All);
        registry.Register(AesFunctions.All);
        registry.Register(CodecFunctions.All);
        registry.Register(FormatFunctions.All);
        registry.Register(UrlFunctions.All);
        registry.Register(PhoneticFunctions.All);
    }
}
