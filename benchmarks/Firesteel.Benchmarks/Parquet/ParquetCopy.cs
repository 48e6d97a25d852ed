using System.Diagnostics;
using Firesteel.Columnar.Memory;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Parquet.Writing;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Benchmarks.Parquet;

/// <summary>Reads a file and writes it again on one thread: how fast writing is, and files for other readers to try.</summary>
static class ParquetCopy
{
    public static int Run(string from, string to, string codec, bool version2)
    {
        var watch = Stopwatch.StartNew();
        using var file = ParquetFile.Open(new LocalRandomAccessFile(from));
        using var allocator = new MemoryAllocator(MemoryManager.Process, "copy");
        using var reader = new ParquetReader(file, file.Schema, [], [], ParquetReadOptions.Default, allocator);
        using var sink = File.Create(to);
        var options = new ParquetWriteOptions
        {
            Codec = Enum.Parse<CompressionCodec>(codec, ignoreCase: true),
            Version2 = version2,
            BloomFilterColumns = file.Schema.Fields.Select(f => f.Name).Take(1).ToHashSet(),
        };
        using var writer = new ParquetWriter(sink, file.Schema, options, allocator);
        reader.SetRowGroups(Enumerable.Range(0, file.RowGroupCount).ToArray());
        while (reader.Next(out var batch)) writer.Write(batch);
        writer.Close();
        Console.WriteLine($"{writer.RowsWritten} rows, {writer.BytesWritten} bytes, {watch.Elapsed.TotalMilliseconds:F0} ms");
        return 0;
    }
}
