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
        var node = file.Root.Child(field.Name, options.Schema.CaseSensitive);
        if (node is null || field.DataType is NullType) return new MissingColumnReader();
        return new FlatColumnReader(new PageReader(node, field.DataType, file.File, options, allocator), allocator);
    }
}
