using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Sql.Execution.Arrow;

/// <summary>Record batches, each behind its metadata.</summary>
sealed record EncodedBatches(int Count, byte[] Bytes);

/// <summary>What one task has made: record batches, or, where it could write them itself, their places in the output.</summary>
sealed record EncodedRows(ValueList<EncodedBatches> Batches, ValueList<int> Places);

/// <summary>Tasks that encode their rows as Arrow record batches.</summary>
sealed record ArrowSink(StructType Schema, ArrowSettings Settings) : TaskSink
{
    // What is sent at once, first and later: a reader waits for the first batch, and one that has to sleep for each loses more time than it reads.
    private const int FirstBytes = 64 << 10;
    private const int EnoughBytes = 512 << 10;

    // Only for tasks of this process.
    private ArrowOutput? _output;

    /// <summary>A sink whose tasks write their batches to an output as they make them.</summary>
    public ArrowSink Into(ArrowOutput output) => this with { _output = output };

    public override object? Run(BatchIterator rows, int partition, TaskExecution task)
    {
        var writer = Settings.NewWriter(Schema);
        var (batches, places, pending, enough) = (new List<EncodedBatches>(), new List<int>(), 0, FirstBytes);
        new RecordBatches(rows, Schema, Settings, task).Each((columns, selection) =>
        {
            writer.Append(columns, selection);
            pending++;
            if (writer.Pending.Length >= enough) Flush(isLast: false);
        });
        if (pending > 0) Flush(isLast: true);
        return new EncodedRows(new(batches), new(places));

        void Flush(bool isLast)
        {
            if (_output is null)
            {
                batches.Add(new(pending, writer.Pending.ToArray()));
                writer.ClearPending();
            }
            else places.AddRange(_output.Add(writer.TakePending(isLast ? [] : ArrowOutput.Rent()), pending));
            (pending, enough) = (0, Math.Min(EnoughBytes, 2 * enough));
        }
    }
}
