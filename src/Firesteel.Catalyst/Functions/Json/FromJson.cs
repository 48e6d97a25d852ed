using System.Buffers;
using System.Text;
using System.Text.Json;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Json;

/// <summary>from_json: JSON text as a struct, array or map. What does not fit its type is null.</summary>
static class FromJson
{
    public static readonly FunctionDefinition Function = new Rewrite("from_json", 2, 3, Bind) { IsTransparent = true };

    private sealed record Settings(DataType Type, ValueMap Options);

    private static readonly Scalar Parse = new("from_json", [TypeClass.AnyString], StructType.Empty, Kernel)
    {
        Throws = true,
        Text = (call, style) => call.ResultType is MapType ? "entries" : $"from_json({call.Arguments[0].ToSql(style)})",
        Preparation = (call, context) => call.State is Settings s ? new Reader(s.Type, s.Options, context.TimeZone) : null,
    };

    private static Expression Bind(FunctionCall call)
    {
        var type = SchemaArgument.Read(call, 1);
        var shown = $"from_json({call.Arguments[0].Sql})";
        if (type is not (StructType or ArrayType or MapType or VariantType))
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.INVALID_JSON_SCHEMA", ("sqlExpr", ArgumentChecks.Quote(shown)), ("schema", ArgumentChecks.Quote(type)));
        if (type is MapType { KeyType: not StringType })
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.INVALID_JSON_MAP_KEY_TYPE", ("sqlExpr", ArgumentChecks.Quote(shown)), ("schema", ArgumentChecks.Quote(type)));
        type = AsNullable(type);
        var text = Operands.Fit(call, 0, TypeClass.AnyString, shown);
        var options = JsonOptionsArgument.Read(call, 2);
        if (type is StructType columns) SingleVariant.Check(options, columns, call.Origin);
        return new ScalarCall(Parse, [text], type, true) { State = new Settings(type, options), Origin = call.Origin };
    }

    /// <summary>The type with nulls allowed everywhere: any part of a text may be missing.</summary>
    internal static DataType AsNullable(DataType type) => type switch
    {
        { UserDefined: not null } => type,
        StructType s => new StructType(s.Fields.Select(f => f with { DataType = AsNullable(f.DataType), Nullable = true })),
        ArrayType a => new ArrayType(AsNullable(a.ElementType)),
        MapType m => new MapType(AsNullable(m.KeyType), AsNullable(m.ValueType)),
        _ => type,
    };

    private static void Kernel(KernelCall call)
    {
        var reader = (Reader)call.Prepared!;
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            reader.Read(call, texts[row], call.Result, row);
        }
    }

    private sealed class Reader(DataType type, ValueMap options, string timeZone)
    {
        private readonly TextValueReader _values = new(options, timeZone);
        private readonly bool _failFast = string.Equals(options.Get("mode"), "FAILFAST", StringComparison.OrdinalIgnoreCase);
        private readonly ArrayBufferWriter<byte> _scratch = new();
        private readonly bool _single = options.Get(SingleVariant.Option) != null;
        private readonly bool _lenient = LenientJson.IsWanted(options);
        private readonly JsonVariantText _variants = new();
        private bool _bad;

        public void Read(KernelCall call, StringView text, ColumnVector target, int at)
        {
            _bad = false;
            if (text.Span.Trim(" \t\r\n"u8).Length == 0) { target.SetNull(at); return; }
            if (type is VariantType || _single && type is StructType)
            {
                ReadVariant(call, text, target, at);
                return;
            }
            using var json = JsonText.TryParse(_lenient ? LenientJson.QuoteNames(text.Span) : text.Span);
            var element = json?.RootElement ?? default;
            _bad = json == null;
            // A lone object stands for an array of it, and the first of an array for a struct.
            if (json != null && type is ArrayType { ElementType: StructType } && element.ValueKind == JsonValueKind.Object)
            {
                var child = target.Children[0];
                var start = child.Count++;
                child.EnsureCapacity(start + 1);
                Put(element, child, start);
                target.Set(at, new ListEntry(start, 1));
            }
            else if (json != null && type is StructType && element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0) Put(element[0], target, at);
            else if (json == null || !TryPut(element, target, at)) { _bad = true; PutNothing(target, at); }
            if (_bad && _failFast)
                throw call.Error("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", ("badRecord", $"[{string.Join(",", target.Children.Select(_ => "null"))}]"), ("failFastMode", "FAILFAST"));
        }

        // The whole text as a variant: the result itself, or the one column that the option names.
        private void ReadVariant(KernelCall call, StringView text, ColumnVector target, int at)
        {
            var place = target;
            if (type is StructType row)
            {
                foreach (var child in target.Children) { child.EnsureCapacity(at + 1); child.SetNull(at); }
                place = target.Children[row.Fields.ToList().FindIndex(f => f.DataType is VariantType)];
                unsafe { place.Nulls[at] = 0; }
            }
            if (_variants.TryRead(text.Span, place, at)) return;
            place.SetNull(at);
            if (_failFast) throw call.Error("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", ("badRecord", "[null]"), ("failFastMode", "FAILFAST"));
        }

        private static void PutNothing(ColumnVector target, int at)
        {
            if (target.Type is not StructType) { target.SetNull(at); return; }
            foreach (var child in target.Children) { child.EnsureCapacity(at + 1); child.SetNull(at); }
        }

        private void Put(JsonElement element, ColumnVector target, int at)
        {
            if (element.ValueKind == JsonValueKind.Null && target.Type is not VariantType) target.SetNull(at);
            else if (!TryPut(element, target, at)) { _bad = true; target.SetNull(at); }
        }

        private bool TryPut(JsonElement element, ColumnVector target, int at)
        {
            DepthGuard.Check();
            switch (target.Type)
            {
                case StructType s:
                    if (element.ValueKind != JsonValueKind.Object) return false;
                    for (var f = 0; f < s.Count; f++)
                    {
                        target.Children[f].EnsureCapacity(at + 1);
                        if (element.TryGetProperty(s[f].Name, out var value)) Put(value, target.Children[f], at);
                        else target.Children[f].SetNull(at);
                    }
                    return true;
                case ArrayType:
                    if (element.ValueKind != JsonValueKind.Array) return false;
                    var child = target.Children[0];
                    var (start, count) = (child.Count, element.GetArrayLength());
                    child.EnsureCapacity(start + count);
                    child.Count = start + count;
                    for (var i = 0; i < count; i++) Put(element[i], child, start + i);
                    target.Set(at, new ListEntry(start, count));
                    return true;
                case MapType:
                    if (element.ValueKind != JsonValueKind.Object) return false;
                    var (keys, values) = (target.Children[0], target.Children[1]);
                    start = keys.Count;
                    foreach (var property in element.EnumerateObject())
                    {
                        ValueCopy.AppendText(keys, Encoding.UTF8.GetBytes(property.Name));
                        var place = values.Count++;
                        values.EnsureCapacity(place + 1);
                        Put(property.Value, values, place);
                    }
                    target.Set(at, new ListEntry(start, keys.Count - start));
                    return true;
            }
            if (target.Type is VariantType) return _variants.TryRead(Encoding.UTF8.GetBytes(element.GetRawText()), target, at);
            if (element.ValueKind == JsonValueKind.String) return target.Type is not (IntegralType or DecimalType or BooleanType) && _values.TryRead(Encoding.UTF8.GetBytes(element.GetString()!), target, at);
            if (target.Type is StringType)
            {
                _scratch.Clear();
                JsonText.Write(element, _scratch);
                target.SetString(at, _scratch.WrittenSpan);
                return true;
            }
            if (element.ValueKind == JsonValueKind.Number && target.Type is TimestampType && element.TryGetInt64(out var seconds))
            {
                target.Set(at, seconds * Foundation.Time.Micros.PerSecond);
                return true;
            }
            return element.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False && target.Type is NumericType or BooleanType
                && _values.TryRead(Encoding.ASCII.GetBytes(element.GetRawText()), target, at);
        }
    }
}
