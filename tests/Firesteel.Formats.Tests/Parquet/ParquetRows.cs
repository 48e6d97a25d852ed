using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Foundation.FileSystems;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Formats.Tests.Parquet;

/// <summary>Reads whole files to text, for tests.</summary>
static class ParquetRows
{
    public static (StructType Schema, List<string> Rows) Read(string path, int batchRows = 4096, bool verify = false)
        => Read(new LocalRandomAccessFile(path), batchRows, verify);

    public static (StructType Schema, List<string> Rows) Read(IRandomAccessFile source, int batchRows = 4096, bool verify = false, StructType? requested = null)
    {
        using var file = ParquetFile.Open(source);
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 30), "test");
        var schema = requested ?? file.Schema;
        var rows = new List<string>();
        using (var reader = new ParquetReader(file, schema, [], [], new ParquetReadOptions { BatchRows = batchRows, VerifyChecksums = verify, Schema = SchemaOptions.Default }, allocator))
        {
            reader.SetRowGroups(Enumerable.Range(0, file.RowGroupCount).ToArray());
            while (reader.Next(out var batch)) rows.AddRange(ShellText.Rows(batch));
        }
        Assert.Equal(0, allocator.Used);
        return (schema, rows);
    }

    /// <summary>Decodes everything and looks at every value, without keeping the text.</summary>
    public static void Drain(IRandomAccessFile source, int batchRows)
    {
        const long MemoryLimit = 256 << 20;
        using var file = ParquetFile.Open(source);
        using var allocator = new MemoryAllocator(new MemoryManager(MemoryLimit), "test");
        using var reader = new ParquetReader(file, file.Schema, [], [], new ParquetReadOptions { BatchRows = batchRows }, allocator);
        reader.SetRowGroups(Enumerable.Range(0, file.RowGroupCount).ToArray());
        while (reader.Next(out var batch)) Visit(batch);
    }

    private static void Visit(ColumnarBatch batch)
    {
        for (var k = 0; k < batch.SelectedCount; k++)
            foreach (var column in batch.Columns) Visit(column, batch.Selection[k]);
    }

    private static long Visit(ColumnVector vector, int row)
    {
        if (vector.Physical == PhysicalType.Null || vector.IsNull(row)) return 0;
        return vector.Physical switch
        {
            PhysicalType.String => Sum(vector.Get<StringView>(row).Span),
            PhysicalType.Array or PhysicalType.Map => Visit(vector, vector.Get<ListEntry>(row)),
            PhysicalType.Struct => vector.Children.Aggregate(0L, (sum, child) => sum ^ Visit(child, row)),
            _ when vector.ElementSize == 1 => vector.Get<byte>(row),
            _ when vector.ElementSize == 16 => (long)vector.Get<Int128>(row),
            _ => vector.ElementSize == 8 ? vector.Get<long>(row) : vector.ElementSize == 4 ? vector.Get<int>(row) : vector.Get<short>(row),
        };
    }

    private static long Visit(ColumnVector vector, ListEntry entry)
    {
        var sum = 0L;
        foreach (var child in vector.Children)
            for (var i = 0; i < entry.Length; i++) sum += Visit(child, entry.Offset + i);
        return sum;
    }

    private static long Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0L;
        foreach (var b in bytes) sum += b;
        return sum;
    }
}
