using Firesteel.Columnar.Memory;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>Chooses the reader of each requested column.</summary>
static class ColumnReaders
{
    public static IColumnReader[] Create(ParquetFile file, StructType requested, ParquetReadOptions options, MemoryAllocator allocator)
        => requested.Fields.Select(field => Create(file, field, options, allocator)).ToArray();

    private static IColumnReader Create(ParquetFile file, StructField field, ParquetReadOptions options, MemoryAllocator allocator)
    {
        if (file.Find(field.Name, options.Schema.CaseSensitive) is not { } stored || field.DataType is NullType || stored.Type is NullType) return new MissingColumnReader();
        var column = ProjectionMatcher.Match(field.DataType, stored, options.Schema.CaseSensitive) ?? throw ParquetErrors.TypeMismatch(file.Path, stored.Node!, field.DataType);
        if (column.IsPrimitive) return new FlatColumnReader(new PageReader(column.Node!, column.Type, file.File, options, allocator), allocator);
        var leaves = new List<NestedLeaf>();
        Collect(column, leaves, file, options, allocator);
        return new NestedColumnReader(column, leaves.ToArray());
    }

    private static void Collect(ParquetColumn column, List<NestedLeaf> leaves, ParquetFile file, ParquetReadOptions options, MemoryAllocator allocator)
    {
        if (column.Node is null) return;
        if (column.Witness is { } witness) Add(witness, PrimitiveTypes.Stored(witness));
        if (column.IsPrimitive) Add(column.Node, column.Type);
        foreach (var child in column.Children) Collect(child, leaves, file, options, allocator);

        void Add(ParquetNode node, DataType type) => leaves.Add(new NestedLeaf(new PageReader(node, type, file.File, options, allocator), type, allocator));
    }
}
