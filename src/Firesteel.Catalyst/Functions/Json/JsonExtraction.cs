using System.Buffers;
using System.Text.Json;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Json;

/// <summary>get_json_object, json_array_length and json_object_keys.</summary>
static class JsonExtraction
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("get_json_object", [TypeClass.AnyString, TypeClass.AnyString], StringType.Instance, Get) { MayBeNull = true },
        new Scalar("json_array_length", [TypeClass.AnyString], IntegerType.Instance, ArrayLength) { MayBeNull = true },
        new Scalar("json_object_keys", [TypeClass.AnyString], new ArrayType(StringType.Instance), Keys) { MayBeNull = true },
    ];

    private static void Get(KernelCall call)
    {
        var (texts, paths) = (call.In<StringView>(0), call.In<StringView>(1));
        var output = new ArrayBufferWriter<byte>();
        var (source, path) = ("", (JsonPath?)null);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (path == null || !call.Arguments[1].IsConstant)
            {
                var text = paths[row].ToText();
                if (text != source) (source, path) = (text, JsonPath.Parse(text));
            }
            output.Clear();
            if (path != null && TryGet(texts[row].Span, path, output)) call.Result.SetString(row, output.WrittenSpan);
            else call.Result.SetNull(row);
        }
    }

    private static bool TryGet(ReadOnlySpan<byte> text, JsonPath path, ArrayBufferWriter<byte> output)
    {
        using var json = JsonText.TryParse(text);
        if (json == null) return false;
        var found = path.Find(json.RootElement);
        if (found.Count == 0 || found.Count == 1 && found[0].ValueKind == JsonValueKind.Null) return false;
        if (found.Count == 1)
        {
            if (found[0].ValueKind == JsonValueKind.String && !path.HasWildcard) output.Write(System.Text.Encoding.UTF8.GetBytes(found[0].GetString()!));
            else JsonText.Write(found[0], output);
            return true;
        }
        output.Write("["u8);
        for (var i = 0; i < found.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            JsonText.Write(found[i], output);
        }
        output.Write("]"u8);
        return true;
    }

    private static void ArrayLength(KernelCall call)
    {
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            using var json = JsonText.TryParse(texts[row].Span);
            if (json is { RootElement.ValueKind: JsonValueKind.Array }) call.Result.Set(row, json.RootElement.GetArrayLength());
            else call.Result.SetNull(row);
        }
    }

    private static void Keys(KernelCall call)
    {
        var texts = call.In<StringView>(0);
        var child = call.Result.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            using var json = JsonText.TryParse(texts[row].Span);
            if (json is not { RootElement.ValueKind: JsonValueKind.Object }) { call.Result.SetNull(row); continue; }
            var start = child.Count;
            foreach (var property in json.RootElement.EnumerateObject())
            {
                child.EnsureCapacity(child.Count + 1);
                child.SetText(child.Count++, property.Name);
            }
            call.Result.Set(row, new ListEntry(start, child.Count - start));
        }
    }
}
