using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Generators;

/// <summary>explode and posexplode: a row for each element of an array or entry of a map.</summary>
sealed class ExplodeFunction(string name, bool withPosition, bool isOuter) : GeneratorFunction
{
    public override string Name => name;
    public override ValueList<string> ParameterNames => ["collection"];

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 1);
        var argument = call.Arguments[0];
        var fields = new List<StructField>();
        if (withPosition) fields.Add(new StructField("pos", IntegerType.Instance, isOuter));
        switch (argument.DataType)
        {
            case ArrayType { UserDefined: null } a: fields.Add(new StructField("col", a.ElementType, isOuter || a.ContainsNull)); break;
            case MapType { UserDefined: null } m:
                fields.Add(new StructField("key", m.KeyType, isOuter));
                fields.Add(new StructField("value", m.ValueType, isOuter || m.ValueContainsNull));
                break;
            default: throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call with { Name = name.Replace("_outer", "", StringComparison.Ordinal) }), 0, argument, "(\"ARRAY\" or \"MAP\")");
        }
        return new GeneratorCall(this, [argument], new StructType(fields)) { Name = name, Origin = call.Origin };
    }

    public override unsafe int Generate(GeneratorCall call, ColumnVector[] arguments, int row, ColumnVector[] output, int at, EvaluationContext context)
    {
        var source = arguments[0];
        if (source.IsNull(row)) return 0;
        var entry = source.Values<ListEntry>()[source.Position(row)];
        var column = 0;
        if (withPosition)
        {
            output[0].EnsureCapacity(at + entry.Length);
            for (var i = 0; i < entry.Length; i++) output[0].Set(at + i, i);
            column = 1;
        }
        foreach (var child in source.Children)
        {
            var target = output[column++];
            target.EnsureCapacity(at + entry.Length);
            for (var i = 0; i < entry.Length; i++) ValueCopy.One(target, at + i, child, entry.Offset + i);
        }
        return entry.Length;
    }
}
