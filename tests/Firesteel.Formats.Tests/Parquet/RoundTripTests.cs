using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Parquet.Writing;
using Firesteel.Foundation.FileSystems;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Formats.Tests.Parquet;

/// <summary>What is written is read back, whatever the layout.</summary>
public sealed class RoundTripTests
{
    private const int BatchCount = 3;
    private const int BatchRows = 1200;

    public static TheoryData<string, int, double> Layouts()
    {
        var data = new TheoryData<string, int, double>();
        foreach (var codec in new[] { "Uncompressed", "Snappy", "Gzip", "Zstd", "Lz4", "Lz4Raw", "Brotli" }) data.Add(codec, 50, 0.1);
        data.Add("Snappy", 2, 0);
        data.Add("Snappy", 1_000_000, 0.5);
        data.Add("Uncompressed", 1_000_000, 0);
        data.Add("Snappy", 5, 1);
        return data;
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void EveryTypeComesBack(string codec, int distinct, double nulls)
    {
        foreach (var version2 in new[] { false, true })
        {
            var options = new ParquetWriteOptions { Codec = Enum.Parse<CompressionCodec>(codec), Version2 = version2 };
            Check(RandomBatches.AllTypes, options, distinct, nulls);
            Check(RandomBatches.AllTypes, options with { PageBytes = 500, PageRows = 700, DictionaryBytes = 2000, RowGroupBytes = 200_000 }, distinct, nulls);
            Check(RandomBatches.AllTypes, options with { UseDictionary = false, Timestamps = TimestampStorage.Micros, WriteChecksums = false }, distinct, nulls);
        }
    }

    [Fact]
    public void CorpusTablesComeBack()
    {
        foreach (var path in Directory.GetFiles(SharedFolder.Corpus("parquet-testing"), "*.parquet").Concat(Directory.GetFiles(SharedFolder.Corpus("formats"), "*.parquet")))
        {
            try
            {
                using var file = ParquetFile.Open(new LocalRandomAccessFile(path));
                using var allocator = new MemoryAllocator(new MemoryManager(1L << 30), "test");
                using var reader = new ParquetReader(file, file.Schema, [], [], ParquetReadOptions.Default, allocator);
                reader.SetRowGroups(Enumerable.Range(0, file.RowGroupCount).ToArray());
                using var sink = new MemoryStream();
                using var writer = new ParquetWriter(sink, file.Schema, ParquetWriteOptions.Default, allocator);
                var rows = new List<string>();
                while (reader.Next(out var batch))
                {
                    writer.Write(batch);
                    rows.AddRange(ShellText.Rows(batch));
                }
                writer.Close();
                Assert.Equal(rows, ParquetRows.Read(new MemoryFile(sink.ToArray()), verify: true).Rows);
            }
            catch (SparkException e) when (e.Condition.StartsWith("FAILED_READ_FILE", StringComparison.Ordinal) || e.Condition.StartsWith("PARQUET", StringComparison.Ordinal) || e.Condition == "UNABLE_TO_ACQUIRE_MEMORY")
            {
                // One of the files that cannot be read at all, or the one that takes gigabytes.
            }
        }
    }

    [Fact]
    public void SelectedRowsOnlyAreWritten()
    {
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 30), "test");
        var batch = new RandomBatches(RandomBatches.AllTypes, 3, 10, 0.2).Next(allocator, 100);
        var all = ShellText.Rows(batch);
        var chosen = Enumerable.Range(0, 100).Where(i => i % 3 == 1).Select(i => (ushort)i).ToArray();
        using var sink = new MemoryStream();
        using (var writer = new ParquetWriter(sink, RandomBatches.AllTypes, ParquetWriteOptions.Default, allocator))
        {
            WriteChosen(writer, batch, chosen);
            writer.Close();
        }
        Assert.Equal(chosen.Select(i => all[i]), ParquetRows.Read(new MemoryFile(sink.ToArray())).Rows);
    }

    private static unsafe void WriteChosen(ParquetWriter writer, ColumnarBatch batch, ushort[] chosen)
    {
        fixed (ushort* indices = chosen)
        {
            batch.SetRows(batch.RowCount, new Selection(indices, chosen.Length));
            writer.Write(batch);
        }
    }

    private static void Check(StructType schema, ParquetWriteOptions options, int distinct, double nulls)
    {
        var (bytes, rows) = Write(schema, options, distinct, nulls);
        foreach (var batchRows in new[] { ColumnarBatch.DefaultRows, 7 })
        {
            var read = ParquetRows.Read(new MemoryFile(bytes), batchRows, verify: true);
            Assert.Equal(schema, read.Schema);
            Assert.Equal(rows.Count, read.Rows.Count);
            for (var i = 0; i < rows.Count; i++)
                if (rows[i] != read.Rows[i]) Assert.Equal(rows[i], read.Rows[i]);
        }
    }

    /// <summary>A file of random rows, and their text.</summary>
    internal static (byte[] File, List<string> Rows) Write(StructType schema, ParquetWriteOptions options, int distinct, double nulls, int batches = BatchCount)
    {
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 30), "test");
        using var sink = new MemoryStream();
        var writer = new ParquetWriter(sink, schema, options, allocator);
        var source = new RandomBatches(schema, distinct, distinct, nulls);
        var rows = new List<string>();
        for (var i = 0; i < batches; i++)
        {
            var batch = source.Next(allocator, BatchRows);
            rows.AddRange(ShellText.Rows(batch));
            writer.Write(batch);
            foreach (var column in batch.Columns) column.Dispose();
        }
        writer.Close();
        writer.Dispose();
        Assert.Equal(0, allocator.Used);
        return (sink.ToArray(), rows);
    }
}
