using System.Buffers;
using System.Text.Json;
using Firesteel.Columnar.Variants;

namespace Firesteel.Catalyst.Functions.Json;

/// <summary>Reading JSON into a tree and writing pieces of it compactly, with the escapes that Jackson writes.</summary>
static class JsonText
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1000 };

    /// <summary>Null where the text is no JSON.</summary>
    public static JsonDocument? TryParse(ReadOnlySpan<byte> text)
    {
        try { return JsonDocument.Parse(text.ToArray(), Options); }
        catch (JsonException) { return null; }
    }

    public static void Write(JsonElement element, ArrayBufferWriter<byte> output)
    {
        Expressions.DepthGuard.Check();
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                output.Write("{"u8);
                var first = true;
                foreach (var property in element.EnumerateObject())
                {
                    if (!first) output.Write(","u8);
                    first = false;
                    WriteString(property.Name, output);
                    output.Write(":"u8);
                    Write(property.Value, output);
                }
                output.Write("}"u8);
                break;
            case JsonValueKind.Array:
                output.Write("["u8);
                first = true;
                foreach (var item in element.EnumerateArray())
                {
                    if (!first) output.Write(","u8);
                    first = false;
                    Write(item, output);
                }
                output.Write("]"u8);
                break;
            case JsonValueKind.String: WriteString(element.GetString()!, output); break;
            default: output.Write(System.Text.Encoding.UTF8.GetBytes(element.GetRawText())); break;
        }
    }

    public static void WriteString(string text, ArrayBufferWriter<byte> output) => WriteString(System.Text.Encoding.UTF8.GetBytes(text), output);

    public static void WriteString(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> output) => VariantJson.WriteString(text, output);
}
