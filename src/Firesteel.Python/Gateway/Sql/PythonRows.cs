using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Execution;
using Firesteel.Formats.Pickle;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>Rows that Python pickled as DataFrames, and DataFrames as RDDs of pickled rows.</summary>
static class PythonRows
{
    // What the driver has at hand, and is not much, is read at once and not by every query again.
    private const long MostAtOnce = 1 << 20;

    /// <summary>The rows of an RDD of pickles under a schema.</summary>
    public static DataFrame Frame(SparkSession session, RDD<byte[]> pickled, StructType schema)
        => pickled is ParallelCollectionRDD<byte[]> { OwnBytes: <= MostAtOnce } local
            ? AtOnce(session, local, schema)
            : RddFrames.Of(session, new PickledRows(pickled, schema));

    /// <summary>The rows of a query as pickles.</summary>
    public static RDD<byte[]> Pickled(DataFrame frame) => new PlanRDD<byte[]>(frame, new RowPickles());

    private static DataFrame AtOnce(SparkSession session, ParallelCollectionRDD<byte[]> pickled, StructType schema)
    {
        var memory = new MemoryAllocator(session.SparkContext.Engine.Memory, "rows of Python");
        try
        {
            var buffers = new RowBuffer[pickled.GetNumPartitions()];
            using var scratch = new MemoryAllocator(session.SparkContext.Engine.Memory, "rows of Python, a batch");
            for (var p = 0; p < buffers.Length; p++)
            {
                buffers[p] = new RowBuffer(schema, memory);
                using var rows = new PickleIterator(ParallelCollectionRDD<byte[]>.Slice(pickled.Items, p, buffers.Length), schema, scratch);
                while (rows.Next() is { } batch) buffers[p].Append(batch);
            }
            return LocalData.OfResult(session, new QueryResult(schema, buffers, [memory]));
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private sealed class PickledRows(RDD<byte[]> pickled, StructType schema) : RddRows<byte[]>(pickled, schema)
    {
        protected override BatchIterator Read(IEnumerable<byte[]> items, TaskExecution task) => new PickleIterator(items, Schema, task.Memory);
    }

    private sealed class RowPickles : BatchItems<byte[]>
    {
        public override IEnumerable<byte[]> Read(BatchIterator rows, StructType schema, TaskExecution task)
        {
            using var writer = new PickleRowWriter(schema, named: true, task.Memory);
            while (rows.Next() is { } batch)
                for (var from = 0; from < batch.SelectedCount;) yield return writer.Write(batch, ref from).ToArray();
        }
    }

    /// <summary>Rows of pickles, each of one row or of a list of them.</summary>
    private sealed class PickleIterator(IEnumerable<byte[]> frames, StructType schema, MemoryAllocator memory) : BatchIterator
    {
        private const int BatchRows = 1024;

        private readonly IEnumerator<PickleValue> _rows = Rows(frames).GetEnumerator();
        private readonly PickleRowReader _reader = new(schema);
        private readonly ColumnarBatch _batch = ColumnarBatch.Allocate(schema, memory, BatchRows);

        public override ColumnarBatch? Next()
        {
            _batch.Reset(BatchRows);
            var place = 0;
            for (; place < BatchRows && _rows.MoveNext(); place++) _reader.Write(_batch.Columns, place, _rows.Current);
            _batch.SetRows(place);
            return place > 0 ? _batch : null;
        }

        public override void Dispose() => _rows.Dispose();

        private static IEnumerable<PickleValue> Rows(IEnumerable<byte[]> frames)
        {
            var reader = new PickleReader();
            foreach (var frame in frames)
            {
                var value = reader.Read(frame);
                if (value.Kind != PickleKind.List) yield return value;
                else
                    foreach (var row in value.Items) yield return row;
            }
        }
    }
}
