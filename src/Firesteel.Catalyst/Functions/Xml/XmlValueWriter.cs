using System.Text;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Xml;

/// <summary>Writes rows as XML elements, an element a line.</summary>
sealed class XmlValueWriter(XmlOptions options, string timeZone)
{
    private const string Indent = "    ";
    private readonly ZoneRules _zone = TimeZones.Get(options.Text("timeZone") ?? timeZone);
    private readonly DateTimeFormatter _timestamps = DateTimeFormatter.ForPrinting(options.Text("timestampFormat") ?? "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    private readonly DateTimeFormatter _locals = DateTimeFormatter.ForPrinting(options.Text("timestampNTZFormat") ?? "yyyy-MM-dd'T'HH:mm:ss.SSS");
    private readonly DateTimeFormatter? _dates = options.Text("dateFormat") is { } d ? DateTimeFormatter.ForPrinting(d) : null;
    private readonly ValueText _text = new(TextStyle.Cast, timeZone);

    /// <summary>The row as an element of that name, indented, without an end of line.</summary>
    public void WriteRow(string name, StructType type, ReadOnlySpan<ColumnVector> columns, int at, int depth, StringBuilder output)
    {
        Start(depth, output);
        output.Append('<').Append(name);
        for (var f = 0; f < type.Count; f++)
            if (IsAttribute(type[f]) && ShownText(columns[f], at) is { } value)
                output.Append(' ').Append(type[f].Name, options.AttributePrefix.Length, type[f].Name.Length - options.AttributePrefix.Length).Append("=\"").Append(XmlText.EscapeAttribute(value)).Append('"');
        var open = output.Length;
        var (text, elements) = (false, false);
        for (var f = 0; f < type.Count; f++)
        {
            if (type[f].Name == options.ValueTag)
            {
                if (ShownText(columns[f], at) is not { } own) continue;
                Open(output, open);
                output.Append(XmlText.Escape(own));
                text = true;
            }
            else if (!IsAttribute(type[f]))
            {
                var before = output.Length;
                if (!text && !elements) output.Append('>');
                var mark = output.Length;
                WriteElement(type[f].Name, columns[f], at, depth + 1, output);
                if (output.Length == mark) output.Length = before;
                else elements = true;
            }
        }
        if (!text && !elements)
        {
            output.Append("/>");
            return;
        }
        if (elements) Start(depth, output);
        output.Append("</").Append(name).Append('>');
    }

    private static void Open(StringBuilder output, int open)
    {
        if (output.Length == open) output.Append('>');
    }

    private bool IsAttribute(StructField field)
        => field.Name != options.ValueTag && options.AttributePrefix.Length > 0 && field.Name.StartsWith(options.AttributePrefix, StringComparison.Ordinal) && field.DataType is not (StructType or ArrayType or MapType);

    // Elements stand on lines of their own; the first of a text has none before it.
    private static void Start(int depth, StringBuilder output)
    {
        if (output.Length > 0) output.Append('\n');
        for (var i = 0; i < depth; i++) output.Append(Indent);
    }

    private unsafe void WriteElement(string name, ColumnVector vector, int at, int depth, StringBuilder output)
    {
        if (ValueOrder.IsNull(vector, at))
        {
            if (options.NullValue is { } text) WriteText(name, text, depth, output);
            return;
        }
        switch (vector.Type)
        {
            case ArrayType array:
                var entry = vector.Values<ListEntry>()[at];
                for (var i = 0; i < entry.Length; i++)
                {
                    if (array.ElementType is not ArrayType)
                    {
                        WriteElement(name, vector.Children[0], entry.Offset + i, depth, output);
                        continue;
                    }
                    Start(depth, output);
                    output.Append('<').Append(name).Append('>');
                    WriteElement(options.ElementName, vector.Children[0], entry.Offset + i, depth + 1, output);
                    Start(depth, output);
                    output.Append("</").Append(name).Append('>');
                }
                break;
            case MapType:
                entry = vector.Values<ListEntry>()[at];
                Start(depth, output);
                output.Append('<').Append(name).Append('>');
                for (var i = 0; i < entry.Length; i++) WriteElement(_text.Text(vector.Children[0], entry.Offset + i), vector.Children[1], entry.Offset + i, depth + 1, output);
                Start(depth, output);
                output.Append("</").Append(name).Append('>');
                break;
            case StructType type:
                WriteRow(name, type, vector.Children, at, depth, output);
                break;
            default:
                WriteText(name, Text(vector, at), depth, output);
                break;
        }
    }

    private static void WriteText(string name, string text, int depth, StringBuilder output)
    {
        Start(depth, output);
        output.Append('<').Append(name).Append('>').Append(XmlText.Escape(text)).Append("</").Append(name).Append('>');
    }

    private string? ShownText(ColumnVector vector, int at) => ValueOrder.IsNull(vector, at) ? options.NullValue : Text(vector, at);

    private string Text(ColumnVector vector, int at)
    {
        Span<byte> room = stackalloc byte[128];
        return vector.Type switch
        {
            TimestampType => Encoding.UTF8.GetString(room[.._timestamps.Write(vector.Get<long>(at), _zone, room)]),
            TimestampNTZType => Encoding.UTF8.GetString(room[.._locals.WriteLocal(vector.Get<long>(at), room)]),
            DateType when _dates != null => Encoding.UTF8.GetString(room[.._dates.WriteDate(vector.Get<int>(at), room)]),
            BinaryType => $"[{string.Join(' ', vector.Get<StringView>(at).Span.ToArray().Select(b => b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)))}]",
            _ => _text.Text(vector, at),
        };
    }
}
