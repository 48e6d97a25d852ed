using System.Buffers;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Json;

/// <summary>to_json: structs, arrays and maps as JSON text.</summary>
static class ToJson
{
    public static readonly FunctionDefinition Function = new Rewrite("to_json", 1, 2, Bind) { IsTransparent = true };

    private static readonly Scalar Written = new("to_json", [TypeClass.Any], StringType.Instance, Kernel)
    {
        MayBeNull = true,
        Preparation = (call, context) => new JsonValueWriter((ValueMap)call.State!, context.TimeZone),
    };

    private static Expression Bind(FunctionCall call)
    {
        var options = JsonOptionsArgument.Read(call, 1);
        if (call.Arguments[0].DataType is not (StructType or ArrayType or MapType or VariantType))
            throw ArgumentChecks.UnexpectedType(call.Origin, $"to_json({call.Arguments[0].Sql})", 0, call.Arguments[0], "(\"STRUCT\" or \"ARRAY\" or \"MAP\" or \"VARIANT\")");
        return (ScalarCall)Written.Call(call.Arguments[0]) with { State = options, Origin = call.Origin };
    }

    private static void Kernel(KernelCall call)
    {
        var writer = (JsonValueWriter)call.Prepared!;
        var output = new ArrayBufferWriter<byte>();
        var argument = call.Arguments[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            output.Clear();
            writer.Write(argument, argument.Position(row), output);
            call.Result.SetString(row, output.WrittenSpan);
        }
    }
}

/// <summary>Writes values as JSON by the options of the JSON source.</summary>
sealed class JsonValueWriter(ValueMap options, string timeZone)
{
    private readonly ZoneRules _zone = TimeZones.Get(options.Get("timeZone") ?? timeZone);
    private readonly DateTimeFormatter? _timestamps = options.Get("timestampFormat") is { } t ? DateTimeFormatter.ForPrinting(t) : null;
    private readonly DateTimeFormatter? _locals = options.Get("timestampNTZFormat") is { } n ? DateTimeFormatter.ForPrinting(n) : null;
    private readonly DateTimeFormatter? _dates = options.Get("dateFormat") is { } d ? DateTimeFormatter.ForPrinting(d) : null;
    private readonly bool _keepNulls = options.Get("ignoreNullFields") is { } i && i.Equals("false", StringComparison.OrdinalIgnoreCase);
    private readonly bool _sorted = options.Get("sortKeys") is { } s && s.Equals("true", StringComparison.OrdinalIgnoreCase);
    private readonly ValueText _text = new(TextStyle.Cast, timeZone);
    private readonly ArrayBufferWriter<byte> _scratch = new();

    public unsafe void Write(ColumnVector vector, int at, ArrayBufferWriter<byte> output)
    {
        if (ValueOrder.IsNull(vector, at)) { output.Write("null"u8); return; }
        Span<byte> room = stackalloc byte[128];
        switch (vector.Type)
        {
            case StructType type:
                output.Write("{"u8);
                var first = true;
                var order = Enumerable.Range(0, type.Count);
                if (_sorted) order = order.OrderBy(f => type[f].Name, StringComparer.Ordinal);
                foreach (var f in order)
                {
                    if (!_keepNulls && ValueOrder.IsNull(vector.Children[f], at)) continue;
                    if (!first) output.Write(","u8);
                    first = false;
                    JsonText.WriteString(type[f].Name, output);
                    output.Write(":"u8);
                    Write(vector.Children[f], at, output);
                }
                output.Write("}"u8);
                break;
            case ArrayType:
                var entry = vector.Values<ListEntry>()[at];
                output.Write("["u8);
                for (var i = 0; i < entry.Length; i++)
                {
                    if (i > 0) output.Write(","u8);
                    Write(vector.Children[0], entry.Offset + i, output);
                }
                output.Write("]"u8);
                break;
            case MapType:
                entry = vector.Values<ListEntry>()[at];
                output.Write("{"u8);
                for (var i = 0; i < entry.Length; i++)
                {
                    if (i > 0) output.Write(","u8);
                    JsonText.WriteString(Key(vector.Children[0], entry.Offset + i), output);
                    output.Write(":"u8);
                    Write(vector.Children[1], entry.Offset + i, output);
                }
                output.Write("}"u8);
                break;
            case BooleanType or IntegralType or DecimalType: _text.Write(vector, at, output); break;
            case VariantType: VariantJson.Write(VariantBlob.Open(vector.Values<StringView>()[at]), _zone, output); break;
            case FractionalType:
                _scratch.Clear();
                _text.Write(vector, at, _scratch);
                if (char.IsAsciiLetter((char)_scratch.WrittenSpan[^1])) JsonText.WriteString(_scratch.WrittenSpan, output);
                else output.Write(_scratch.WrittenSpan);
                break;
            case BinaryType: JsonText.WriteString(Convert.ToBase64String(vector.Values<StringView>()[at].Span), output); break;
            case StringType: JsonText.WriteString(vector.Values<StringView>()[at].Span, output); break;
            case TimestampType:
                var micros = vector.Values<long>()[at];
                var pattern = _timestamps ?? DateTimeFormatter.ForPrinting("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
                JsonText.WriteString(room[..pattern.Write(micros, _zone, room)], output);
                break;
            case TimestampNTZType:
                pattern = _locals ?? DateTimeFormatter.ForPrinting("yyyy-MM-dd'T'HH:mm:ss.SSS");
                JsonText.WriteString(room[..pattern.WriteLocal(vector.Values<long>()[at], room)], output);
                break;
            case DateType when _dates != null: JsonText.WriteString(room[.._dates.WriteDate(vector.Values<int>()[at], room)], output); break;
            default:
                _scratch.Clear();
                _text.Write(vector, at, _scratch);
                JsonText.WriteString(_scratch.WrittenSpan, output);
                break;
        }
    }

    // A key that is a struct shows its values between brackets.
    private string Key(ColumnVector keys, int at)
    {
        if (keys.Type is StructType) return $"[{string.Join(",", keys.Children.Select(c => _text.Text(c, at)))}]";
        return _text.Text(keys, at);
    }
}
