using System.Buffers.Binary;
using Firesteel.Foundation.Configuration;
using Firesteel.Formats.Pickle;
using Firesteel.Python.Rdd;
using Firesteel.Formats.Tests.Pickle;
using Firesteel.Python.Tests.Workers;
using Firesteel.Sql.Execution.Python;

namespace Firesteel.Python.Tests.Rdd;

[Collection("spark context")]
public sealed class PythonRddTests(PythonCommands commands) : IClassFixture<PythonCommands>, IDisposable
{
    private readonly SparkContext _context = new(new SparkConf(false).SetMaster("local[2]").SetAppName("tests"));

    public void Dispose() => _context.Stop();

    [Fact]
    public void A_function_runs_over_each_partition()
    {
        var mapped = Python(_context.Parallelize<byte[]>([Ints(1, 2), Ints(5)], 2), "add_one");
        Assert.Equal(["[2]", "[3]", "[6]"], Read(mapped));
        Assert.Equal(2, mapped.GetNumPartitions());
    }

    [Fact]
    public void Functions_follow_each_other_across_a_cache_and_a_shuffle()
    {
        var first = Python(_context.Parallelize<byte[]>([Ints(1), Ints(2), Ints(3)], 3), "add_one");
        first.Cache();
        var second = Python(RddOperations.Coalesce(first, 1, shuffle: true), "add_one");
        Assert.Equal([3, 4, 5], Numbers(second));
        Assert.Equal([3, 4, 5], Numbers(Python(first, "add_one")));
    }

    [Fact]
    public void A_function_is_told_the_place_of_its_own_rdd()
    {
        var source = _context.Parallelize<byte[]>([Ints(1)], 1);
        var union = (RDD<byte[]>)RddOperations.Union(_context, [source, Python(source, "context")]);
        // The second partition of the union is the first of its RDD, and its task is the second.
        Assert.Contains("'1 True 0 None'", Read(union)[^1]);
        var places = (RDD<byte[]>)RddOperations.Union(_context, [Python(source, "place"), Python(source, "place")]);
        Assert.Equal(["[0]", "[0]"], Read(places));
    }

    [Fact]
    public void What_a_function_raises_fails_the_job_with_its_traceback()
    {
        var error = Assert.ThrowsAny<SparkException>(() => Python(_context.Parallelize<byte[]>([Ints(1)], 1), "raises").Collect());
        Assert.Equal("PYTHON_EXCEPTION", error.Condition);
        Assert.Contains("no such number", error.Parameters["traceback"]);
    }

    [Fact]
    public void Pairs_lie_where_python_says()
    {
        var items = new List<byte[]>();
        foreach (var key in (long[])[0, 5, 3, -1])
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(bytes, key);
            items.AddRange([bytes, [(byte)key]]);
        }
        var parted = new PairwiseRDD(_context.Parallelize(items, 1)).PartitionBy(new PythonPartitioner(4, 7));
        var places = parted.Glom().Collect().Select(part => string.Join(' ', part.Select(p => p.Value[0])));
        Assert.Equal(["0", "5", "", "3 255"], places);
        Assert.Equal(new PythonPartitioner(4, 7), parted.Partitioner);
        Assert.ThrowsAny<SparkException>(() => new PairwiseRDD(_context.Parallelize(items.Take(3), 1)).Collect());
    }

    [Fact]
    public void Items_are_framed_by_their_type()
    {
        using var bytes = new MemoryStream();
        var writer = new PythonWriter(bytes);
        ItemWriter<((byte[], string), string?)>.Instance.Write(writer, (([1], "é"), null));
        Assert.Equal("00000001" + "01" + "00000002" + "C3A9" + "FFFFFFFB", Convert.ToHexString(bytes.ToArray()));
        Assert.ThrowsAny<Exception>(() => ItemWriters.Create(typeof(int)));
    }

    private RDD<byte[]> Python(RDD parent, string name)
    {
        var environment = PythonEnvironment.For(new SparkConf(false), [], Path.GetTempPath(), simplifiedTraceback: false);
        var function = new PythonFunction(commands[name], environment, [], PythonInterpreter.Require(), PythonInterpreter.Version, []);
        return (RDD<byte[]>)RddOperations.Python(parent, function, preservesPartitioning: false, startsBarrier: false);
    }

    private static IEnumerable<int> Numbers(RDD<byte[]> rdd) => Read(rdd).SelectMany(batch => batch.Trim('[', ']').Split(", ")).Select(int.Parse).Order();

    private static string[] Read(RDD<byte[]> rdd) => [.. rdd.Collect().Select(frame => PickleText.Of(new PickleReader().Read(frame)))];

    private static byte[] Ints(params int[] values)
    {
        var pickle = new PickleBuffer();
        pickle.Start();
        pickle.Op(PickleOpcode.EmptyList);
        pickle.Op(PickleOpcode.Mark);
        foreach (var value in values) pickle.Int(value);
        pickle.Op(PickleOpcode.Appends);
        pickle.Stop();
        return pickle.Written.ToArray();
    }
}
