using System.Text;
using System.Xml;

namespace Firesteel.Catalyst.Functions.Xml;

/// <summary>An element of XML text with what is in it: as large as one record, never as a file.</summary>
sealed class XmlRecord(string name)
{
    public string Name => name;
    public List<(string Name, string Value)> Attributes { get; } = [];
    public List<XmlRecord> Elements { get; } = [];

    /// <summary>Runs of text between the elements; blank ones only where nothing else is there.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>Whether there is nothing but text.</summary>
    public bool IsPlain => Attributes.Count == 0 && Elements.Count == 0;

    public string Text => Texts.Count == 1 ? Texts[0] : string.Concat(Texts);

    /// <summary>A reader that resolves nothing: no document types, no entities but XML's own, prefixes as parts of names.</summary>
    public static XmlReader Open(System.IO.TextReader text) => new XmlTextReader(text) { Namespaces = false, DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, EntityHandling = EntityHandling.ExpandEntities };

    /// <summary>The text's one element, or null where the text is no XML.</summary>
    public static XmlRecord? TryParse(string text)
    {
        try
        {
            using var reader = Open(new StringReader(text));
            if (reader.MoveToContent() != XmlNodeType.Element) return null;
            var record = Read(reader);
            while (reader.Read()) { }
            return record;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Reads the element that the reader stands on, and moves behind it.</summary>
    public static XmlRecord Read(XmlReader reader)
    {
        var root = new XmlRecord(reader.Name);
        var open = new Stack<XmlRecord>();
        var isEmpty = Begin(reader, root);
        if (!isEmpty) open.Push(root);
        while (open.TryPeek(out var current) && reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    // What walks records later goes down as deep: what is deeper is no record.
                    if (open.Count >= DeepestNesting) throw new XmlException($"Elements are nested more than {DeepestNesting} deep.");
                    var inner = new XmlRecord(reader.Name);
                    current.Elements.Add(inner);
                    if (!Begin(reader, inner)) open.Push(inner);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    current.Texts.Add(reader.Value);
                    break;
                case XmlNodeType.EndElement:
                    open.Pop().Finish();
                    break;
            }
        }
        if (open.Count > 0) throw new XmlException($"The element {root.Name} has no end.");
        reader.Read();
        return root;
    }

    /// <summary>What stands between the element's tags, written again.</summary>
    public string Inner()
    {
        var text = new StringBuilder();
        WriteInner(text);
        return text.ToString();
    }

    public string Outer()
    {
        var text = new StringBuilder();
        WriteOuter(text);
        return text.ToString();
    }

    private const int DeepestNesting = 500;

    private static bool Begin(XmlReader reader, XmlRecord record)
    {
        var isEmpty = reader.IsEmptyElement;
        while (reader.MoveToNextAttribute()) record.Attributes.Add((reader.Name, reader.Value));
        return isEmpty;
    }

    private void Finish()
    {
        if (Elements.Count > 0) Texts.RemoveAll(string.IsNullOrWhiteSpace);
    }

    private void WriteInner(StringBuilder text)
    {
        foreach (var element in Elements) element.WriteOuter(text);
        foreach (var run in Texts) text.Append(XmlText.Escape(run));
    }

    private void WriteOuter(StringBuilder text)
    {
        text.Append('<').Append(name);
        foreach (var (attribute, value) in Attributes) text.Append(' ').Append(attribute).Append("=\"").Append(XmlText.EscapeAttribute(value)).Append('"');
        text.Append('>');
        WriteInner(text);
        text.Append("</").Append(name).Append('>');
    }
}
