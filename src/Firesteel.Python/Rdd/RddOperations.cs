namespace Firesteel.Python.Rdd;

/// <summary>Operations on RDDs whatever their items are.</summary>
static class RddOperations
{
    public static RDD Union(SparkContext context, IReadOnlyList<RDD> rdds) => AnyRdd.Visit(rdds[0], new Uniting(context, rdds));
    public static RDD Coalesce(RDD rdd, int partitions, bool shuffle) => AnyRdd.Visit(rdd, new Coalescing(partitions, shuffle));
    public static RDD Cartesian(RDD first, RDD second) => AnyRdd.Visit(first, new First(second, new Crossing()));
    public static RDD Zip(RDD first, RDD second) => AnyRdd.Visit(first, new First(second, new Zipping()));
    public static RDD Named(RDD rdd, string name) => AnyRdd.Visit(rdd, new Naming(name));
    public static RDD Python(RDD parent, Sql.Execution.Python.PythonFunction function, bool preservesPartitioning, bool startsBarrier) =>
        AnyRdd.Visit(parent, new Running(function, preservesPartitioning, startsBarrier));
    public static void Checkpoint(RDD rdd) => AnyRdd.Visit(rdd, new Checkpointing(local: false));
    public static void LocalCheckpoint(RDD rdd) => AnyRdd.Visit(rdd, new Checkpointing(local: true));
    /// <summary>A path as Hadoop names it.</summary>
    public static string? AsUri(string? path) => path is ['/', ..] ? "file:" + path : path;

    public static string? CheckpointFile(RDD rdd) => AnyRdd.Visit(rdd, new FindingCheckpoint());
    public static bool IsLocallyCheckpointed(RDD rdd) => AnyRdd.Visit(rdd, new AskingForLocal());
    public static long Count(RDD rdd) => AnyRdd.Visit(rdd, new Counting());

    private interface IPairing
    {
        RDD Pair<T, TOther>(RDD<T> first, RDD<TOther> second);
    }

    private sealed class Crossing : IPairing
    {
        public RDD Pair<T, TOther>(RDD<T> first, RDD<TOther> second) => first.Cartesian(second);
    }

    private sealed class Zipping : IPairing
    {
        public RDD Pair<T, TOther>(RDD<T> first, RDD<TOther> second) => first.Zip(second);
    }

    private sealed class First(RDD other, IPairing pairing) : IRddVisitor<RDD>
    {
        public RDD Visit<T>(RDD<T> rdd) => AnyRdd.Visit(other, new Second<T>(rdd, pairing));
    }

    private sealed class Second<TFirst>(RDD<TFirst> first, IPairing pairing) : IRddVisitor<RDD>
    {
        public RDD Visit<T>(RDD<T> rdd) => pairing.Pair(first, rdd);
    }

    private sealed class Uniting(SparkContext context, IReadOnlyList<RDD> rdds) : IRddVisitor<RDD>
    {
        public RDD Visit<T>(RDD<T> rdd) => context.Union([.. rdds.Select(r => r as RDD<T> ?? throw new ArgumentException("RDDs of items of different types have no union."))]);
    }

    private sealed class Coalescing(int partitions, bool shuffle) : IRddVisitor<RDD>
    {
        public RDD Visit<T>(RDD<T> rdd) => rdd.Coalesce(partitions, shuffle);
    }

    private sealed class Naming(string name) : IRddVisitor<RDD>
    {
        public RDD Visit<T>(RDD<T> rdd) => rdd.SetName(name);
    }

    private sealed class Running(Sql.Execution.Python.PythonFunction function, bool preservesPartitioning, bool startsBarrier) : IRddVisitor<RDD>
    {
        public RDD Visit<T>(RDD<T> rdd) => new PythonRDD<T>(rdd, function, preservesPartitioning, startsBarrier);
    }

    private sealed class Checkpointing(bool local) : IRddVisitor<bool>
    {
        public bool Visit<T>(RDD<T> rdd)
        {
            if (local) rdd.LocalCheckpoint();
            else rdd.Checkpoint();
            return true;
        }
    }

    private sealed class FindingCheckpoint : IRddVisitor<string?>
    {
        public string? Visit<T>(RDD<T> rdd) => rdd.GetCheckpointFile();
    }

    private sealed class AskingForLocal : IRddVisitor<bool>
    {
        public bool Visit<T>(RDD<T> rdd) => rdd.IsLocallyCheckpointed;
    }

    private sealed class Counting : IRddVisitor<long>
    {
        public long Visit<T>(RDD<T> rdd) => rdd.Count();
    }
}
