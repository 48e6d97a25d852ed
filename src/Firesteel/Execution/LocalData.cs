using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
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
    private const int BatchRows = 1024;

    public static DataFrame OfRows(SparkSession session, IEnumerable<Row> rows, StructType schema)
        => Build(session, schema, rows, (row, values) =>
        {
            if (row.Count != values.Length) throw new SparkRuntimeException("EXPRESSION_ENCODING_FAILED", new Dictionary<string, string> { ["expressions"] = $"a row of {row.Count} values for {values.Length} columns" });
            for (var i = 0; i < values.Length; i++)
            {
                if (row[i] is null && !schema[i].Nullable)
                    throw new SparkRuntimeException("NOT_NULL_ASSERT_VIOLATION", new Dictionary<string, string> { ["walkedTypePath"] = $"\n- field (class: \"{schema[i].DataType.SimpleString}\", name: \"{schema[i].Name}\")\n" });
                values[i] = ClrValues.ToLiteral(row[i], schema[i].DataType);
            }
        });

    public static DataFrame OfObjects<T>(SparkSession session, IEnumerable<T> data)
    {
        if (!ObjectEncoder.CanEncode(typeof(T)))
        {
            var type = ClrTypes.DataTypeOf(typeof(T));
            return Build(session, new StructType([new StructField("value", type, ClrTypes.MayBeNull(typeof(T)))]), data, (item, values) => values[0] = ClrValues.ToLiteral(item, type));
        }
        var encoder = ObjectEncoder.For(typeof(T));
        return Build(session, encoder.Schema, data, (item, values) =>
        {
            var row = encoder.ToRow(item!);
            for (var i = 0; i < values.Length; i++) values[i] = ClrValues.ToLiteral(row[i], encoder.Schema[i].DataType);
        });
    }

    /// <summary>Rows of a finished query, whose memory the new plan keeps.</summary>
    public static DataFrame OfResult(SparkSession session, QueryResult result) => DataFrame.Of(session, Relation(result, Attributes(result.Schema)));

    public static LocalRelation Relation(QueryResult result, IEnumerable<AttributeReference> columns)
        => new(new(columns), result.Parts.Count == 0 ? LiteralRows.None : new PartitionedRows(result.Parts, new RowsOwner(result)));

    /// <summary>Rows of few values each as a plan.</summary>
    public static LocalRelation OfLiterals(StructType schema, IEnumerable<object?[]> rows)
        => new(new(Attributes(schema)), new LiteralRows(new(rows.Select(r => new Foundation.Collections.ValueList<object?>(r.AsSpan())))));

    private static IEnumerable<AttributeReference> Attributes(StructType schema)
        => schema.Fields.Select(f => new AttributeReference(f.Name, f.DataType, f.Nullable, ExprId.Next()) { Metadata = f.Metadata });

    private static DataFrame Build<T>(SparkSession session, StructType schema, IEnumerable<T> items, Action<T, object?[]> encode)
    {
        var manager = session.Remote is null ? session.SparkContext.Engine.Memory : MemoryManager.Process;
        var memory = new MemoryAllocator(manager, "local data");
        try
        {
            var rows = new RowBuffer(schema, memory);
            using (var scratch = new MemoryAllocator(manager, "local data batch"))
            {
                var batch = ColumnarBatch.Allocate(schema, scratch, BatchRows);
                var values = new object?[schema.Count];
                var place = 0;
                batch.Reset(BatchRows);
                foreach (var item in items)
                {
                    encode(item, values);
                    for (var c = 0; c < values.Length; c++) LiteralVectors.Write(batch.Columns[c], place, values[c]);
                    if (++place == BatchRows) Flush();
                }
                Flush();

                void Flush()
                {
                    batch.SetRows(place);
                    if (place > 0) rows.Append(batch);
                    place = 0;
                    batch.Reset(BatchRows);
                }
            }
            return OfResult(session, new QueryResult(schema, RowParts.Cut(rows, session.Remote is null ? session.SparkContext.DefaultParallelism : 1, memory), [memory]));
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
