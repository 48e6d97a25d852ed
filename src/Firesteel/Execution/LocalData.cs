using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Encoders;
using Firesteel.Sql.Operators;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Execution;

/// <summary>Data of the program, and results that are kept, as plans.</summary>
static class LocalData
{
    public static DataFrame OfRows(SparkSession session, IEnumerable<Row> rows, StructType schema) => Build(session, rows, new GivenRows(schema));

    public static DataFrame OfObjects<T>(SparkSession session, IEnumerable<T> data) => Build(session, data, RowEncoding<T>.OfObjects());

    /// <summary>Rows of a finished query, whose memory the new plan keeps.</summary>
    public static DataFrame OfResult(SparkSession session, QueryResult result) => DataFrame.Of(session, Relation(result, Attributes(result.Schema)));

    public static LocalRelation Relation(QueryResult result, IEnumerable<AttributeReference> columns)
        => new(new(columns), result.Parts.Count == 0 ? LiteralRows.None : new PartitionedRows(result.Parts, new RowsOwner(result)));

    /// <summary>Rows of few values each as a plan.</summary>
    public static LocalRelation OfLiterals(StructType schema, IEnumerable<object?[]> rows)
        => new(new(Attributes(schema)), new LiteralRows(new(rows.Select(r => new Foundation.Collections.ValueList<object?>(r.AsSpan())))));

    private static IEnumerable<AttributeReference> Attributes(StructType schema)
        => schema.Fields.Select(f => new AttributeReference(f.Name, f.DataType, f.Nullable, ExprId.Next()) { Metadata = f.Metadata });

    private static DataFrame Build<T>(SparkSession session, IEnumerable<T> items, RowEncoding<T> encoding)
    {
        var manager = session.Remote is null ? session.SparkContext.Engine.Memory : MemoryManager.Process;
        var memory = new MemoryAllocator(manager, "local data");
        try
        {
            var rows = new RowBuffer(encoding.Schema, memory);
            using (var scratch = new MemoryAllocator(manager, "local data batch"))
            using (var batches = encoding.Read(items, scratch))
                while (batches.Next() is { } batch) rows.Append(batch);
            return OfResult(session, new QueryResult(encoding.Schema, RowParts.Cut(rows, session.Remote is null ? session.SparkContext.DefaultParallelism : 1, memory), [memory]));
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }
}

/// <summary>Frees a result's memory when no plan refers to it any more.</summary>
sealed class RowsOwner(QueryResult result)
{
    ~RowsOwner() => result.Dispose();
}
