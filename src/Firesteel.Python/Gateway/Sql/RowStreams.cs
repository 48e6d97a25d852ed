using System.Buffers;
using System.Buffers.Binary;
using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Execution;
using Firesteel.Python.Gateway.Protocol;
using Firesteel.Formats.Pickle;
using Firesteel.Sql.Execution.Arrow;
using Firesteel.Sql.Sessions;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>The rows of results on their way to Python: pickled or as Arrow, over a socket of their own.</summary>
static class RowStreams
{
    private const int EndOfSection = -1;

    /// <summary>All rows as pickles, each behind its length. The query has run when this returns.</summary>
    public static object?[] Collect(DataFrame frame, string action = "collectToPython") => Pickled(frame, QueryActions.Run(frame.SparkSession, frame.Plan, action));

    /// <summary>The last rows.</summary>
    public static object?[] Tail(DataFrame frame, int count)
    {
        using var all = QueryActions.Run(frame.SparkSession, frame.Plan, "tailToPython");
        var last = DataFrame.Of(frame.SparkSession, LastRows.Of(all, count));
        return Pickled(frame, QueryActions.Run(frame.SparkSession, last.Plan, "tailToPython"));
    }

    /// <summary>Rows in portions: Python asks for each.</summary>
    public static object?[] Iterate(DataFrame frame)
    {
        var result = QueryActions.Run(frame.SparkSession, frame.Plan, "toLocalIterator");
        return DataServer.Start(stream =>
        {
            using (result)
            {
                foreach (var batch in result.Batches)
                {
                    if (batch.SelectedCount == 0) continue;
                    if (ReadInt(stream) == 0) return;
                    WriteInt(stream, 1);
                    Rows(frame, result, [batch], stream);
                    WriteInt(stream, EndOfSection);
                    stream.Flush();
                }
                if (ReadInt(stream) == 0) return;
                WriteInt(stream, 0);
                stream.Flush();
            }
        });
    }

    /// <summary>All rows as an Arrow stream whose batches come as tasks make them, then the places of the batches in the order of the rows.</summary>
    public static object?[] CollectArrow(DataFrame frame)
    {
        var runner = QueryActions.Runner(frame.SparkSession, "collectAsArrowToPython");
        var sink = new ArrowSink(frame.Schema(), ArrowSettings.Of(frame.SparkSession.State));
        return DataServer.Start(stream =>
        {
            var header = new ArrayBufferWriter<byte>();
            sink.Settings.NewWriter(sink.Schema).WriteSchema(header);
            stream.Write(header.WrittenSpan);
            var output = new ArrowOutput(stream);
            IReadOnlyList<int> places = [];
            try
            {
                places = ArrowQuery.Run(runner, frame.Plan, sink, output);
            }
            finally
            {
                output.Complete();
                // An error comes with getResult, which Python asks after it has read a stream none of whose batches counts.
                header.ResetWrittenCount();
                ArrowMessages.WriteEnd(header);
                stream.Write(header.WrittenSpan);
                WriteInt(stream, places.Count);
                foreach (var place in places) WriteInt(stream, place);
                stream.Flush();
            }
        });
    }

    /// <summary>The pickle of a result's only row.</summary>
    public static byte[] SingleRow(DataFrame frame)
    {
        using var result = QueryActions.Run(frame.SparkSession, frame.Plan, "first");
        using var memory = new MemoryAllocator(frame.SparkSession.SparkContext.Engine.Memory, "a row for Python");
        var batch = result.Batches.First(b => b.SelectedCount > 0);
        var form = PickleRowForm.Named(result.Schema);
        var output = new PickleBuffer();
        output.Start();
        form.Begin(output);
        for (var c = 0; c < result.Schema.Count; c++)
        {
            using var scratch = new ColumnVector(result.Schema[c].DataType, memory);
            PickleColumnWriter.For(result.Schema[c].DataType, true).Write(output, VectorCopy.Flatten(batch.Columns[c], scratch, batch.Selection, batch.RowCount), batch.Selection[0]);
        }
        form.End(output);
        output.Stop();
        return output.Written.ToArray();
    }

    private static object?[] Pickled(DataFrame frame, QueryResult result) => DataServer.Start(stream =>
    {
        using (result) Rows(frame, result, result.Batches, stream);
    });

    private static void Rows(DataFrame frame, QueryResult result, IEnumerable<ColumnarBatch> batches, Stream stream)
    {
        using var memory = new MemoryAllocator(frame.SparkSession.SparkContext.Engine.Memory, "rows for Python");
        using var writer = new PickleRowWriter(result.Schema, named: true, memory);
        foreach (var batch in batches)
        {
            for (var from = 0; from < batch.SelectedCount;)
            {
                var pickle = writer.Write(batch, ref from);
                WriteInt(stream, pickle.Length);
                stream.Write(pickle.Span);
            }
        }
    }

    private static int ReadInt(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[4];
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    private static void WriteInt(Stream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        stream.Write(bytes);
    }
}
