using System.Buffers;
using System.Text.Json;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Json;

/// <summary>json_tuple: fields of a JSON object as columns of one row.</summary>
sealed class JsonTupleFunction : GeneratorFunction
{
    public override string Name => "json_tuple";

    public override Expression Bind(FunctionCall call)
    {
        if (call.Arguments.Count < 2) throw ArgumentChecks.WrongCount(call, "> 1");
        for (var i = 0; i < call.Arguments.Count; i++)
            if (call.Arguments[i].DataType is not (StringType or NullType)) throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.NON_STRING_TYPE", ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))), ("funcName", "`json_tuple`"));
        var arguments = new ValueList<Expression>(call.Arguments.Select((_, i) => Operands.Fit(call, i, TypeClass.AnyString)));
        var fields = Enumerable.Range(0, arguments.Count - 1).Select(i => new StructField($"c{i}", StringType.Instance));
        return new GeneratorCall(this, arguments, new StructType(fields)) { Origin = call.Origin };
    }

    public override int Generate(GeneratorCall call, ColumnVector[] arguments, int row, ColumnVector[] output, int at, EvaluationContext context)
    {
        using var json = arguments[0].IsNull(row) ? null : JsonText.TryParse(Text(arguments[0], row).Span);
        var buffer = new ArrayBufferWriter<byte>();
        for (var c = 0; c < output.Length; c++)
        {
            output[c].EnsureCapacity(at + 1);
            var name = arguments[c + 1];
            if (json is not { RootElement.ValueKind: JsonValueKind.Object } || name.IsNull(row)
                || !json.RootElement.TryGetProperty(Text(name, row).Span, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                output[c].SetNull(at);
                continue;
            }
            buffer.Clear();
            if (value.ValueKind == JsonValueKind.String) buffer.Write(System.Text.Encoding.UTF8.GetBytes(value.GetString()!));
            else JsonText.Write(value, buffer);
            output[c].SetString(at, buffer.WrittenSpan);
        }
        return 1;
    }

    private static StringView Text(ColumnVector vector, int row) => vector.Get<StringView>(vector.Position(row));
}
