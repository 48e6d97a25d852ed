using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Schema;

/// <summary>Finds in a file the columns, and of structs the fields, that a query asks for.</summary>
static class ProjectionMatcher
{
    /// <summary>The stored column as the requested type has it: fields in its order, those that the file lacks without a node. Null where the shapes differ.</summary>
    public static ParquetColumn? Match(DataType requested, ParquetColumn stored, bool caseSensitive) => (requested, stored.Type) switch
    {
        (StructType wanted, StructType) => MatchStruct(wanted, stored, caseSensitive),
        (ArrayType wanted, ArrayType) => MatchParts(stored, caseSensitive, wanted, wanted.ElementType),
        (MapType wanted, MapType) => MatchParts(stored, caseSensitive, wanted, wanted.KeyType, wanted.ValueType),
        (VariantType, VariantType) => stored,
        (VariantType, StructType) when VariantLayout.IsVariant(stored) => stored with { Type = requested },
        (VariantType, _) or (_, VariantType) => null,
        (StructType or ArrayType or MapType, _) or (_, StructType or ArrayType or MapType) => null,
        _ => stored with { Type = requested },
    };

    private static ParquetColumn? MatchStruct(StructType wanted, ParquetColumn stored, bool caseSensitive)
    {
        var children = new ParquetColumn[wanted.Count];
        var found = false;
        for (var i = 0; i < children.Length; i++)
        {
            var place = IndexOf((StructType)stored.Type, wanted[i].Name, caseSensitive);
            if (place < 0)
            {
                children[i] = Missing(wanted[i].DataType);
                continue;
            }
            if (Match(wanted[i].DataType, stored.Children[place], caseSensitive) is not { } match) return null;
            children[i] = match;
            found = true;
        }
        // Whether the struct itself is there is told by some leaf below it.
        return stored with { Type = wanted, Children = children, Witness = found ? null : Leaf(stored.Node!) };
    }

    private static ParquetColumn? MatchParts(ParquetColumn stored, bool caseSensitive, DataType type, params ReadOnlySpan<DataType> parts)
    {
        var children = new ParquetColumn[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (Match(parts[i], stored.Children[i], caseSensitive) is not { } match) return null;
            children[i] = match;
        }
        return stored with { Type = type, Children = children };
    }

    /// <summary>A column of which the file has nothing.</summary>
    public static ParquetColumn Missing(DataType type) => new(type, Nullable: true, Node: null, Repeated: null, Children: []);

    private static int IndexOf(StructType fields, string name, bool caseSensitive)
    {
        var exact = fields.IndexOf(name, caseSensitive: true);
        return exact >= 0 || caseSensitive ? exact : fields.IndexOf(name);
    }

    // One that repeats least, so that few levels are read in vain.
    private static ParquetNode Leaf(ParquetNode node)
    {
        if (node.IsPrimitive) return node;
        ParquetNode? best = null;
        foreach (var child in node.Children)
        {
            var leaf = Leaf(child);
            if (best is null || leaf.RepetitionLevel < best.RepetitionLevel) best = leaf;
        }
        return best!;
    }
}
