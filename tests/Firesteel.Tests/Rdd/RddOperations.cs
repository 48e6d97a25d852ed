using Xunit;

namespace Firesteel.Tests.Rdd;

/// <summary>What RDDs do, the same wherever their tasks run.</summary>
static class RddOperations
{
    /// <summary>Each operation by its name, with what it must give.</summary>
    public static readonly IReadOnlyDictionary<string, Action<SparkContext>> All = new Dictionary<string, Action<SparkContext>>
    {
        ["map, filter, flatMap"] = sc =>
        {
            var numbers = sc.Parallelize(Enumerable.Range(1, 100), 7);
            var factor = 3;
            Assert.Equal(Enumerable.Range(1, 100).Select(n => n * factor).Where(n => n % 2 == 0), numbers.Map(n => n * factor).Filter(n => n % 2 == 0).Collect());
            Assert.Equal(["a", "b", "c"], sc.Parallelize(["a b", "c"], 2).FlatMap(line => line.Split(' ')).Collect());
        },
        ["mapPartitionsWithIndex, glom"] = sc =>
        {
            Assert.Equal(["0:1", "1:2", "1:3"], sc.Parallelize([1, 2, 3], 2).MapPartitionsWithIndex((p, items) => items.Select(i => $"{p}:{i}")).Collect());
            Assert.Equal([[1], [2, 3], [4, 5]], sc.Parallelize([1, 2, 3, 4, 5], 3).Glom().Collect());
        },
        ["reduce, fold, aggregate"] = sc =>
        {
            var numbers = sc.Parallelize(Enumerable.Range(1, 100), 7);
            Assert.Equal(5050, numbers.Reduce((a, b) => a + b));
            Assert.Equal(5050, numbers.Fold(0, (a, b) => a + b));
            Assert.Equal((5050, 100), numbers.Aggregate((Sum: 0, Count: 0), (a, n) => (a.Sum + n, a.Count + 1), (a, b) => (a.Sum + b.Sum, a.Count + b.Count)));
            Assert.Equal(5050, numbers.TreeReduce((a, b) => a + b, 3));
            Assert.Equal(5050, sc.Parallelize(Enumerable.Range(1, 100), 20).TreeAggregate(0, (a, n) => a + n, (a, b) => a + b));
        },
        ["take, first, top, takeOrdered, takeSample"] = sc =>
        {
            var numbers = sc.Parallelize([5, 3, 9, 1, 7], 3);
            Assert.Equal(5, numbers.First());
            Assert.Equal([5, 3, 9], numbers.Take(3));
            Assert.Equal([9, 7], numbers.Top(2));
            Assert.Equal([1, 3, 5], numbers.TakeOrdered(3));
            Assert.Equal(3, numbers.TakeSample(false, 3, 7).Distinct().Count());
            Assert.Equal(20, numbers.TakeSample(true, 20, 7).Length);
        },
        ["max, min, sum, stats, histogram"] = sc =>
        {
            var numbers = sc.Parallelize([1.0, 2.0, 3.0, 4.0], 2);
            Assert.Equal((4.0, 1.0, 10.0), (numbers.Max(), numbers.Min(), numbers.Sum()));
            Assert.Equal((2.5, 1.25), (numbers.Mean(), numbers.Variance()));
            Assert.Equal([2L, 2L], numbers.Histogram([1, 3, 4]));
            Assert.Equal([2L, 2L], numbers.Histogram(2).Counts);
        },
        ["union, intersection, subtract, distinct, cartesian"] = sc =>
        {
            var (a, b) = (sc.Parallelize([1, 2, 3, 3], 2), sc.Parallelize([3, 4], 2));
            Assert.Equal([1, 2, 3, 3, 3, 4], a.Union(b).Collect());
            Assert.Equal([3], a.Intersection(b).Collect());
            Assert.Equal([1, 2], a.Subtract(b).Collect().Order());
            Assert.Equal([1, 2, 3], a.Distinct().Collect().Order());
            Assert.Equal([(1, 3), (2, 3), (1, 4), (2, 4)], a.Filter(n => n < 3).Cartesian(b).Collect());
        },
        ["zip, zipWithIndex, zipWithUniqueId, zipPartitions"] = sc =>
        {
            var letters = sc.Parallelize(["a", "b", "c"], 2);
            Assert.Equal([(1, "a"), (2, "b"), (3, "c")], sc.Parallelize([1, 2, 3], 2).Zip(letters).Collect());
            Assert.Equal([("a", 0L), ("b", 1L), ("c", 2L)], letters.ZipWithIndex().Collect());
            Assert.Equal([("a", 0L), ("b", 1L), ("c", 3L)], letters.ZipWithUniqueId().Collect());
            Assert.Equal([1, 2], letters.ZipPartitions(letters, (x, _) => new[] { x.Count() }).Collect());
            Assert.ThrowsAny<Exception>(() => letters.Zip(sc.Parallelize([1], 2)).Collect());
        },
        ["coalesce and repartition as Spark does"] = sc =>
        {
            var numbers = sc.Parallelize(Enumerable.Range(0, 10), 4);
            Assert.Equal([[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]], numbers.Coalesce(2).Glom().Collect());
            Assert.Equal(Enumerable.Range(0, 10), numbers.Repartition(3).Collect().Order());
            var spread = sc.Parallelize(Enumerable.Range(0, 1000), 4).Repartition(7).Glom().Collect();
            Assert.Equal([3, 6, 2, 0], new[] { 0, 250, 500, 750 }.Select(n => Array.FindIndex(spread, part => part.Contains(n))));
        },
        ["sortBy, sortByKey"] = sc =>
        {
            var numbers = Enumerable.Range(0, 500).Select(n => n * 7919 % 500).ToArray();
            Assert.Equal(Enumerable.Range(0, 500), sc.Parallelize(numbers, 5).SortBy(n => n).Collect());
            Assert.Equal(Enumerable.Range(0, 500).Reverse(), sc.Parallelize(numbers, 5).SortBy(n => n, ascending: false, numPartitions: 3).Collect());
            Assert.Equal(["B", "a", "b"], sc.Parallelize([("b", 1), ("a", 2), ("B", 3)], 2).SortByKey().Keys().Collect());
            Assert.Equal([3, 4], sc.Parallelize(numbers, 5).KeyBy(n => n).SortByKey().FilterByRange(3, 4).Keys().Collect());
        },
        ["reduceByKey, groupByKey, aggregateByKey, foldByKey, combineByKey"] = sc =>
        {
            var pairs = sc.Parallelize([("a", 1), ("b", 2), ("a", 3), ("c", 4), ("b", 5)], 3);
            Assert.Equal([("a", 4), ("b", 7), ("c", 4)], pairs.ReduceByKey((x, y) => x + y).Collect().Order());
            Assert.Equal([("a", "1,3"), ("b", "2,5"), ("c", "4")], pairs.GroupByKey().MapValues(v => string.Join(',', v.Order())).Collect().Order());
            Assert.Equal([("a", 2), ("b", 2), ("c", 1)], pairs.AggregateByKey(new List<int>(), (l, v) => { l.Add(v); return l; }, (l, m) => { l.AddRange(m); return l; }).MapValues(l => l.Count).Collect().Order());
            Assert.Equal([("a", 4), ("b", 7), ("c", 4)], pairs.FoldByKey(0, (x, y) => x + y).Collect().Order());
            Assert.Equal([("a", "<1><3>"), ("b", "<2><5>"), ("c", "<4>")], pairs.CombineByKey(v => $"<{v}>", (c, v) => c + $"<{v}>", (c, d) => string.Concat(new[] { c, d }.Order()), 2).Collect().Order());
            Assert.Equal(4, pairs.ReduceByKeyLocally((x, y) => x + y)["a"]);
            Assert.Equal(2, pairs.CountByKey()["b"]);
            Assert.Equal(3, pairs.CollectAsMap()["a"]);
        },
        ["joins and cogroup"] = sc =>
        {
            var (a, b) = (sc.Parallelize([(1, "x"), (2, "y")], 2), sc.Parallelize([(2, 20), (3, 30)], 2));
            Assert.Equal([(2, ("y", 20))], a.Join(b).Collect());
            Assert.Equal(["1 x None", "2 y Some(20)"], a.LeftOuterJoin(b).Map(r => $"{r.Key} {r.Values.Item1} {r.Values.Item2}").Collect().Order());
            Assert.Equal(["2 Some(y) 20", "3 None 30"], a.RightOuterJoin(b).Map(r => $"{r.Key} {r.Values.Item1} {r.Values.Item2}").Collect().Order());
            Assert.Equal(3, a.FullOuterJoin(b).Count());
            Assert.Equal([(1, "x")], a.SubtractByKey(b).Collect());
            Assert.Equal(["1:1/0", "2:1/1", "3:0/1"], a.Cogroup(b).Map(g => $"{g.Key}:{g.Groups.Item1.Count()}/{g.Groups.Item2.Count()}").Collect().Order());
            Assert.Equal(["y"], a.PartitionBy(3).Lookup(2));
        },
        ["keys that are records, tuples, null"] = sc =>
        {
            Assert.Equal(3, sc.Parallelize(Enumerable.Range(0, 30).Select(n => new Place($"p{n % 3}", n % 3)).ToArray(), 5).KeyBy(p => p).GroupByKey(4).Count());
            Assert.Equal(6, sc.Parallelize(Enumerable.Range(0, 30), 5).Map(n => ((n % 2, $"{n % 3}"), 1)).ReduceByKey((x, y) => x + y, 4).Count());
            Assert.Equal(2, sc.Parallelize(["a", null, null], 2).Map(s => (s, 1)).ReduceByKey((x, y) => x + y).Count());
        },
        ["byte arrays as keys, a partitioner of the program"] = sc =>
        {
            var pairs = sc.Parallelize(Enumerable.Range(0, 40), 4).Map(n => (new[] { (byte)(n % 4) }, n));
            Assert.Equal([10, 10, 10, 10], pairs.PartitionBy(new FirstByte(4)).Glom().Map(part => part.Length).Collect());
            Assert.Equal(4, pairs.ReduceByKey((x, y) => x + y).Count());
            Assert.Equal([[0, 4, 8], [1, 5, 9], [2, 6], [3, 7]], sc.Parallelize(Enumerable.Range(0, 10), 3).Map(n => (n, n)).RepartitionAndSortWithinPartitions(new HashPartitioner(4)).Keys().Glom().Collect());
        },
        ["countByValue, countApproxDistinct, groupBy, keyBy"] = sc =>
        {
            var numbers = sc.Parallelize([1, 2, 1, 3, 1], 3);
            Assert.Equal(3L, numbers.CountByValue().Single(c => c.Item == 1).Count);
            Assert.InRange(sc.Parallelize(Enumerable.Range(0, 20000).Select(n => n % 1000), 4).CountApproxDistinct(), 900, 1100);
            Assert.Equal([(0, 1), (1, 4)], numbers.GroupBy(n => n % 2).MapValues(v => v.Count()).Collect().Order());
        },
        ["sample as Spark draws, randomSplit"] = sc =>
        {
            var numbers = sc.Parallelize(Enumerable.Range(0, 1000), 4);
            Assert.InRange(numbers.Sample(false, 0.1, 42).Count(), 60, 140);
            Assert.Equal(numbers.Sample(false, 0.1, 42).Collect(), numbers.Sample(false, 0.1, 42).Collect());
            Assert.Equal(1000, numbers.RandomSplit([1, 2, 3], 5).Sum(r => r.Count()));
            Assert.Equal([26, 55, 80, 84, 85, 86, 95, 96], numbers.Sample(false, 0.05, 42).Take(8));
            Assert.Equal([0, 1, 2, 8, 10, 11, 12, 13], numbers.Sample(false, 0.6, 42).Take(8));
        },
        ["toLocalIterator, foreachPartition, isEmpty, async"] = sc =>
        {
            Assert.Equal([1, 2, 3], sc.Parallelize([1, 2, 3], 3).ToLocalIterator());
            var counted = sc.LongAccumulator("counted");
            sc.Parallelize([1, 2, 3], 2).ForeachPartition(items => counted.Add(items.Count()));
            Assert.Equal(3, counted.Value);
            Assert.True(sc.EmptyRDD<int>().IsEmpty());
            Assert.True(sc.Parallelize(Array.Empty<int>(), 3).IsEmpty());
            Assert.Equal(3, sc.Parallelize([1, 2, 3], 2).CountAsync().Result);
        },
        ["pipe"] = sc => Assert.Equal(["1", "2", "3"], sc.Parallelize([1, 2, 3], 2).Pipe("cat").Collect()),
        ["a failing task fails its job by its reason"] = sc =>
        {
            Assert.Contains("boom", Assert.ThrowsAny<Exception>(() => sc.Parallelize([1], 1).Map<int>(_ => throw new ArgumentException("boom")).Collect()).ToString());
            Assert.Equal(1, sc.Parallelize([1], 1).Count());
        },
        ["accumulators of all kinds, counted once a partition"] = sc =>
        {
            var (longs, doubles, words, longest) = (sc.LongAccumulator("longs"), sc.DoubleAccumulator("doubles"), sc.CollectionAccumulator<string>("words"), new Longest());
            sc.Register(longest, "longest");
            sc.Parallelize(["a", "bbb", "cc"], 3).Foreach(word =>
            {
                longs.Add(word.Length);
                doubles.Add(0.5);
                words.Add(word);
                longest.Add(word);
            });
            Assert.Equal((6L, 3L, 1.5, "bbb"), (longs.Value, longs.Count, doubles.Value, longest.Value));
            Assert.Equal(["a", "bbb", "cc"], words.Value.Order());
        },
        ["a broadcast of many pieces"] = sc =>
        {
            var table = sc.Broadcast(Enumerable.Range(0, 50_000).ToDictionary(n => n, n => $"value {n}"));
            Assert.Equal(["value 7", "value 49999"], sc.Parallelize([7, 49_999], 2).Map(n => table.Value()[n]).Collect());
            table.Unpersist();
            Assert.Equal("value 8", sc.Parallelize([8], 1).Map(n => table.Value()[n]).First());
            table.Destroy();
            Assert.ThrowsAny<SparkException>(() => table.Value());
        },
        ["every storage level keeps what was computed"] = sc =>
        {
            foreach (var level in (StorageLevel[])[StorageLevel.MemoryOnly, StorageLevel.MemoryOnlySer, StorageLevel.DiskOnly, StorageLevel.MemoryAndDisk, StorageLevel.MemoryAndDisk2, StorageLevel.MemoryAndDiskSer2])
            {
                var computed = sc.LongAccumulator("computed");
                var kept = sc.Parallelize(Enumerable.Range(0, 40), 4).Map(n =>
                {
                    computed.Add(1);
                    return $"item {n}";
                }).Persist(level);
                Assert.Equal(40, kept.Count());
                Assert.Equal("item 39", kept.Collect()[39]);
                Assert.Equal(40, kept.Map(i => i.Length).Count());
                Assert.Equal((level, 40L), (level, computed.Value));
                Assert.Equal(4, sc.Blocks.StatusOf(kept.Id).CachedPartitions);
                Assert.Contains("CachedPartitions: 4", kept.ToDebugString());
                Assert.Throws<NotSupportedException>(() => kept.Persist(StorageLevel.OffHeap));
                kept.Unpersist(blocking: true);
                Assert.Equal(0, sc.Blocks.StatusOf(kept.Id).CachedPartitions);
                Assert.Equal(40, kept.Count());
                Assert.Equal(80, computed.Value);
            }
        },
        ["added files and large results"] = sc =>
        {
            var file = Path.Combine(Directory.CreateTempSubdirectory("firesteel-file-").FullName, $"added-{Guid.NewGuid():N}.txt");
            File.WriteAllText(file, "added");
            sc.AddFile(file);
            var name = Path.GetFileName(file);
            Assert.Equal(["added", "added"], sc.Parallelize([1, 2], 2).Map(_ => File.ReadAllText(SparkFiles.Get(name))).Collect());
            Assert.Equal(3_000_000, sc.Parallelize([1], 1).Map(_ => new byte[3_000_000]).First().Length);
        },
        ["rows of queries and back"] = sc =>
        {
            var session = new SparkSession(sc, new Dictionary<string, string>());
            Assert.Equal([0L, 2L, 4L], session.Range(0, 3, 1, 2).Rdd.Map(row => row.GetAs<long>(0) * 2).Collect());
            Assert.Equal(["id", "name"], sc.Parallelize([(1, "a"), (2, "b")], 2).ToDF(session, "id", "name").Columns());
        },
        ["checkpoints cut the lineage"] = sc =>
        {
            var folder = Directory.CreateTempSubdirectory("firesteel-checkpoint-").FullName;
            sc.SetCheckpointDir(folder);
            var numbers = sc.Parallelize(Enumerable.Range(0, 10), 2).Map(n => n * 2);
            numbers.Checkpoint();
            Assert.False(numbers.IsCheckpointed);
            Assert.Equal(10, numbers.Count());
            Assert.True(numbers.IsCheckpointed);
            Assert.Equal(Enumerable.Range(0, 10).Select(n => n * 2 + 1), numbers.Map(n => n + 1).Collect());
            Assert.Contains("CheckpointRDD", numbers.ToDebugString());
            var local = sc.Parallelize(Enumerable.Range(0, 10), 2).Map(n => n * 3).LocalCheckpoint();
            Assert.Equal(10, local.Count());
            Assert.Equal(27, local.Max());
            Directory.Delete(folder, recursive: true);
        },
        ["text files, written and read"] = sc =>
        {
            var folder = Directory.CreateTempSubdirectory("firesteel-text-").FullName;
            sc.Parallelize(Enumerable.Range(0, 1000).Select(n => $"line {n}").ToArray(), 3).SaveAsTextFile(folder + "/out");
            Assert.True(File.Exists(folder + "/out/_SUCCESS"));
            Assert.Equal(3, Directory.GetFiles(folder + "/out", "part-*").Length);
            Assert.Equal(1000, sc.TextFile(folder + "/out", 7).Distinct().Count());
            Assert.Equal("line 0", sc.TextFile(folder + "/out/part-0000*").First());
            Assert.Equal(3, sc.WholeTextFiles(folder + "/out").Count());
            Assert.ThrowsAny<SparkException>(() => sc.Parallelize([1], 1).SaveAsTextFile(folder + "/out"));
            Directory.Delete(folder, recursive: true);
        },
        ["recursive and neighbouring closures"] = sc =>
        {
            Func<int, int> fibonacci = null!;
            fibonacci = n => n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
            var unrelated = sc;
            Assert.NotNull(unrelated.AppName);
            Func<string> other = () => unrelated.AppName;
            Assert.NotEmpty(other());
            var offsets = new Dictionary<string, int> { ["a"] = 1 };
            Assert.Equal([6, 9], sc.Parallelize([5, 6], 2).Map(n => fibonacci(n) + offsets["a"]).Collect());
        },
    };

    /// <summary>Keeps the longest word.</summary>
    private sealed class Longest : AccumulatorV2<string, string>
    {
        private string _word = "";

        public override bool IsZero => _word.Length == 0;
        public override string Value => _word;
        public override AccumulatorV2<string, string> Copy() => new Longest { _word = _word };
        public override void Reset() => _word = "";
        public override void Merge(AccumulatorV2<string, string> other) => AddValue(other.Value);
        protected override void AddValue(string value) => _word = value.Length > _word.Length ? value : _word;
    }

    private sealed record Place(string Name, int Number);

    private sealed class FirstByte(int partitions) : Partitioner
    {
        public override int NumPartitions => partitions;
        public override int GetPartition(object? key) => ((byte[])key!)[0] % partitions;
        public override bool Equals(object? obj) => obj is FirstByte other && other.NumPartitions == partitions;
        public override int GetHashCode() => partitions;
    }
}
