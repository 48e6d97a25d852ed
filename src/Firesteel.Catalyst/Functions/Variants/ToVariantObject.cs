using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Expressions.Evaluation.Casts;
using Firesteel.Columnar.Variants;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Variants;

/// <summary>to_variant_object: structs and maps as objects, arrays of them as arrays.</summary>
static class ToVariantObject
{
    public static readonly FunctionDefinition Function = new Scalar("to_variant_object", [TypeClass.Any], VariantType.Instance, Kernel)
    {
        Throws = true,
        Preparation = (_, _) => new VariantBuilder(),
        Check = call =>
        {
            var type = call.Arguments[0].DataType;
            if (type is not (StructType or MapType or ArrayType) || !ToVariant.IsAllowed(type, withObjects: true)) throw NoVariant(call, type);
        },
    };

    /// <summary>The cast of an argument, which does not show and gives null for null only.</summary>
    public static readonly Scalar Argument = new("$to_variant", [TypeClass.Any], VariantType.Instance, Kernel)
    {
        Throws = true,
        Preparation = (_, _) => new VariantBuilder(),
        Text = (call, style) => call.Arguments[0].ToSql(style),
    };

    /// <summary>The error that values of a type are no variants.</summary>
    public static AnalysisException NoVariant(ScalarCall call, DataType type) => ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION",
        ("sqlExpr", ArgumentChecks.Quote(call.Sql)), ("srcType", ArgumentChecks.Quote(type)), ("targetType", "\"VARIANT\""));

    private static void Kernel(KernelCall call)
    {
        var builder = (VariantBuilder)call.Prepared!;
        var argument = call.Arguments[0];
        try
        {
            for (var k = 0; k < call.Selection.Count; k++)
            {
                var row = call.Selection[k];
                builder.Reset();
                ToVariant.Write(argument, argument.Position(row), builder);
                builder.Store(call.Result, row);
            }
        }
        catch (VariantSizeException e)
        {
            throw e.For("to_variant_object");
        }
    }
}
