using System.Buffers.Binary;
using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Sends groups of rows, an Arrow stream for each, in batches of limited size.</summary>
/// <param name="send">The child's columns that are sent.</param>
sealed class GroupWriter(BatchCollector collector, ArrowStreamWriter writer, int[] send, int most, bool asStruct)
{
    private StreamBufferWriter? _target;
    private ColumnarBatch? _pending;
    private bool _isOpen;
    private bool _wrote;

    /// <summary>Says how many frames of data the next group has; 0 ends the groups.</summary>
    public static void Announce(Stream output, int frames)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, frames);
        output.Write(bytes);
    }

    /// <summary>Begins a stream.</summary>
    public void Open(Stream output)
    {
        _target ??= new StreamBufferWriter(output);
        writer.WriteSchema(_target);
        (_isOpen, _wrote) = (true, false);
    }

    public bool IsOpen => _isOpen;

    /// <summary>Takes rows of the open group.</summary>
    public void Add(ColumnarBatch batch, int from, int count)
    {
        while (count > 0)
        {
            _pending ??= collector.Fresh();
            var take = Math.Min(count, most - _pending.RowCount);
            collector.Append(_pending, batch.Columns, batch.Selection, from, take);
            (from, count) = (from + take, count - take);
            if (_pending.RowCount == most) Flush();
        }
    }

    /// <summary>Ends the stream; one without rows gets a batch of none where the reader wants one.</summary>
    public void Close(bool wantsBatch)
    {
        if (_pending != null) Flush();
        else if (!_wrote && wantsBatch)
        {
            _pending = collector.Fresh();
            Flush();
        }
        ArrowStreamWriter.WriteEnd(_target!);
        _isOpen = false;
    }

    private void Flush()
    {
        ColumnVector[] columns = [.. send.Select(c => _pending!.Columns[c])];
        if (asStruct) writer.WriteStructBatch(_target!, columns, _pending!.Selection);
        else writer.WriteBatch(_target!, columns, _pending!.Selection);
        collector.Return(_pending!);
        (_pending, _wrote) = (null, true);
    }
}
