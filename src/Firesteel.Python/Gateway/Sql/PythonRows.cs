using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Scheduler;
using Firesteel.Execution;
using Firesteel.Formats.Pickle;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>Rows that Python pickled as DataFrames, and DataFrames as RDDs of pickled rows.</summary>
static class PythonRows
{
    private const int BatchRows = 1024;

    /// <summary>The rows of an RDD of pickles under a schema; they are computed at once, partition by partition.</summary>
    public static DataFrame Frame(SparkSession session, RDD<byte[]> pickled, StructType schema)
    {
        var parts = session.SparkContext.RunJob(pickled, (_, items) => items.ToArray(), "createDataFrame");
        var memory = new MemoryAllocator(session.SparkContext.Engine.Memory, "rows of Python");
        try
        {
            var buffers = new RowBuffer[parts.Length];
            using var scratch = new MemoryAllocator(session.SparkContext.Engine.Memory, "rows of Python, a batch");
            var batch = ColumnarBatch.Allocate(schema, scratch, BatchRows);
            for (var p = 0; p < parts.Length; p++) Fill(buffers[p] = new RowBuffer(schema, memory), batch, parts[p], schema);
            return LocalData.OfResult(session, new QueryResult(schema, buffers, [memory]));
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>The rows of a query as pickles; it runs when they are first asked for.</summary>
    public static RDD<byte[]> Pickled(DataFrame frame) => new QueryRdd(frame);

    private static void Fill(RowBuffer buffer, ColumnarBatch batch, byte[][] frames, StructType schema)
    {
        var (reader, rows, place) = (new PickleReader(), new PickleRowReader(schema), 0);
        batch.Reset(BatchRows);
        foreach (var frame in frames)
        {
            var value = reader.Read(frame);
            if (value.Kind == PickleKind.List)
                foreach (var row in value.Items) Add(row);
            else Add(value);
        }
        Flush();

        void Add(PickleValue row)
        {
            rows.Write(batch.Columns, place++, row);
            if (place == BatchRows) Flush();
        }

        void Flush()
        {
            batch.SetRows(place);
            if (place > 0) buffer.Append(batch);
            place = 0;
            batch.Reset(BatchRows);
        }
    }

    private sealed class QueryRdd : RDD<byte[]>
    {
        [NonSerialized] private readonly DataFrame? _frame;
        [NonSerialized] private readonly Lock _gate = new();
        private byte[][][]? _parts;

        public QueryRdd(DataFrame frame) : base(frame.SparkSession.SparkContext) => _frame = frame;

        internal override int PartitionCount => Parts().Length;

        internal override IEnumerable<byte[]> Compute(int partition, TaskContext context) => (_parts ?? Parts())[partition];

        private byte[][][] Parts()
        {
            lock (_gate)
            {
                if (_parts is not null) return _parts;
                var session = _frame!.SparkSession;
                using var result = QueryActions.Run(session, _frame.Plan, "javaToPython");
                using var memory = new MemoryAllocator(session.SparkContext.Engine.Memory, "rows for Python");
                using var writer = new PickleRowWriter(result.Schema, named: true, memory);
                return _parts = [.. result.Parts.Select(part => part.Chunks.SelectMany(batch => Frames(batch, writer)).ToArray())];
            }
        }

        private static List<byte[]> Frames(ColumnarBatch batch, PickleRowWriter writer)
        {
            var frames = new List<byte[]>();
            for (var from = 0; from < batch.SelectedCount;) frames.Add(writer.Write(batch, ref from).ToArray());
            return frames;
        }
    }
}
