using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Storage;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Core.Tests.Storage;

/// <summary>Blocks of columns: kept within the pool, on disk where it is full, computed again where the disk may not be used.</summary>
public sealed class ColumnStoreTests : IDisposable
{
    private static readonly StructType Schema = new([new StructField("n", LongType.Instance), new StructField("text", StringType.Instance), new StructField("flag", BooleanType.Instance)]);
    private readonly MemoryManager _pool = new(8 << 20);
    private readonly BlockDirectory _directory = new();
    private readonly BlockManager _blocks;

    public ColumnStoreTests()
    {
        var here = new BlockManagerId(BlockManagerId.DriverId, "localhost", 0);
        _directory.Register(here);
        _blocks = new BlockManager(here, _directory, null, new LocalDirectories([]));
    }

    public void Dispose() => _blocks.Dispose();

    [Fact]
    public void Rows_come_back_whole_and_by_column()
    {
        Assert.Equal(Expected(20_000), Read("rdd_1_0", StorageLevel.MemoryAndDisk, 20_000));
        Assert.Equal(Expected(20_000), Read("rdd_1_0", StorageLevel.MemoryAndDisk, null));
        Assert.Equal(Expected(20_000).Select(r => (0L, r.Text)), Read("rdd_1_0", StorageLevel.MemoryAndDisk, null, [1]));
        Assert.Equal(20_000, Count("rdd_1_0", []));
        Assert.Equal(Expected(5000), Read("rdd_2_0", StorageLevel.DiskOnly, 5000));
        Assert.Equal(Expected(5000).Select(r => (r.N, "")), Read("rdd_2_0", StorageLevel.DiskOnly, null, [0]));
        Assert.True(_blocks.Disk.Contains("rdd_2_0"));
        Assert.Empty(Read("rdd_3_0", StorageLevel.MemoryAndDisk, 0));
    }

    [Fact]
    public void Blocks_that_find_no_room_go_to_disk()
    {
        for (var p = 0; p < 12; p++) Assert.Equal(Expected(30_000), Read($"rdd_{p / 2}_{p}", StorageLevel.MemoryAndDisk, 30_000));
        Assert.InRange(_pool.Used, 1, _pool.Limit);
        Assert.Contains(Enumerable.Range(0, 12), p => _blocks.Disk.Contains($"rdd_{p / 2}_{p}"));
        for (var p = 0; p < 12; p++) Assert.Equal(Expected(30_000), Read($"rdd_{p / 2}_{p}", StorageLevel.MemoryAndDisk, null));
        Assert.Equal(2, _directory.StatusOf(0).CachedPartitions);
        _blocks.Remove("rdd_");
        Assert.Equal(0, _pool.Used);
    }

    [Fact]
    public void What_may_not_go_to_disk_is_computed_again()
    {
        // More than the pool: what was taken in and the rest come out all the same.
        Assert.Equal(Expected(400_000), Read("rdd_1_0", StorageLevel.MemoryOnly, 400_000));
        Assert.Equal(0, _directory.StatusOf(1).CachedPartitions);
        Assert.Equal(Expected(300_000), Read("rdd_1_0", StorageLevel.MemoryOnly, 300_000));
        Assert.Equal(0, _pool.Used);
        Assert.Equal(Expected(1000), Read("rdd_2_0", StorageLevel.MemoryOnly, 1000));
        using (var memory = new MemoryAllocator(_pool, "query"))
        {
            // Queries come first.
            Assert.True(_pool.HasRoom(6 << 20));
            Assert.Equal(0, _directory.StatusOf(2).CachedPartitions);
        }
    }

    [Fact]
    public void A_block_that_is_read_does_not_leave()
    {
        using var memory = new MemoryAllocator(_pool, "reader");
        using (var reader = Open("rdd_1_0", StorageLevel.MemoryAndDisk, 1000, [0], memory))
        {
            Assert.Equal(0, _blocks.Columns.Spill(long.MaxValue));
            _blocks.Remove("rdd_1_");
            Assert.Equal(1000, reader.Next()!.SelectedCount);
        }
        Assert.Equal(0, _pool.Used - memory.Used);
    }

    [Fact]
    public void A_damaged_file_is_not_believed()
    {
        Read("rdd_1_0", StorageLevel.DiskOnly, 5000);
        var file = _blocks.Folders.All.Where(Directory.Exists).SelectMany(f => Directory.GetFiles(f, "rdd_1_0", SearchOption.AllDirectories)).Single();
        var bytes = File.ReadAllBytes(file);
        bytes[100] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.ThrowsAny<SparkException>(() => Read("rdd_1_0", StorageLevel.DiskOnly, null));
        Assert.Equal(Expected(10), Read("rdd_1_0", StorageLevel.DiskOnly, 10));
    }

    private static List<(long N, string Text)> Expected(int rows) => [.. Enumerable.Range(0, rows).Select(i => ((long)i, $"row {i}"))];

    private IBatchSource Open(string block, StorageLevel level, int? rows, IReadOnlyList<int> columns, MemoryAllocator memory)
    {
        var source = _blocks.ReadColumns(block, level, Schema, columns, memory, null, () => rows is { } count ? new Numbers(count) : throw new InvalidOperationException("It should have been there"), tell: false);
        _blocks.Tell(block, level);
        return source;
    }

    private List<(long N, string Text)> Read(string block, StorageLevel level, int? rows, int[]? columns = null)
    {
        columns ??= [0, 1, 2];
        var found = new List<(long, string)>();
        using var memory = new MemoryAllocator(_pool, "reader");
        using var source = Open(block, level, rows, columns, memory);
        while (source.Next() is { } batch)
        {
            for (var k = 0; k < batch.SelectedCount; k++)
            {
                var (row, n, text) = (batch.Selection[k], Array.IndexOf(columns, 0), Array.IndexOf(columns, 1));
                found.Add((n < 0 ? 0 : batch.Columns[n].Get<long>(row), text < 0 ? "" : batch.Columns[text].Get<StringView>(row).ToString()));
            }
        }
        return found;
    }

    private int Count(string block, IReadOnlyList<int> columns)
    {
        using var memory = new MemoryAllocator(_pool, "reader");
        using var source = Open(block, StorageLevel.MemoryAndDisk, null, columns, memory);
        var count = 0;
        while (source.Next() is { } batch) count += batch.SelectedCount;
        return count;
    }

    // Batches of odd sizes, so that chunks are put together of several.
    private sealed class Numbers(int rows) : IBatchSource
    {
        private readonly MemoryAllocator _memory = new(new MemoryManager(64 << 20), "numbers");
        private ColumnarBatch? _batch;
        private int _next;

        public ColumnarBatch? Next()
        {
            var count = Math.Min(rows - _next, _next % 3 == 0 ? 777 : 3001);
            if (count <= 0) return null;
            _batch ??= ColumnarBatch.Allocate(Schema, _memory, 4096);
            _batch.Reset(count);
            for (var k = 0; k < count; k++, _next++)
            {
                _batch.Columns[0].Set(k, (long)_next);
                _batch.Columns[1].SetString(k, System.Text.Encoding.UTF8.GetBytes($"row {_next}"));
                _batch.Columns[2].Set(k, (byte)(_next % 2));
                if (_next % 5 == 0) _batch.Columns[2].SetNull(k);
            }
            _batch.SetRows(count);
            return _batch;
        }

        public void Dispose() => _memory.Dispose();
    }
}
