using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Parquet.Writing;
using Firesteel.Formats.Predicates;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Formats.Tests.Parquet;

/// <summary>Filters and pruning leave out rows, never the wrong ones, and work that they make needless is not done.</summary>
public sealed class FilterTests
{
    private static readonly ParquetWriteOptions SmallPages = new() { PageBytes = 400, PageRows = 100, RowGroupBytes = 60_000, DictionaryBytes = 500 };

    [Theory]
    [InlineData(0.5, 4096)]
    [InlineData(0.02, 4096)]
    [InlineData(0.02, 7)]
    [InlineData(0.0, 100)]
    public void FilteredBatchesHoldTheRowsThatTheFiltersLeave(double share, int batchRows)
    {
        foreach (var options in new[] { ParquetWriteOptions.Default, SmallPages, SmallPages with { Version2 = true, UseDictionary = false } })
        {
            var (bytes, rows) = RoundTripTests.Write(RandomBatches.AllTypes, options, 300, 0.2);
            using var file = ParquetFile.Open(new MemoryFile(bytes));
            using var allocator = new MemoryAllocator(new MemoryManager(1L << 30), "test");
            var first = new RandomFilter([0], share, 1);
            var second = new RandomFilter([4, 10], 0.7, 2);
            using var reader = new ParquetReader(file, file.Schema, [], [first, second], new ParquetReadOptions { BatchRows = batchRows }, allocator);
            reader.SetRowGroups(Enumerable.Range(0, file.RowGroupCount).ToArray());
            var read = new List<string>();
            while (reader.Next(out var batch)) read.AddRange(ShellText.Rows(batch));
            var expected = rows.Where((_, i) => first.Passed.Contains(i)).ToList();
            Assert.Equal(first.Seen, rows.Count);
            Assert.Equal(expected.Where((_, i) => second.Passed.Contains(i)), read);
        }
    }

    [Fact]
    public void SlicesOfRowGroupsMakeUpTheWhole()
    {
        foreach (var options in new[] { new ParquetWriteOptions { RowGroupBytes = 200_000 }, SmallPages })
        {
            var (bytes, rows) = RoundTripTests.Write(RandomBatches.AllTypes, options, 300, 0.2);
            using var file = ParquetFile.Open(new MemoryFile(bytes));
            using var allocator = new MemoryAllocator(new MemoryManager(1L << 30), "test");
            var readers = Enumerable.Range(0, 3).Select(_ => new ParquetReader(file, file.Schema, [], [], new ParquetReadOptions { BatchRows = 100 }, allocator)).ToArray();
            var random = new Random(4);
            var read = new List<string>();
            for (var group = 0; group < file.RowGroupCount; group++)
            {
                var end = file.MetaData.RowGroups[group].NumRows;
                for (var start = 0L; start < end;)
                {
                    // Readers take slices in turns, as workers do.
                    var next = start + random.Next(1, 700);
                    var reader = readers[random.Next(readers.Length)];
                    reader.SetSlices([new RowGroupSlice(group, start, next)]);
                    while (reader.Next(out var batch)) read.AddRange(ShellText.Rows(batch));
                    start = next;
                }
            }
            foreach (var reader in readers) reader.Dispose();
            Assert.Equal(rows, read);
        }
    }

    [Fact]
    public void SkippedBatchesHoldNoMemory()
    {
        var (bytes, _) = RoundTripTests.Write(RandomBatches.AllTypes, new ParquetWriteOptions { UseDictionary = false, Codec = CompressionCodec.Uncompressed, PageBytes = 20_000 }, 1_000_000, 0);
        using var file = ParquetFile.Open(new MemoryFile(bytes));
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 30), "test");
        using var reader = new ParquetReader(file, file.Schema, [], [new RandomFilter([0, 10], 0, 1)], new ParquetReadOptions { BatchRows = 10 }, allocator);
        reader.SetRowGroups([0]);
        Assert.False(reader.Next(out _));
        Assert.InRange(allocator.Used, 0, 6 << 20);
    }

    [Fact]
    public void BoundsRuleOutRowGroupsAndPages()
    {
        var bytes = Sequence(SmallPages, 10_000);
        var all = Scan(bytes, [], out var scanned, out var groups);
        Assert.Equal(10_000, all.Count);
        Assert.True(groups > 1, "The file has several row groups.");

        var some = Scan(bytes, [ColumnPredicate.Compare("id", ColumnComparison.GreaterOrEqual, ColumnValue.Of((Int128)2500)), ColumnPredicate.Compare("text", ColumnComparison.Less, ColumnValue.Of("t0002600"u8.ToArray()))], out scanned, out groups);
        Assert.Equal(all.Skip(2500).Take(100), some.Where(row => string.CompareOrdinal(row, "2500\t") >= 0 && string.CompareOrdinal(row, "2600\t") < 0));
        Assert.InRange(scanned, 100, 1000);
        Assert.Equal(1, groups);

        Assert.Empty(Scan(bytes, [ColumnPredicate.Compare("id", ColumnComparison.Equal, ColumnValue.Of((Int128)10_000))], out _, out groups));
        Assert.Equal(0, groups);
        Assert.Empty(Scan(bytes, [ColumnPredicate.IsNull("id")], out _, out _));
        Assert.Equal(10_000, Scan(bytes, [ColumnPredicate.IsNotNull("id")], out _, out _).Count);
        Assert.Empty(Scan(bytes, [ColumnPredicate.In("id", [ColumnValue.Of((Int128)(-5)), ColumnValue.Of((Int128)20_000)])], out _, out _));
    }

    [Fact]
    public void BloomFiltersRuleOutRowGroups()
    {
        var bytes = Sequence(new ParquetWriteOptions { BloomFilterColumns = new HashSet<string> { "id", "text" } }, 5_000, step: 2);
        foreach (var (value, wanted) in new[] { (4_000, 5_000), (4_001, 0) })
        {
            Assert.Equal(wanted, Scan(bytes, [ColumnPredicate.Compare("id", ColumnComparison.Equal, ColumnValue.Of((Int128)value))], out _, out _, pageIndex: false).Count);
            Assert.Equal(wanted, Scan(bytes, [ColumnPredicate.In("text", [ColumnValue.Of(Text(value))])], out _, out _, pageIndex: false).Count);
        }
    }

    [Fact]
    public void StatisticsTellOfTheWholeFile()
    {
        using var file = ParquetFile.Open(new MemoryFile(Sequence(SmallPages, 10_000)));
        var id = file.Statistics("ID")!;
        Assert.Equal((10_000L, 0L, ColumnValue.Of((Int128)0), ColumnValue.Of((Int128)9_999)), (id.RowCount, id.NullCount!.Value, id.Min!.Value, id.Max!.Value));
        Assert.Equal(Text(9_999), file.Statistics("text")!.Max!.Value.Bytes);
        Assert.Equal(3, file.Statistics("few")!.DistinctEstimate);
        Assert.Null(file.Statistics("none"));
    }

    private static byte[] Text(int value) => System.Text.Encoding.ASCII.GetBytes($"t{value:D7}");

    private static byte[] Sequence(ParquetWriteOptions options, int rows, int step = 1)
    {
        var schema = new StructType(new StructField("id", LongType.Instance), new StructField("text", StringType.Instance), new StructField("few", IntegerType.Instance));
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 30), "test");
        using var sink = new MemoryStream();
        using var writer = new ParquetWriter(sink, schema, options, allocator);
        var batch = ColumnarBatch.Allocate(schema, allocator, 500);
        for (var start = 0; start < rows; start += 500)
        {
            batch.Reset(500);
            for (var i = 0; i < 500; i++)
            {
                batch.Columns[0].Set(i, (long)(start + i) * step);
                batch.Columns[1].SetString(i, Text((start + i) * step));
                batch.Columns[2].Set(i, i % 3);
            }
            batch.SetRows(500);
            writer.Write(batch);
        }
        writer.Close();
        return sink.ToArray();
    }

    private static List<string> Scan(byte[] bytes, IReadOnlyList<ColumnPredicate> pruning, out long scanned, out int groups, bool pageIndex = true)
    {
        using var file = ParquetFile.Open(new MemoryFile(bytes));
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 30), "test");
        using var reader = new ParquetReader(file, file.Schema, pruning, [], new ParquetReadOptions { UsePageIndex = pageIndex }, allocator);
        reader.SetRowGroups(Enumerable.Range(0, file.RowGroupCount).ToArray());
        var rows = new List<string>();
        while (reader.Next(out var batch)) rows.AddRange(ShellText.Rows(batch));
        (scanned, groups) = (reader.RowsScanned, reader.RowGroupsRead);
        return rows;
    }

    /// <summary>Lets a share of the rows pass by chance and remembers which; checks that its columns are there.</summary>
    private sealed unsafe class RandomFilter(int[] columns, double share, int seed) : IBatchFilter
    {
        private readonly Random _random = new(seed);
        private readonly ushort[] _indices = GC.AllocateArray<ushort>(ColumnarBatch.MaxRows, pinned: true);

        public int[] Columns => columns;
        public int Seen { get; private set; }
        public HashSet<int> Passed { get; } = [];

        public Selection Apply(ColumnarBatch batch, Selection current)
        {
            var count = 0;
            for (var k = 0; k < current.Count; k++, Seen++)
            {
                foreach (var column in columns) ShellText.Value(batch.Columns[column], current[k], top: true);
                if (_random.NextDouble() >= share) continue;
                Passed.Add(Seen);
                _indices[count++] = (ushort)current[k];
            }
            fixed (ushort* pinned = _indices) return new Selection(pinned, count);
        }
    }
}
