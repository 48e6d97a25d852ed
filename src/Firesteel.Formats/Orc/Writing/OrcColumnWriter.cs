using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Buffers;
using Firesteel.Formats.Orc.Compression;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Formats.Parquet.Writing;

namespace Firesteel.Formats.Orc.Writing;

/// <summary>What the writers of a file's columns share.</summary>
sealed record OrcWriteContext(OrcWriteOptions Options, OrcCodec? Codec, MemoryAllocator Allocator);

/// <summary>Collects one column of a stripe, its parts included: which rows have a value, and the values side by side.</summary>
abstract unsafe class OrcColumnWriter : IDisposable
{
    private readonly List<(OrcStreamKind Kind, OrcOutput Output)> _outputs = [];
    private readonly OrcOutput _presentOutput;
    private readonly BitRunWriter _present;
    private int[] _positions = [];
    private long _stripeRows;
    private bool _stripeHasNull;

    protected OrcColumnWriter(OrcType type, OrcWriteContext context)
    {
        (Type, Context) = (type, context);
        _presentOutput = Output(OrcStreamKind.Present);
        _present = new BitRunWriter(_presentOutput);
    }

    public OrcType Type { get; }
    protected OrcWriteContext Context { get; }
    protected OrcColumnWriter[] Children { get; init; } = [];

    /// <summary>What is known of the values of this stripe.</summary>
    protected OrcStatistics Statistics { get; private set; } = new();

    public long BufferedBytes => OwnBytes + Children.Sum(c => c.BufferedBytes);

    protected virtual long OwnBytes => _outputs.Sum(o => o.Output.BufferedBytes);

    /// <summary>Adds rows of a vector in its own form.</summary>
    public void Add(ColumnVector vector, ReadOnlySpan<int> rows)
    {
        if (_positions.Length < rows.Length) _positions = new int[Math.Max(rows.Length, _positions.Length * 2)];
        var count = 0;
        var isAbsent = vector.Physical == PhysicalType.Null;
        if (!isAbsent && !vector.HasNulls)
        {
            count = rows.Length;
            rows.CopyTo(_positions);
        }
        else
        {
            foreach (var row in rows)
                if (!isAbsent && !vector.IsNull(row)) _positions[count++] = row;
        }
        Present(vector, rows, count, isAbsent);
        Statistics.Values += count;
        var positions = _positions.AsSpan(0, count);
        if (vector.Encoding == VectorEncoding.Constant) positions.Clear();
        if (vector.Encoding == VectorEncoding.Dictionary)
        {
            foreach (ref var position in positions) position = vector.Codes[position];
            vector = vector.Dictionary!;
        }
        if (count > 0) AddValues(vector, positions);
    }

    /// <summary>Ends the stripe: gives its streams and encodings, of all parts in the order of the schema, and what is known of the values.</summary>
    public void Finish(List<(int Column, OrcStreamKind Kind, GrowingBuffer Bytes)> streams, List<ColumnEncoding> encodings, List<OrcStatistics> statistics)
    {
        _present.Flush();
        encodings.Add(FinishValues());
        Statistics.HasNull = _stripeHasNull;
        statistics.Add(Statistics);
        foreach (var (kind, output) in _outputs)
        {
            if (kind == OrcStreamKind.Present && !_stripeHasNull) continue;
            var bytes = output.Finish();
            if (bytes.Length > 0 || kind == OrcStreamKind.Present) streams.Add((Type.Id, kind, bytes));
        }
        foreach (var child in Children) child.Finish(streams, encodings, statistics);
    }

    /// <summary>Starts the next stripe.</summary>
    public virtual void Clear()
    {
        foreach (var (_, output) in _outputs) output.Clear();
        Statistics = new OrcStatistics();
        (_stripeRows, _stripeHasNull) = (0, false);
        foreach (var child in Children) child.Clear();
    }

    public virtual void Dispose()
    {
        foreach (var (_, output) in _outputs) output.Dispose();
        foreach (var child in Children) child.Dispose();
    }

    /// <summary>Adds values, none of them null.</summary>
    protected abstract void AddValues(ColumnVector vector, ReadOnlySpan<int> positions);

    protected abstract ColumnEncoding FinishValues();

    protected OrcOutput Output(OrcStreamKind kind)
    {
        var output = new OrcOutput(Context.Codec, Context.Options.BlockSize, Context.Allocator);
        _outputs.Add((kind, output));
        return output;
    }

    // The bits are kept from the first null of a stripe on; without one there are none.
    private void Present(ColumnVector vector, ReadOnlySpan<int> rows, int count, bool isAbsent)
    {
        if (count < rows.Length && !_stripeHasNull)
        {
            for (var i = 0L; i < _stripeRows; i++) _present.Write(true);
            _stripeHasNull = true;
        }
        _stripeRows += rows.Length;
        if (!_stripeHasNull) return;
        foreach (var row in rows) _present.Write(!isAbsent && !vector.IsNull(row));
    }
}
