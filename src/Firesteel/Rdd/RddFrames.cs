using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Encoders;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators;
using Firesteel.Types;

namespace Firesteel;

/// <summary>RDDs as DataFrames, whose tasks compute the RDD's partitions and make rows of them.</summary>
public static class RddFrames
{
    /// <summary>Objects as a DataFrame: a column for each property of a record or class, for each item of a tuple; one column <c>value</c> for simple values.</summary>
    public static DataFrame ToDF<T>(this RDD<T> rdd, SparkSession session) => rdd is RDD<Row> ? throw SparkException.WithoutCondition("Rows need a schema: use CreateDataFrame(rdd, schema)") : Of(session, RddRows<T>.Encoded(rdd, RowEncoding<T>.OfObjects()));

    /// <inheritdoc cref="ToDF{T}(RDD{T}, SparkSession)"/>
    public static DataFrame ToDF<T>(this RDD<T> rdd, SparkSession session, params string[] columns) => rdd.ToDF(session).ToDF(columns);

    /// <summary>Rows as a DataFrame.</summary>
    public static DataFrame CreateDataFrame(this SparkSession session, RDD<Row> rows, StructType schema) => Of(session, RddRows<Row>.Encoded(rows, new GivenRows(schema)));

    internal static DataFrame Of<T>(SparkSession session, RddRows<T> rows)
        => DataFrame.Of(session, new LogicalRdd(rows, new(rows.Schema.Fields.Select(f => new AttributeReference(f.Name, f.DataType, f.Nullable, ExprId.Next()) { Metadata = f.Metadata }))));
}

/// <summary>The items of an RDD as rows.</summary>
abstract class RddRows<T> : RowSource
{
    private readonly RDD<T> _rdd;
    private int _count = -1;

    // No constructor runs where tasks do.
    [NonSerialized] private readonly bool _isDriver;

    protected RddRows(RDD<T> rdd, StructType schema) => (_rdd, Schema, _isDriver) = (rdd, schema, true);

    public StructType Schema { get; }
    public sealed override int PartitionCount => _count >= 0 ? _count : _count = _rdd.GetNumPartitions();
    public sealed override long? InputBytes => RddStages.InputBytesOf(_rdd);
    public sealed override IReadOnlyList<ShuffleDependency> Shuffles => _isDriver ? RddStages.ShufflesOf(_rdd) : [];
    public sealed override Determinism Determinism => _isDriver ? _rdd.Determinism : Determinism.Determinate;
    public sealed override IReadOnlyList<string> PreferredLocations(int partition) => _rdd.PreferredLocationsOf(partition);

    public static RddRows<T> Encoded(RDD<T> rdd, RowEncoding<T> encoding) => new EncodedRows(rdd, encoding);

    public sealed override BatchIterator Open(int partition, TaskExecution task)
        => Read(_rdd.Iterate(partition, task.Context ?? throw new InvalidOperationException("An RDD is computed by tasks.")), task);

    protected abstract BatchIterator Read(IEnumerable<T> items, TaskExecution task);

    private sealed class EncodedRows(RDD<T> rdd, RowEncoding<T> encoding) : RddRows<T>(rdd, encoding.Schema)
    {
        protected override BatchIterator Read(IEnumerable<T> items, TaskExecution task) => encoding.Read(items, task.Memory);
    }
}
