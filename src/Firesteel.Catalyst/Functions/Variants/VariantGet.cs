using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Expressions.Evaluation.Casts;
using Firesteel.Catalyst.Functions.Json;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Variants;

/// <summary>variant_get and try_variant_get: the part of a variant at a path, in a type.</summary>
sealed class VariantGet(string name, bool fails) : ScalarFunction
{
    public static FunctionDefinition[] All => [new VariantGet("variant_get", true), new VariantGet("try_variant_get", false)];

    /// <summary>Whether a value that has no place in the type is an error.</summary>
    public bool Fails => fails;

    public override string Name => name;
    public override bool CanFail(ScalarCall call) => true;

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 2, 3);
        var type = call.Arguments.Count == 2 ? VariantType.Instance : CheckCasts.WithoutLength(SchemaArgument.Read(call, 2));
        var shown = $"{name}({call.Arguments[0].Sql}, {call.Arguments[1].Sql})";
        var value = Operands.Fit(call, 0, VariantFunctions.Value, shown);
        var path = Operands.Fit(call, 1, new TypeClass.Strictly(TypeClass.AnyString), shown);
        if (!CastRules.ComesFromVariant(type))
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION", ("sqlExpr", ArgumentChecks.Quote(shown)), ("srcType", "\"VARIANT\""), ("targetType", ArgumentChecks.Quote(type)));
        return new ScalarCall(this, [value, path], type, true) { Name = name, Origin = call.Origin };
    }

    // Plans show the type, which names do not.
    public override string ToSql(ScalarCall call, SqlStyle style) => !style.IsPlan() ? base.ToSql(call, style)
        : $"{name}({call.Arguments[0].ToSql(style)}, {call.Arguments[1].ToSql(style)}, {call.DataType.SimpleString})";

    private sealed record Prepared(VariantPaths Paths, FromVariant Conversion);

    public override object Prepare(ScalarCall call, EvaluationContext context)
        => new Prepared(new VariantPaths("INVALID_VARIANT_GET_PATH"), new FromVariant(call.DataType, context.TimeZone, fails, call.Origin.Context, context));

    public override void Evaluate(KernelCall call)
    {
        var (paths, conversion) = (Prepared)call.Prepared!;
        var (values, texts) = (call.In<StringView>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (paths.Get(call, texts[row]).TryFind(VariantBlob.Open(values[row]), out var found)) conversion.Write(found, call.Result, row);
            else call.Result.SetNull(row);
        }
    }
}
