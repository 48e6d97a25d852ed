using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Events;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Sql.Exchange;
using Firesteel.Types;

namespace Firesteel.Sql.Tests.Exchange;

/// <summary>Shuffled rows that went to a disk which does not give them back, or has no room for them.</summary>
public sealed class DamagedOutputTests : IDisposable
{
    private const int Rows = 10_000;
    private const int Partitions = 3;
    private static readonly StructType Schema = new(new StructField("n", LongType.Instance, false));
    private readonly string _folder = Directory.CreateTempSubdirectory("firesteel-damage-").FullName;
    private readonly MemoryManager _memory = new(64 << 20);

    [Fact]
    public void AMapTaskWhoseOutputIsDamagedRunsAgain()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The nameless file is found by /proc");
        using var runtime = DriverRuntime.Local(1);
        var map = new Map(this);
        var sums = runtime.RunJob(new Reduce(this, new ShuffleDependency(map, Partitions)), new CallSite("test"));
        Assert.Equal(2L * Rows * (Rows - 1) / 2, sums.Sum(s => (long)s!));
        // Two at first, and the one that was damaged once more.
        Assert.Equal(3, map.Runs);
    }

    [Fact]
    public void RowsThatFoundNoRoomOnDiskAreStillThere()
    {
        using var file = SpillFile.Create(_folder, "test");
        using var batch = new MemoryAllocator(_memory, "test");
        var column = NewColumn(batch);
        file.Write([column], 0, 100);
        var end = file.Position;
        // Part of this has gone to the disk, part has not.
        for (var i = 0; i < 40; i++) file.Write([column], 0, Rows);
        file.TakeBack(end);
        Assert.Equal(end, file.Position);
        file.Write([column], 100, 100);
        file.Flush();
        using var reader = new SpillReader(file, [new BlockExtent(0, file.Position)], Schema, batch);
        var sum = 0L;
        while (reader.Next() is { } read) sum += Sum(read);
        Assert.Equal(199 * 200 / 2, sum);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static unsafe ColumnVector NewColumn(MemoryAllocator memory)
    {
        var column = new ColumnVector(LongType.Instance, memory, Rows);
        for (var i = 0; i < Rows; i++) column.Values<long>()[i] = i;
        column.Count = Rows;
        return column;
    }

    private PartitionedRows NewRows()
    {
        var rows = new PartitionedRows(Schema, Partitions, _folder);
        var memory = new MemoryAllocator(_memory, "test");
        rows.Add(new PartitionedChunk([NewColumn(memory)], [0, Rows / 2, Rows / 2 + 1, Rows], memory, Rows * 8));
        return rows;
    }

    private static unsafe long Sum(ColumnarBatch batch)
    {
        var sum = 0L;
        for (var i = 0; i < batch.RowCount; i++) sum += batch.Columns[0].Values<long>()[i];
        return sum;
    }

    private void DamageOne()
    {
        var file = Directory.GetFileSystemEntries("/proc/self/fd").First(link => Target(link)?.StartsWith(_folder, StringComparison.Ordinal) == true);
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
        stream.Position = stream.Length - 5;
        stream.WriteByte(0xAA);
    }

    // Null where another thread has closed the handle since it was listed.
    private static string? Target(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, false)?.FullName;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private sealed class Map(DamagedOutputTests test) : StageComputation
    {
        private int _runs;

        public int Runs => _runs;
        public override int PartitionCount => 2;

        public override object? RunTask(int partition, TaskContext context)
        {
            var output = new ColumnarMapOutput(test.NewRows(), test._memory);
            output.Spill(1);
            if (Interlocked.Increment(ref _runs) == 2) test.DamageOne();
            return output;
        }
    }

    private sealed class Reduce(DamagedOutputTests test, ShuffleDependency shuffle) : StageComputation
    {
        public override int PartitionCount => Partitions;
        public override IReadOnlyList<ShuffleDependency> ShuffleDependencies => [shuffle];

        public override object? RunTask(int partition, TaskContext context)
        {
            using var memory = new MemoryAllocator(test._memory, "test");
            var sum = 0L;
            foreach (var block in context.ReadShuffle(shuffle.ShuffleId, partition))
                foreach (var batch in ((ColumnarMapOutput)block.Local!).Read(partition, partition + 1, 1000, memory)) sum += Sum(batch);
            return sum;
        }
    }
}
