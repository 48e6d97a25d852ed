using Firesteel.Encoders;
using Firesteel.Execution;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel;

/// <summary>The rows of a query, a partition for each of its last tasks. The query runs when the partitions are first asked for, and its rows pass through the driver.</summary>
sealed class FrameRDD(DataFrame frame) : RDD<Row>(frame.SparkSession.SparkContext)
{
    [NonSerialized] private readonly DataFrame _frame = frame;
    private Row[][]? _parts;

    internal override int PartitionCount => Parts.Length;

    internal override IEnumerable<Row> Compute(int partition, TaskContext context) => Parts[partition];

    private Row[][] Parts => LazyInitializer.EnsureInitialized(ref _parts, () =>
    {
        using var result = QueryActions.Run(_frame.SparkSession, _frame.Plan, "rdd");
        return [.. result.Parts.Select(part => RowReader.Read(new QueryResult(result.Schema, [part], [])).ToArray())];
    });
}

/// <summary>RDDs as DataFrames.</summary>
public static class RddFrames
{
    /// <summary>Objects as a DataFrame: a column for each property of a record or class, for each item of a tuple; one column <c>value</c> for simple values. The rows pass through the driver.</summary>
    public static DataFrame ToDF<T>(this RDD<T> rdd, SparkSession session) => session.CreateDataFrame(rdd.Collect());

    /// <inheritdoc cref="ToDF{T}(RDD{T}, SparkSession)"/>
    public static DataFrame ToDF<T>(this RDD<T> rdd, SparkSession session, params string[] columns) => session.CreateDataFrame(rdd.Collect()).ToDF(columns);

    /// <summary>Rows as a DataFrame; they pass through the driver.</summary>
    public static DataFrame CreateDataFrame(this SparkSession session, RDD<Row> rows, StructType schema) => session.CreateDataFrame(rows.Collect(), schema);
}
