using Firesteel.Columnar.Memory;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Foundation.FileSystems;
using Firesteel.Types;

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
        using var reader = new ParquetReader(file, schema, [], new ParquetReadOptions { BatchRows = batchRows, VerifyChecksums = verify, Schema = SchemaOptions.Default }, allocator);
        reader.SetRowGroups(Enumerable.Range(0, file.RowGroupCount).ToArray());
        var rows = new List<string>();
        while (reader.Next(out var batch)) rows.AddRange(ShellText.Rows(batch));
        return (schema, rows);
    }
}
