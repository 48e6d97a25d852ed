using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Json;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Variants;

/// <summary>parse_json and try_parse_json: JSON text as a variant.</summary>
static class ParseJson
{
    public static FunctionDefinition[] All => [Make("parse_json", fails: true), Make("try_parse_json", fails: false)];

    /// <summary>What a thread needs to read texts.</summary>
    private sealed record Reader(JsonTokenizer Tokens, VariantBuilder Builder);

    private static Scalar Make(string name, bool fails) => new(name, [new TypeClass.Strictly(TypeClass.AnyString)], VariantType.Instance, call => Kernel(call, fails))
    {
        Throws = fails,
        MayBeNull = !fails,
        StateOf = call => call.Session.Conf("spark.sql.variant.allowDuplicateKeys"),
        Preparation = (call, _) => new Reader(new JsonTokenizer(JsonVariants.Strict), new VariantBuilder(call.State is "true")),
    };

    private static unsafe void Kernel(Expressions.Evaluation.KernelCall call, bool fails)
    {
        var (tokens, builder) = (Reader)call.Prepared!;
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var text = texts[row];
            if (TryParse(call, text, tokens, builder, fails)) builder.Store(call.Result, row);
            else if (!fails) call.Result.SetNull(row);
            else throw call.Error("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", ("badRecord", text.ToText()), ("failFastMode", "FAILFAST"));
        }
    }

    private static unsafe bool TryParse(Expressions.Evaluation.KernelCall call, StringView text, JsonTokenizer tokens, VariantBuilder builder, bool fails)
    {
        builder.Reset();
        tokens.Reset(text.Data, text.Length);
        try
        {
            tokens.Next();
            return JsonVariants.TryRead(tokens, builder);
        }
        catch (VariantDuplicateKeyException)
        {
            return false;
        }
        catch (VariantSizeException e) when (fails)
        {
            throw e.For(call.Call.Function.Name);
        }
        catch (VariantSizeException)
        {
            return false;
        }
    }
}
