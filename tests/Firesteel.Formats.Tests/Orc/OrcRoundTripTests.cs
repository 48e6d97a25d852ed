using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Formats.Orc.Reading;
using Firesteel.Formats.Orc.Writing;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Formats.Tests.Orc;

/// <summary>What is written is read back, whatever the layout.</summary>
public sealed class OrcRoundTripTests
{
    private const int BatchCount = 3;
    private const int BatchRows = 1200;

    public static TheoryData<string, int, double> Layouts()
    {
        var data = new TheoryData<string, int, double>();
        foreach (var codec in new[] { "None", "Zlib", "Snappy", "Lz4", "Zstd", "Brotli" }) data.Add(codec, 50, 0.1);
        data.Add("Snappy", 2, 0);
        data.Add("Snappy", 100_000, 0.5);
        data.Add("None", 100_000, 0);
        data.Add("Snappy", 5, 1);
        return data;
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void EveryTypeComesBack(string codec, int distinct, double nulls)
    {
        var options = new OrcWriteOptions { Compression = Enum.Parse<OrcCompression>(codec), TimeZone = "UTC" };
        Check(options, distinct, nulls);
        Check(options with { BlockSize = 1024, StripeBytes = 100_000, DictionaryThreshold = 0 }, distinct, nulls);
        Check(options with { StripeBytes = 1, DictionaryThreshold = 1 }, distinct, nulls);
    }

    [Fact]
    public void RunsOfEveryKindComeBack()
    {
        var random = new Random(1);
        var values = new List<long>();
        for (var part = 0; part < 400; part++)
        {
            var (start, length) = (random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64), random.Next(1, 700));
            var step = random.Next(3) == 0 ? random.NextInt64() >> random.Next(1, 64) : random.Next(-2, 3);
            for (var i = 0; i < length; i++)
            {
                values.Add((part % 4) switch
                {
                    0 => start,
                    1 => unchecked(start + i * step),
                    2 => random.NextInt64() >> random.Next(part % 64),
                    _ => unchecked(start + i * 3L + random.Next(3)),
                });
            }
        }
        values.AddRange([long.MinValue, long.MaxValue, long.MinValue, long.MinValue + 1, long.MaxValue, -1, 0, 0, 0]);
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 30), "test");
        var schema = new StructType(new StructField("v", LongType.Instance));
        using var sink = new MemoryStream();
        using (var writer = new OrcWriter(sink, schema, OrcWriteOptions.Default, allocator))
        {
            for (var at = 0; at < values.Count; at += 5000)
            {
                var batch = ColumnarBatch.Allocate(schema, allocator, 5000);
                var count = Math.Min(5000, values.Count - at);
                batch.Reset(count);
                for (var i = 0; i < count; i++) batch.Columns[0].Set(i, values[at + i]);
                batch.SetRows(count);
                writer.Write(batch);
                foreach (var column in batch.Columns) column.Dispose();
            }
            writer.Close();
        }
        Assert.Equal(values.Select(v => v.ToString()), OrcRows.Read(new MemoryFile(sink.ToArray())).Rows);
    }

    [Fact]
    public void LocalTimesMoveFromTheWritersZoneToTheReaders()
    {
        var (bytes, rows) = Write(new OrcWriteOptions { TimeZone = "America/Los_Angeles" }, 1000, 0, new StructType(new StructField("t", TimestampType.Instance)));
        Assert.Equal(rows, OrcRows.Read(new MemoryFile(bytes), timeZone: "America/Los_Angeles").Rows);
        Assert.NotEqual(rows, OrcRows.Read(new MemoryFile(bytes)).Rows);
    }

    [Theory]
    [InlineData(-500_000, "1970-01-01 00:00:00.5")]
    [InlineData(-999_500, "1969-12-31 23:59:59.0005")]
    [InlineData(-1_500_000, "1969-12-31 23:59:58.5")]
    [InlineData(-62135596800000000, "0001-01-01 00:00:00")]
    [InlineData(253402300799999999, "9999-12-31 23:59:59.999999")]
    [InlineData(-12219886677000000, "1582-10-15 03:02:03")]
    public void TimesComeBackAsSparkHasThem(long micros, string expected)
    {
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 30), "test");
        var schema = new StructType(new StructField("t", TimestampType.Instance));
        using var sink = new MemoryStream();
        using var writer = new OrcWriter(sink, schema, new OrcWriteOptions { TimeZone = "UTC" }, allocator);
        var batch = ColumnarBatch.Allocate(schema, allocator, 1);
        batch.Reset(1);
        batch.Columns[0].Set(0, micros);
        batch.SetRows(1);
        writer.Write(batch);
        writer.Close();
        Assert.Equal([expected], OrcRows.Read(new MemoryFile(sink.ToArray())).Rows);
    }

    [Fact]
    public void StripeStatisticsBoundTheValues()
    {
        var (bytes, _) = Write(new OrcWriteOptions { StripeBytes = 20_000, TimeZone = "UTC" }, 1000, 0.1, RandomBatches.AllTypes);
        using var file = OrcFile.Open(new MemoryFile(bytes));
        Assert.True(file.Footer.Stripes.Count > 1);
        var id = file.Footer.Schema.Children[0].Id;
        Assert.Equal(file.Footer.Rows, file.Footer.Statistics[id].Values);
        Assert.Equal(file.Footer.Statistics[id].Integers!.Value.Min, Enumerable.Range(0, file.Footer.Stripes.Count).Min(s => file.StripeStatistics(s)[id].Integers!.Value.Min));
        Assert.Equal(file.Footer.Statistics[id].Integers!.Value.Max, Enumerable.Range(0, file.Footer.Stripes.Count).Max(s => file.StripeStatistics(s)[id].Integers!.Value.Max));
    }

    internal static (byte[] Bytes, List<string> Rows) Write(OrcWriteOptions options, int distinct, double nulls, StructType schema, int batches = BatchCount)
    {
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 30), "test");
        using var sink = new MemoryStream();
        var rows = new List<string>();
        var random = new RandomBatches(schema, distinct, distinct, nulls);
        using (var writer = new OrcWriter(sink, schema, options, allocator))
        {
            for (var i = 0; i < batches; i++)
            {
                var batch = random.Next(allocator, BatchRows);
                LeaveOutLastSecond(batch);
                writer.Write(batch);
                rows.AddRange(ShellText.Rows(batch));
                foreach (var column in batch.Columns) column.Dispose();
            }
            writer.Close();
        }
        Assert.Equal(0, allocator.Used);
        return (sink.ToArray(), rows);
    }

    // As in Spark, times in the second before 1970 come back a second later: a bug of the format's own that has its test apart.
    private static unsafe void LeaveOutLastSecond(ColumnarBatch batch)
    {
        foreach (var column in batch.Columns.Where(c => c.Type is TimestampType))
            for (var row = 0; row < batch.RowCount; row++)
                if (column.Values<long>()[row] is < 0 and > -1_000_000) column.Values<long>()[row] -= 1_000_000;
    }

    private static void Check(OrcWriteOptions options, int distinct, double nulls)
    {
        var (bytes, rows) = Write(options, distinct, nulls, RandomBatches.AllTypes);
        foreach (var batchRows in new[] { 4096, 7 })
        {
            var (schema, read) = OrcRows.Read(new MemoryFile(bytes), batchRows);
            Assert.Equal(RandomBatches.AllTypes.Fields.Select(f => f.DataType.SimpleString), schema.Fields.Select(f => f.DataType.SimpleString));
            Assert.Equal(rows, read);
        }
    }
}
