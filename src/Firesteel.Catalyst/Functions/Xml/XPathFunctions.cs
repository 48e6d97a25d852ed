using System.Xml;
using System.Xml.XPath;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Xml;

/// <summary>Values that an XPath expression finds in XML text.</summary>
static class XPathFunctions
{
    public static void Register(FunctionRegistry registry) => registry.Register(
        Define("xpath_boolean", BooleanType.Instance, "boolean", (call, row, value) => call.Result.Set(row, (bool)value)),
        Define("xpath_short", ShortType.Instance, "number", (call, row, value) => call.Result.Set(row, unchecked((short)Whole<int>((double)value)))),
        Define("xpath_int", IntegerType.Instance, "number", (call, row, value) => call.Result.Set(row, Whole<int>((double)value))),
        Define("xpath_long", LongType.Instance, "number", (call, row, value) => call.Result.Set(row, Whole<long>((double)value))),
        Define("xpath_float", FloatType.Instance, "number", (call, row, value) => call.Result.Set(row, (float)(double)value)),
        Define("xpath_double", DoubleType.Instance, "number", (call, row, value) => call.Result.Set(row, (double)value), "xpath_number"),
        Define("xpath_string", StringType.Instance, "string", (call, row, value) => call.Result.SetText(row, (string)value)),
        Define("xpath", new ArrayType(StringType.Instance), null, (call, row, value) => WriteNodes(call, row, (XPathNodeIterator)value)));

    private static Scalar Define(string name, DataType type, string? conversion, Action<KernelCall, int, object> write, params string[] aliases)
        => new(name, [TypeClass.AnyString, TypeClass.AnyString], type, call => Evaluate(call, conversion, write))
        {
            As = aliases,
            MayBeNull = true,
            Throws = true,
            Preparation = (_, _) => new Cache(),
            Check = call =>
            {
                if (!call.Arguments[1].Foldable) throw ArgumentChecks.NotConstant(call.Origin, call.Sql, "path", StringType.Instance, call.Arguments[1]);
            },
        };

    private static void Evaluate(KernelCall call, string? conversion, Action<KernelCall, int, object> write)
    {
        var cache = (Cache)call.Prepared!;
        var (texts, paths) = (call.In<StringView>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (text, path) = (texts[row], paths[row].ToText());
            if (text.Length == 0 || path.Length == 0) { call.Result.SetNull(row); continue; }
            var compiled = cache.Get(path, conversion);
            object value;
            try
            {
                value = Load(text.ToText()).Evaluate(compiled);
            }
            catch (Exception e) when (e is XmlException or XPathException)
            {
                throw SparkException.WithoutCondition($"Error loading expression '{path}'", e);
            }
            write(call, row, value);
        }
    }

    // Definitions of a document's own entities are not looked at: they could make a small text large.
    private static XPathNavigator Load(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        return new XPathDocument(reader, XmlSpace.Preserve).CreateNavigator();
    }

    // An element has no value of its own: its text is a node below it.
    private static void WriteNodes(KernelCall call, int row, XPathNodeIterator nodes)
    {
        var child = call.Result.Children[0];
        var start = child.Count;
        while (nodes.MoveNext())
        {
            child.EnsureCapacity(child.Count + 1);
            var node = nodes.Current!;
            if (node.NodeType is XPathNodeType.Element or XPathNodeType.Root) child.SetNull(child.Count++);
            else child.SetText(child.Count++, node.Value);
        }
        call.Result.Set(row, new ListEntry(start, child.Count - start));
    }

    private static T Whole<T>(double number) where T : System.Numerics.INumberBase<T> => double.IsNaN(number) ? T.Zero : T.CreateSaturating(number);

    /// <summary>The last path and what it compiled to.</summary>
    private sealed class Cache
    {
        private string? _path;
        private XPathExpression? _compiled;

        public XPathExpression Get(string path, string? conversion)
        {
            if (path == _path) return _compiled!;
            try
            {
                (_compiled, _path) = (XPathExpression.Compile(conversion is null ? path : $"{conversion}({path})"), path);
                if (conversion is null && _compiled.ReturnType != XPathResultType.NodeSet) throw new XPathException("It finds no nodes.");
                return _compiled;
            }
            catch (XPathException e)
            {
                throw SparkException.WithoutCondition($"Invalid XPath '{path}': {e.Message}", e);
            }
        }
    }
}
