using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Buffers;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>
/// Puts arrays, maps and structs together from the levels of their leaves, part by part: each part makes its slots (the places that its
/// parent has for it) from the levels of one of its leaves. Leaves that contradict each other are an error.
/// </summary>
sealed unsafe class NestedColumnReader(ParquetColumn column, NestedLeaf[] leaves) : IColumnReader
{
    private readonly Dictionary<ParquetColumn, (ColumnVector Stored, VariantAssembler Assembler)> _variants = new(ReferenceEqualityComparer.Instance);
    private long _row;

    public void StartRowGroup(RowGroup group, bool skips)
    {
        foreach (var leaf in leaves) leaf.StartRowGroup(group);
        _row = 0;
    }

    public void ReleaseBatch()
    {
        foreach (var leaf in leaves) leaf.ReleaseBatch();
    }

    public void Read(long first, int rows, ColumnVector target)
    {
        foreach (var leaf in leaves)
        {
            leaf.Skip(first - _row);
            leaf.Read(rows);
        }
        _row = first + rows;
        Build(column, target, 0, 0, rows);
    }

    public void Dispose()
    {
        foreach (var leaf in leaves) leaf.Dispose();
        foreach (var (stored, _) in _variants.Values) stored.Dispose();
    }

    /// <param name="repetition">Entries of a higher repetition level belong to a slot begun before.</param>
    /// <param name="definition">Entries of a lower definition level have no slot: their parent is empty or null.</param>
    private void Build(ParquetColumn part, ColumnVector target, int repetition, int definition, int slots)
    {
        target.Reset(slots);
        target.Count = slots;
        if (part.Node is null || target.Physical == PhysicalType.Null) BuildMissing(target, slots);
        else if (part.Type is VariantType) BuildVariant(part, target, repetition, definition, slots);
        else if (part.Type is StructType) BuildStruct(part, target, repetition, definition, slots);
        else if (part.Repeated is not null) BuildList(part, target, repetition, definition, slots);
        else BuildLeaf(Leaf(part.Node), target, definition, slots);
    }

    private static void BuildMissing(ColumnVector target, int slots)
    {
        if (slots > 0) new Span<byte>(target.EnsureNulls(), slots).Fill(1);
        if (target.Physical is PhysicalType.Array or PhysicalType.Map) new Span<ListEntry>(target.Data, slots).Clear();
        if (target.Physical == PhysicalType.Struct)
            foreach (var child in target.Children) BuildMissing(child, slots);
    }

    private static void BuildLeaf(NestedLeaf leaf, ColumnVector target, int definition, int slots)
    {
        var definitions = leaf.Definitions;
        var (count, max) = (leaf.Count, leaf.Node.DefinitionLevel);
        var found = 0;
        for (var i = 0; i < count; i++) found += definitions[i] >= definition ? 1 : 0;
        Check(found, slots, leaf);
        if (leaf.Values.Count == slots)
        {
            target.PointAt(leaf.Values.Data, null);
            return;
        }
        var nulls = target.EnsureNulls();
        for (int i = 0, slot = 0; i < count; i++)
            if (definitions[i] >= definition) nulls[slot++] = definitions[i] == max ? (byte)0 : (byte)1;
        var present = leaf.Values.Count;
        if (present > slots) throw Contradiction(leaf);
        Buffer.MemoryCopy(leaf.Values.Data, target.Data, (long)slots * target.ElementSize, (long)present * target.ElementSize);
        NullSpread.Spread(target.Data, target.ElementSize, nulls, slots, present);
    }

    private void BuildStruct(ParquetColumn part, ColumnVector target, int repetition, int definition, int slots)
    {
        var leaf = FirstLeaf(part);
        var definitions = leaf.Definitions;
        var repetitions = leaf.Repetitions;
        var (count, present) = (leaf.Count, part.DefinitionLevel);
        var found = 0;
        var absent = 0;
        for (var i = 0; i < count; i++)
        {
            if (repetitions[i] > repetition || definitions[i] < definition) continue;
            found++;
            absent += definitions[i] < present ? 1 : 0;
        }
        Check(found, slots, leaf);
        if (absent > 0)
        {
            var nulls = target.EnsureNulls();
            for (int i = 0, slot = 0; i < count; i++)
                if (repetitions[i] <= repetition && definitions[i] >= definition) nulls[slot++] = definitions[i] < present ? (byte)1 : (byte)0;
        }
        for (var c = 0; c < part.Children.Length; c++) Build(part.Children[c], target.Children[c], repetition, definition, slots);
    }

    // Built as the struct that it is stored as, then put together row by row.
    private void BuildVariant(ParquetColumn part, ColumnVector target, int repetition, int definition, int slots)
    {
        if (!_variants.TryGetValue(part, out var variant))
            _variants[part] = variant = (new ColumnVector(VariantLayout.StructOf(part), target.Allocator), new VariantAssembler(part));
        Build(part with { Type = variant.Stored.Type }, variant.Stored, repetition, definition, slots);
        variant.Assembler.Write(variant.Stored, target, slots);
    }

    private void BuildList(ParquetColumn part, ColumnVector target, int repetition, int definition, int slots)
    {
        var leaf = FirstLeaf(part);
        var definitions = leaf.Definitions;
        var repetitions = leaf.Repetitions;
        var count = leaf.Count;
        var (present, filled, inner) = (part.DefinitionLevel, part.Repeated!.DefinitionLevel, part.Repeated.RepetitionLevel);
        var entries = target.Values<ListEntry>();
        var (slot, children, start) = (-1, 0, 0);
        for (var i = 0; i < count; i++)
        {
            if (repetitions[i] <= repetition)
            {
                if (definitions[i] < definition) continue;
                if (slot >= 0) entries[slot] = new ListEntry(start, children - start);
                if (++slot >= slots) throw Contradiction(leaf);
                start = children;
                if (definitions[i] < present) target.SetNull(slot);
                if (definitions[i] >= filled) children++;
            }
            else if (repetitions[i] == inner)
            {
                if (slot < 0 || definitions[i] < filled) throw Contradiction(leaf);
                children++;
            }
        }
        if (slot >= 0) entries[slot] = new ListEntry(start, children - start);
        Check(slot + 1, slots, leaf);
        for (var c = 0; c < part.Children.Length; c++)
        {
            Build(part.Children[c], target.Children[c], inner, filled, children);
            target.Children[c].Count = children;
        }
    }

    private NestedLeaf FirstLeaf(ParquetColumn part)
    {
        if (part.Witness is { } witness) return Leaf(witness);
        if (part.IsPrimitive) return Leaf(part.Node!);
        foreach (var child in part.Children)
            if (child.Node is not null) return FirstLeaf(child);
        throw new InvalidOperationException($"{part.Node!.Path} has no leaf.");
    }

    private NestedLeaf Leaf(ParquetNode node)
    {
        foreach (var leaf in leaves)
            if (ReferenceEquals(leaf.Node, node)) return leaf;
        throw new InvalidOperationException($"{node.Path} is not read.");
    }

    private static void Check(int found, int slots, NestedLeaf leaf)
    {
        if (found != slots) throw Contradiction(leaf);
    }

    private static ParquetFormatException Contradiction(NestedLeaf leaf) => new($"The levels of column {leaf.Node.Path} contradict those of its neighbours.");
}
