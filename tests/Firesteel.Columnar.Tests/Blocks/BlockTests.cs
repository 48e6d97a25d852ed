using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Columnar.Tests.Blocks;

public sealed unsafe class BlockTests : IDisposable
{
    private readonly MemoryAllocator _memory = new(new MemoryManager(256 << 20), "test");

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData(0, 0.2)]
    [InlineData(1, 0.0)]
    [InlineData(777, 0.0)]
    [InlineData(777, 0.3)]
    [InlineData(500, 1.0)]
    public void What_is_written_is_read(int rows, double nulls)
    {
        var schema = RandomBatches.AllTypes;
        var batch = new RandomBatches(schema, 5, 90, nulls).Next(_memory, rows);
        using var sink = new ByteSink();
        BlockWriter.Write(batch.Columns, batch.Selection, sink);
        var read = ColumnarBatch.Allocate(schema, _memory, 0);
        Assert.Equal(sink.Length, BlockReader.Read(sink.Pointer, sink.Length, read));
        Same(batch.Columns, [.. Enumerable.Range(0, rows)], read);
    }

    [Fact]
    public void Picked_rows_of_any_encoding_are_flattened()
    {
        var schema = new StructType(new StructField("c", StringType.Instance), new StructField("d", StringType.Instance), new StructField("n", NullType.Instance));
        var dictionary = new RandomBatches(new StructType(new StructField("s", StringType.Instance, false)), 1, 50, 0).Next(_memory, 40).Columns[0];
        dictionary.Count = 40;
        var constant = new ColumnVector(StringType.Instance, _memory, 1);
        constant.SetString(0, "steady"u8);
        constant.MakeConstant();
        var coded = new ColumnVector(StringType.Instance, _memory, 100);
        var nulls = coded.EnsureNulls();
        for (var i = 0; i < 100; i += 7) nulls[i] = 1;
        var codes = coded.StartCodes(dictionary, 100, nulls);
        for (var i = 0; i < 100; i++) codes[i] = nulls[i] != 0 ? 0 : i * 3 % 40;
        var none = new ColumnVector(NullType.Instance, _memory, 100);
        new Span<byte>(none.EnsureNulls(), 100).Fill(1);
        ColumnVector[] columns = [constant, coded, none];
        int[] rows = [99, 3, 7, 7, 0, 50];
        using var sink = new ByteSink();
        BlockWriter.Write(columns, rows, sink);
        var read = ColumnarBatch.Allocate(schema, _memory, 0);
        BlockReader.Read(sink.Pointer, sink.Length, read);
        Same(columns, rows, read);
    }

    [Fact]
    public void Damaged_bytes_are_an_error_and_nothing_else()
    {
        var schema = RandomBatches.AllTypes;
        var batch = new RandomBatches(schema, 9, 90, 0.2).Next(_memory, 60);
        using var sink = new ByteSink();
        BlockWriter.Write(batch.Columns, batch.Selection, sink);
        var read = ColumnarBatch.Allocate(schema, _memory, 0);
        var random = new Random(3);
        var copy = sink.Written.ToArray();
        for (var round = 0; round < 3000; round++)
        {
            var damaged = copy.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--) damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            var length = round % 3 == 0 ? random.Next(damaged.Length) : damaged.Length;
            using var exact = _memory.Allocate(length);
            damaged.AsSpan(0, length).CopyTo(new Span<byte>(exact.Pointer, length));
            // Every other time the checksum is made right again, so that the checks behind it are met.
            var body = length < BlockFormat.HeaderSize ? -1 : *(int*)(exact.Pointer + 12);
            if (round % 2 == 0 && body >= 0 && body <= length - BlockFormat.HeaderSize)
                *(uint*)(exact.Pointer + 16) = BlockFormat.Checksum(exact.Pointer, body);
            try { BlockReader.Read(exact.Pointer, length, read); }
            catch (SparkException e) { Assert.Equal("INTERNAL_ERROR_STORAGE", e.Condition); }
        }
    }

    [Fact]
    public void A_file_gives_back_its_extents()
    {
        var schema = RandomBatches.AllTypes;
        var batches = new RandomBatches(schema, 11, 90, 0.1);
        using var file = SpillFile.Create(Path.GetTempPath(), "test");
        var written = new List<(ColumnarBatch Batch, BlockExtent Extent)>();
        for (var i = 0; i < 20; i++)
        {
            var batch = batches.Next(_memory, 300 + i);
            var start = file.Position;
            file.Write(batch);
            written.Add((batch, new BlockExtent(start, file.Position - start)));
        }
        file.Flush();
        foreach (var (batch, extent) in written.AsEnumerable().Reverse())
        {
            using var reader = new SpillReader(file, [extent], schema, _memory);
            Same(batch.Columns, [.. Enumerable.Range(0, batch.RowCount)], reader.Next()!);
            Assert.Null(reader.Next());
        }
    }

    private static void Same(ColumnVector[] expected, int[] rows, ColumnarBatch actual)
    {
        Assert.Equal(rows.Length, actual.RowCount);
        for (var c = 0; c < expected.Length; c++)
            for (var k = 0; k < rows.Length; k++)
                Assert.True(ValueComparer.EqualOrBothNull(expected[c], rows[k], actual.Columns[c], k), $"column {c} ({expected[c].Type}), row {rows[k]}");
    }
}
