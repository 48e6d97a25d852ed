using Firesteel.Formats.Parquet.Metadata;

namespace Firesteel.Formats.Parquet.Schema;

/// <summary>A node of a file's schema tree, with the levels at which it and its children stand.</summary>
sealed class ParquetNode
{
    // A level is a byte wherever levels are unpacked, and every pass over the tree is recursive.
    private const int MaxDepth = 100;

    private ParquetNode(SchemaElement element, ParquetNode? parent)
    {
        Element = element;
        Parent = parent;
        DefinitionLevel = (parent?.DefinitionLevel ?? 0) + (parent is not null && element.Repetition is Repetition.Optional or Repetition.Repeated ? 1 : 0);
        RepetitionLevel = (parent?.RepetitionLevel ?? 0) + (parent is not null && element.Repetition == Repetition.Repeated ? 1 : 0);
    }

    public SchemaElement Element { get; }
    public ParquetNode? Parent { get; }
    public ParquetNode[] Children { get; private set; } = [];

    /// <summary>The definition level from which on this node is there: for a leaf the highest of its pages.</summary>
    public int DefinitionLevel { get; }

    /// <summary>The repetition level of this node: for a leaf the highest of its pages.</summary>
    public int RepetitionLevel { get; }

    /// <summary>Place among the file's leaf columns; -1 for a group.</summary>
    public int LeafIndex { get; private set; } = -1;

    public string Name => Element.Name;
    public bool IsPrimitive => Element.Type is not null;
    public bool IsRepeated => Element.Repetition == Repetition.Repeated;
    public bool IsOptional => Element.Repetition == Repetition.Optional;

    /// <summary>Names from the root on, joined by dots.</summary>
    public string Path => Parent?.Parent is null ? Name : $"{Parent.Path}.{Name}";

    /// <summary>The child of that name. Where names are compared without case, the exact one wins.</summary>
    public ParquetNode? Child(string name, bool caseSensitive)
    {
        foreach (var child in Children)
            if (child.Name == name) return child;
        if (caseSensitive) return null;
        foreach (var child in Children)
            if (string.Equals(child.Name, name, StringComparison.OrdinalIgnoreCase)) return child;
        return null;
    }

    /// <summary>The tree of a footer's flat list; <paramref name="leaves"/> are its leaf columns in order.</summary>
    public static ParquetNode BuildTree(List<SchemaElement> elements, out ParquetNode[] leaves)
    {
        if (elements.Count == 0) throw new ParquetFormatException("The schema is empty.");
        var found = new List<ParquetNode>();
        var next = 0;
        var root = Build(elements, ref next, null, 0, found);
        leaves = found.ToArray();
        return root;
    }

    private static ParquetNode Build(List<SchemaElement> elements, ref int next, ParquetNode? parent, int depth, List<ParquetNode> leaves)
    {
        if (depth > MaxDepth) throw new ParquetFormatException("The schema is nested too deeply.");
        if (next >= elements.Count) throw new ParquetFormatException("The schema ends early.");
        var element = elements[next++];
        var node = new ParquetNode(element, parent);
        if (element.Type is { } type && parent is not null)
        {
            if (!Enum.IsDefined(type)) throw new ParquetFormatException($"Column {node.Path} has unknown type {(int)type}.");
            if (type == ParquetType.FixedLenByteArray && element.TypeLength <= 0) throw new ParquetFormatException($"Column {node.Path} has length {element.TypeLength}.");
            node.LeafIndex = leaves.Count;
            leaves.Add(node);
            return node;
        }
        if (element.NumChildren < 0 || element.NumChildren > elements.Count - next) throw new ParquetFormatException("The schema ends early.");
        if (element.NumChildren == 0 && parent is not null) throw new ParquetFormatException($"Group {node.Path} is empty.");
        node.Children = new ParquetNode[element.NumChildren];
        for (var i = 0; i < node.Children.Length; i++) node.Children[i] = Build(elements, ref next, node, depth + 1, leaves);
        return node;
    }
}
