namespace Firesteel.Formats.Orc.Metadata;

/// <summary>A node of a file's schema. Nodes are numbered depth first; the root is 0.</summary>
sealed class OrcType
{
    // Deeper trees than any writer makes could only be meant to exhaust the stack.
    private const int DeepestTree = 200;

    public int Id { get; private set; }
    public OrcKind Kind { get; init; }
    public List<OrcType> Children { get; } = [];
    public List<string> FieldNames { get; } = [];
    public int MaximumLength { get; init; }
    public int Precision { get; init; }
    public int Scale { get; init; }
    public Dictionary<string, string> Attributes { get; } = [];

    /// <summary>Builds the tree from the footer's list of types.</summary>
    public static OrcType BuildTree(List<(OrcType Type, List<ulong> Children)> flat)
    {
        if (flat.Count == 0) throw new OrcFormatException("The file has no schema.");
        var next = 0;
        var root = Build(flat, ref next, 0);
        return root;
    }

    private static OrcType Build(List<(OrcType Type, List<ulong> Children)> flat, ref int next, int depth)
    {
        if (depth > DeepestTree) throw new OrcFormatException("The file's schema is nested too deep.");
        var (type, children) = flat[next];
        type.Id = next++;
        var expected = type.Kind switch { OrcKind.Struct => type.FieldNames.Count, OrcKind.List => 1, OrcKind.Map => 2, OrcKind.Union => children.Count, _ => 0 };
        if (children.Count != expected) throw new OrcFormatException($"Type {type.Id} of the file's schema has {children.Count} parts in place of {expected}.");
        foreach (var child in children)
        {
            if (child != (ulong)next || next >= flat.Count) throw new OrcFormatException("The types of the file's schema are not in order.");
            type.Children.Add(Build(flat, ref next, depth + 1));
        }
        return type;
    }

    public static (OrcType Type, List<ulong> Children) Read(ReadOnlySpan<byte> bytes)
    {
        var (kind, length, precision, scale) = (0, 0, 0, 0);
        var (children, names, attributes) = (new List<ulong>(), new List<string>(), new List<(string, string)>());
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: kind = reader.Int32(); break;
                case 2: reader.AddTo(children); break;
                case 3: names.Add(reader.Text()); break;
                case 4: length = reader.Int32(); break;
                case 5: precision = reader.Int32(); break;
                case 6: scale = reader.Int32(); break;
                case 7: attributes.Add(ReadPair(reader.Bytes())); break;
                default: reader.Skip(); break;
            }
        }
        if (kind is < 0 or > (int)OrcKind.TimestampInstant) throw new OrcFormatException($"The file's schema has an unknown type {kind}.");
        var type = new OrcType { Kind = (OrcKind)kind, MaximumLength = length, Precision = precision, Scale = scale };
        type.FieldNames.AddRange(names);
        foreach (var (key, value) in attributes) type.Attributes[key] = value;
        return (type, children);
    }

    public void Write(ProtoWriter footer, int field)
    {
        var message = new ProtoWriter().Unsigned(1, (ulong)Kind).Packed(2, Children.Select(c => (ulong)c.Id));
        foreach (var name in FieldNames) message.Text(3, name);
        if (Kind is OrcKind.Char or OrcKind.Varchar) message.Length(4, MaximumLength);
        if (Kind == OrcKind.Decimal) message.Length(5, Precision).Length(6, Scale);
        foreach (var (key, value) in Attributes) message.Message(7, new ProtoWriter().Text(1, key).Text(2, value));
        footer.Message(field, message);
        foreach (var child in Children) child.Write(footer, field);
    }

    /// <summary>Numbers the nodes of a tree that was put together; returns how many there are.</summary>
    public int Number(int first = 0)
    {
        Id = first++;
        foreach (var child in Children) first = child.Number(first);
        return first;
    }

    public int CountNodes() => 1 + Children.Sum(c => c.CountNodes());

    private static (string, string) ReadPair(ReadOnlySpan<byte> bytes)
    {
        var (key, value) = ("", "");
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == 1) key = reader.Text();
            else if (reader.Field == 2) value = reader.Text();
            else reader.Skip();
        }
        return (key, value);
    }
}
