using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Variants;

/// <summary>variant_explode: a row for each element of an array or field of an object; none for other values.</summary>
sealed class VariantExplode(string name, bool isOuter) : GeneratorFunction
{
    public static FunctionDefinition[] All => [new VariantExplode("variant_explode", false), new VariantExplode("variant_explode_outer", true)];

    private readonly StructType _rows = new([new StructField("pos", IntegerType.Instance, isOuter), new StructField("key", StringType.Instance), new StructField("value", VariantType.Instance, isOuter)]);

    public override string Name => name;
    public override bool IsTableOnly => true;
    public override ValueList<string> ParameterNames => ["input"];

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 1);
        return new GeneratorCall(this, [Operands.Fit(call, 0, VariantFunctions.Value)], _rows) { Name = name, Origin = call.Origin };
    }

    public override int Generate(GeneratorCall call, ColumnVector[] arguments, int row, ColumnVector[] output, int at, EvaluationContext context)
    {
        if (arguments[0].IsNull(row)) return 0;
        var value = VariantBlob.Open(arguments[0].Get<StringView>(row));
        var kind = value.Kind;
        if (kind is not (VariantKind.Object or VariantKind.Array)) return 0;
        var count = value.Count;
        foreach (var column in output) column.EnsureCapacity(at + count);
        for (var i = 0; i < count; i++)
        {
            output[0].Set(at + i, i);
            if (kind == VariantKind.Object) output[1].SetString(at + i, value.Key(i));
            else output[1].SetNull(at + i);
            // The keys are those of the whole: what is taken out may be taken apart again.
            VariantBlob.Set(output[2], at + i, value[i].Value, value.Metadata);
        }
        return count;
    }
}
