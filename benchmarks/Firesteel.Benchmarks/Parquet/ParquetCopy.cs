using System.Diagnostics;
using Firesteel.Columnar.Memory;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Parquet.Writing;
using Firesteel.Foundation.FileSystems;
using Firesteel.Types;

namespace Firesteel.Benchmarks.Parquet;

/// <summary>Reads a file and writes it again on one thread: how fast writing is, and files for other readers to try.</summary>
static class ParquetCopy
{
    public static int Run(string from, string to, string codec, bool version2, string[] columns)
    {
        var watch = Stopwatch.StartNew();
        using var file = ParquetFile.Open(new LocalRandomAccessFile(from));
        var schema = columns.Length == 0 ? file.Schema : new StructType(columns.Select(name => file.Schema[file.Schema.IndexOf(name)]));
        using var allocator = new MemoryAllocator(MemoryManager.Process, "copy");
        using var reader = new ParquetReader(file, schema, [], [], ParquetReadOptions.Default, allocator);
        using var sink = File.Create(to);
        var options = new ParquetWriteOptions
        {
            Codec = Enum.Parse<CompressionCodec>(codec, ignoreCase: true),
            Version2 = version2,
        };
        using var writer = new ParquetWriter(sink, schema, options, allocator);
        reader.SetRowGroups(Enumerable.Range(0, file.RowGroupCount).ToArray());
        while (reader.Next(out var batch)) writer.Write(batch);
        writer.Close();
        Console.WriteLine($"{writer.RowsWritten} rows, {writer.BytesWritten} bytes, {watch.Elapsed.TotalMilliseconds:F0} ms");
        return 0;
    }
}
