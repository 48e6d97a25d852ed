using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Variants;

/// <summary>is_variant_null and is_valid_variant.</summary>
static class VariantTests
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("is_variant_null", [VariantFunctions.Value], BooleanType.Instance, IsNull) { NullRule = NullHandling.Custom, Throws = true },
        new Scalar("is_valid_variant", [VariantFunctions.Value], BooleanType.Instance, IsValid),
    ];

    private static void IsNull(KernelCall call)
    {
        var values = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, !values.IsNull(row) && VariantBlob.Open(values[row]).Kind == VariantKind.Null);
        }
    }

    private static void IsValid(KernelCall call)
    {
        var values = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, IsValid(values[row]));
        }
    }

    private static bool IsValid(StringView blob)
    {
        try
        {
            Walk(VariantBlob.Open(blob));
            return true;
        }
        catch (SparkRuntimeException)
        {
            return false;
        }
    }

    private static void Walk(VariantView value)
    {
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw VariantFormat.Malformed();
        var kind = value.Kind;
        if (kind is VariantKind.Object or VariantKind.Array)
        {
            for (var i = 0; i < value.Count; i++)
            {
                if (kind == VariantKind.Object) value.Key(i);
                Walk(value[i]);
            }
        }
        else if (kind == VariantKind.Decimal)
        {
            _ = value.Decimal;
        }
        _ = value.Value;
    }
}
