using System.Buffers;
using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Json;

/// <summary>from_csv, to_csv and schema_of_csv: one record of CSV.</summary>
static class CsvFunctions
{
    public static FunctionDefinition[] All =>
    [
        new Rewrite("from_csv", 2, 3, BindFrom) { IsTransparent = true },
        new Rewrite("to_csv", 1, 2, BindTo) { IsTransparent = true },
        new Rewrite("schema_of_csv", 1, 2, SchemaOf) { Text = c => $"schema_of_csv({c.Arguments[0].Sql})" },
    ];

    private static char Separator(ValueMap options) => (options.Get("sep") ?? options.Get("delimiter")) is { Length: > 0 } text ? text == "\\t" ? '\t' : text[0] : ',';

    /// <summary>The values of a record; quotes hold separators together.</summary>
    private static List<string> Cut(string record, char separator)
    {
        var values = new List<string>();
        var value = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < record.Length; i++)
        {
            var c = record[i];
            if (quoted && c == '\\' && i + 1 < record.Length) value.Append(record[++i]);
            else if (c == '"' && (quoted || value.Length == 0)) quoted = !quoted;
            else if (c == separator && !quoted) { values.Add(value.ToString()); value.Clear(); }
            else value.Append(c);
        }
        values.Add(value.ToString());
        return values;
    }

    private static Expression BindFrom(FunctionCall call)
    {
        if (SchemaArgument.Read(call, 1) is not StructType schema)
            throw ArgumentChecks.Error(call.Origin, "INVALID_SCHEMA.NON_STRUCT_TYPE", ("inputSchema", ArgumentChecks.Quote(call.Arguments[1].Sql)), ("dataType", ArgumentChecks.Quote(SchemaArgument.Read(call, 1).Sql)));
        var type = (StructType)FromJson.AsNullable(schema);
        var options = JsonOptionsArgument.Read(call, 2);
        SingleVariant.Check(options, type, call.Origin);
        return new ScalarCall(Parse, [Operands.Fit(call, 0, TypeClass.AnyString)], type, false) { State = options, Origin = call.Origin };
    }

    private static readonly Scalar Parse = new("from_csv", [TypeClass.AnyString], StructType.Empty, FromKernel)
    {
        Preparation = (call, context) => new TextValueReader((ValueMap)call.State!, context.TimeZone),
    };

    private static void FromKernel(KernelCall call)
    {
        var separator = Separator((ValueMap)call.Call.State!);
        var reader = (TextValueReader)call.Prepared!;
        var options = (ValueMap)call.Call.State!;
        var (trimsStart, trimsEnd) = (options.Get("ignoreLeadingWhiteSpace")?.ToLowerInvariant() == "true", options.Get("ignoreTrailingWhiteSpace")?.ToLowerInvariant() == "true");
        var texts = call.In<StringView>(0);
        var single = ((ValueMap)call.Call.State!).Get(SingleVariant.Option);
        var builder = new VariantBuilder();
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var values = Cut(texts[row].ToText(), separator);
            if (single != null)
            {
                builder.Reset();
                var mark = builder.Begin();
                for (var f = 0; f < values.Count; f++)
                {
                    builder.Field(mark, Encoding.UTF8.GetBytes($"_c{f}"));
                    reader.WriteVariant(Encoding.UTF8.GetBytes(values[f].Trim()), builder);
                }
                builder.EndObject(mark);
                foreach (var column in call.Result.Children)
                    if (column.Type is VariantType) builder.Store(column, row);
                    else column.SetNull(row);
                continue;
            }
            for (var f = 0; f < call.Result.Children.Length; f++)
            {
                var child = call.Result.Children[f];
                var value = f < values.Count ? child.Type is StringType ? values[f] : values[f].Trim() : "";
                if (trimsStart) value = value.TrimStart();
                if (trimsEnd) value = value.TrimEnd();
                if (value.Length == 0 && (f >= values.Count || child.Type is not VariantType) || !reader.TryRead(Encoding.UTF8.GetBytes(value), child, row)) child.SetNull(row);
            }
        }
    }

    private static Expression BindTo(FunctionCall call)
    {
        if (call.Arguments[0].DataType is not StructType) throw ArgumentChecks.UnexpectedType(call.Origin, $"to_csv({call.Arguments[0].Sql})", 0, call.Arguments[0], "\"STRUCT\"");
        if (Analysis.CheckAnalysis.HasVariant(call.Arguments[0].DataType))
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.UNSUPPORTED_INPUT_TYPE", ("functionName", "`to_csv`"), ("dataType", ArgumentChecks.Quote(call.Arguments[0].DataType)), ("sqlExpr", ArgumentChecks.Quote($"to_csv({call.Arguments[0].Sql})")));
        var options = JsonOptionsArgument.Read(call, 1);
        return (ScalarCall)Written.Call(call.Arguments[0]) with { State = options, Origin = call.Origin };
    }

    private static readonly Scalar Written = new("to_csv", [TypeClass.Struct], StringType.Instance, ToKernel);

    private static void ToKernel(KernelCall call)
    {
        var options = (ValueMap)call.Call.State!;
        var separator = Separator(options);
        var text = new ValueText(TextStyle.Cast, call.Context.TimeZone);
        var zone = TimeZones.Get(call.Context.TimeZone);
        var timestamps = DateTimeFormatter.ForPrinting(options.Get("timestampFormat") ?? "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        var dates = options.Get("dateFormat") is { } d ? DateTimeFormatter.ForPrinting(d) : null;
        Span<byte> room = stackalloc byte[128];
        var argument = call.Arguments[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var at = argument.Position(row);
            var values = new List<string>();
            foreach (var child in argument.Children)
            {
                if (ValueOrder.IsNull(child, at)) values.Add(options.Get("nullValue") ?? "");
                else if (child.Type is TimestampType) values.Add(Encoding.UTF8.GetString(room[..timestamps.Write(child.Get<long>(at), zone, room)]));
                else if (child.Type is DateType && dates != null) values.Add(Encoding.UTF8.GetString(room[..dates.WriteDate(child.Get<int>(at), room)]));
                else
                {
                    var value = text.Text(child, at);
                    values.Add(child.Type is not (StringType or ArrayType or MapType or StructType) ? value : value.Length == 0 ? "\"\"" : value.IndexOfAny([separator, '"', '\n', '\r']) < 0 ? value
                        : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
                }
            }
            call.Result.SetText(row, string.Join(separator, values));
        }
    }

    private static Expression SchemaOf(FunctionCall call)
    {
        var argument = Operands.Fit(call, 0, TypeClass.AnyString);
        if (!argument.Foldable) throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "csv", StringType.Instance, argument);
        if (!Operands.TryConstant<string>(argument, out var text)) throw ArgumentChecks.UnexpectedNull(call.Origin, Operands.Shown(call), "csv");
        var fields = Cut(text, Separator(JsonOptionsArgument.Read(call, 1))).Select((v, i) => new StructField($"_c{i}", TypeOf(v.Trim(), call.Session.TimeZone)));
        return Literal.Of(new StructType(fields).Sql);
    }

    private static DataType TypeOf(string value, string timeZone)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        if (value.Length == 0) return StringType.Instance;
        if (Foundation.Numerics.NumberText.TryParse<int>(bytes, false, out _)) return IntegerType.Instance;
        if (Foundation.Numerics.NumberText.TryParseLong(bytes, false, out _)) return LongType.Instance;
        if (Foundation.Numerics.NumberText.TryParseDouble(bytes, out _)) return DoubleType.Instance;
        if (value.Length >= 8 && DateParser.TryParse(bytes, out _)) return DateType.Instance;
        if (value.Length >= 8 && TimestampParser.TryParse(bytes, TimeZones.Get(timeZone), out _)) return TimestampType.Instance;
        return bool.TryParse(value, out _) ? BooleanType.Instance : StringType.Instance;
    }
}
