using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Json;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Xml;

/// <summary>from_xml, to_xml and schema_of_xml: one record of XML.</summary>
static class XmlFunctions
{
    public static void Register(FunctionRegistry registry) => registry.Register(
        new Rewrite("from_xml", 2, 3, BindFrom) { IsTransparent = true },
        new Rewrite("to_xml", 1, 2, BindTo) { IsTransparent = true },
        new Rewrite("schema_of_xml", 1, 2, SchemaOf) { Text = c => $"schema_of_xml({c.Arguments[0].Sql})" });

    private static readonly Scalar Parse = new("from_xml", [TypeClass.AnyString], StructType.Empty, FromKernel)
    {
        Throws = true,
        Preparation = (call, context) => call.State is ValueMap o ? new Parser(new XmlOptions(o), context.TimeZone) : null,
    };

    private static readonly Scalar Written = new("to_xml", [TypeClass.Struct], StringType.Instance, ToKernel);

    private sealed record Parser(XmlOptions Options, string TimeZone)
    {
        public XmlValueReader Values { get; } = new(Options, TimeZone);
    }

    private static Expression BindFrom(FunctionCall call)
    {
        var shown = $"from_xml({call.Arguments[0].Sql})";
        var type = SchemaArgument.Read(call, 1);
        if (type is not StructType)
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.INVALID_XML_SCHEMA", ("sqlExpr", ArgumentChecks.Quote(shown)), ("schema", ArgumentChecks.Quote(type)));
        var options = JsonOptionsArgument.Read(call, 2);
        if (new XmlOptions(options).Mode is var mode and not ("PERMISSIVE" or "FAILFAST"))
            throw ArgumentChecks.Error(call.Origin, "PARSE_MODE_UNSUPPORTED", ("funcName", "`from_xml`"), ("mode", mode));
        // Other types are not turned to text here.
        if (call.Arguments[0].DataType is not (StringType or NullType)) throw ArgumentChecks.UnexpectedType(call.Origin, shown, 0, call.Arguments[0], "\"STRING\"");
        return new ScalarCall(Parse, [Operands.Fit(call, 0, TypeClass.AnyString, shown)], FromJson.AsNullable(type), true) { State = options, Origin = call.Origin };
    }

    private static void FromKernel(KernelCall call)
    {
        var parser = (Parser)call.Prepared!;
        var options = parser.Options;
        var type = (StructType)call.Result.Type;
        var corrupt = type.IndexOf(options.CorruptColumn);
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var text = texts[row].ToText();
            var record = XmlRecord.TryParse(text);
            var fits = record != null && parser.Values.Read(record, type, call.Result.Children, row);
            if (record == null)
                foreach (var child in call.Result.Children) { child.EnsureCapacity(row + 1); child.SetNull(row); }
            if (fits) continue;
            if (options.FailsFast) throw call.Error("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", ("badRecord", $"[{string.Join(",", type.Fields.Select(_ => "null"))}]"), ("failFastMode", "FAILFAST"));
            if (corrupt >= 0) XmlRows.SetText(call.Result.Children[corrupt], row, text);
        }
    }

    private static Expression BindTo(FunctionCall call)
    {
        if (call.Arguments[0].DataType is not StructType) throw ArgumentChecks.UnexpectedType(call.Origin, $"to_xml({call.Arguments[0].Sql})", 0, call.Arguments[0], "\"STRUCT\"");
        return (ScalarCall)Written.Call(call.Arguments[0]) with { State = JsonOptionsArgument.Read(call, 1), Origin = call.Origin };
    }

    private static void ToKernel(KernelCall call)
    {
        var options = new XmlOptions((ValueMap)call.Call.State!);
        var writer = new XmlValueWriter(options, call.Context.TimeZone);
        var argument = call.Arguments[0];
        var output = new StringBuilder();
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            output.Clear();
            writer.WriteRow(options.RowTag ?? "ROW", (StructType)argument.Type, argument.Children, argument.Position(row), 0, output);
            call.Result.SetText(row, output.ToString());
        }
    }

    private static Expression SchemaOf(FunctionCall call)
    {
        var argument = Operands.Fit(call, 0, TypeClass.AnyString);
        if (!argument.Foldable) throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "xml", StringType.Instance, argument);
        if (!Operands.TryConstant<string>(argument, out var text)) throw ArgumentChecks.UnexpectedNull(call.Origin, Operands.Shown(call), "xml");
        var options = new XmlOptions(JsonOptionsArgument.Read(call, 1));
        var schema = XmlRecord.TryParse(text) is { } record ? XmlSchema.Final(new XmlSchema(options, call.Session.TimeZone).OfRecord(record))
            : new StructType(new StructField(options.CorruptColumn, StringType.Instance));
        return Literal.Of(schema.Sql);
    }
}
