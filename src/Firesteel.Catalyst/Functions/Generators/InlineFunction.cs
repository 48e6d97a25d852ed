using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Generators;

/// <summary>inline: a row for each struct of an array, its fields as columns.</summary>
sealed class InlineFunction(string name, bool isOuter) : GeneratorFunction
{
    public override string Name => name;
    public override ValueList<string> ParameterNames => ["input"];

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 1);
        if (call.Arguments[0].DataType is not ArrayType { UserDefined: null, ElementType: StructType { UserDefined: null } element } array)
            throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call with { Name = "inline" }), 0, call.Arguments[0], "\"ARRAY<STRUCT>\"");
        var fields = element.Fields.Select(f => f with { Nullable = f.Nullable || isOuter || array.ContainsNull });
        return new GeneratorCall(this, [call.Arguments[0]], new StructType(fields)) { Name = name, Origin = call.Origin };
    }

    public override unsafe int Generate(GeneratorCall call, ColumnVector[] arguments, int row, ColumnVector[] output, int at, EvaluationContext context)
    {
        var source = arguments[0];
        if (source.IsNull(row)) return 0;
        var entry = source.Values<ListEntry>()[source.Position(row)];
        var structs = source.Children[0];
        for (var c = 0; c < output.Length; c++)
        {
            output[c].EnsureCapacity(at + entry.Length);
            for (var i = 0; i < entry.Length; i++)
                if (structs.IsNull(entry.Offset + i)) output[c].SetNull(at + i);
                else ValueCopy.One(output[c], at + i, structs.Children[c], entry.Offset + i);
        }
        return entry.Length;
    }
}
