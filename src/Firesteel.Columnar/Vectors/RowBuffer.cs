using Firesteel.Columnar.Memory;
using Firesteel.Types;

namespace Firesteel.Columnar.Vectors;

/// <summary>
/// Rows kept beyond their batches: chunks of <see cref="ChunkRows"/> rows in flat vectors, addressed by row number.
/// Appending is for one thread; once it ends any number may read.
/// </summary>
sealed unsafe class RowBuffer(StructType schema, MemoryAllocator allocator) : IDisposable
{
    public const int ChunkShift = 14;
    public const int ChunkRows = 1 << ChunkShift;
    private const int ChunkMask = ChunkRows - 1;
    private const int FirstCapacity = 256;
    private const int RowsPerAddress = 4;
    private const int MostAddresses = 2048;
    private readonly List<ColumnarBatch> _chunks = [];

    // The last chunk came from another buffer and takes no more rows.
    private bool _isSealed;

    public StructType Schema => schema;
    public long Count { get; private set; }

    /// <summary>The chunks in order; each but the last holds <see cref="ChunkRows"/> rows.</summary>
    public IReadOnlyList<ColumnarBatch> Chunks => _chunks;

    /// <summary>One more than the highest row number: chunks that were adopted may be short of rows.</summary>
    public long RowNumbers => _chunks.Count == 0 ? 0 : ((long)(_chunks.Count - 1) << ChunkShift) + _chunks[^1].RowCount;

    /// <summary>Whether there is a row of that number.</summary>
    public bool Holds(long row) => (row & ChunkMask) < _chunks[(int)(row >> ChunkShift)].RowCount;

    /// <summary>Takes over the chunks of another buffer, which is empty afterwards; their memory stays its allocator's.</summary>
    public void Adopt(RowBuffer other)
    {
        _chunks.AddRange(other._chunks);
        Count += other.Count;
        _isSealed = true;
        other._chunks.Clear();
        other.Count = 0;
    }

    public void Append(ColumnVector[] columns, Selection selection)
    {
        var done = 0;
        while (done < selection.Count)
        {
            if (_chunks.Count == 0 || _isSealed || _chunks[^1].RowCount == ChunkRows) AddChunk();
            var chunk = _chunks[^1];
            var take = Math.Min(selection.Count - done, ChunkRows - chunk.RowCount);
            if (take == selection.Count) AppendTo(chunk, columns, selection);
            else if (!selection.IsDense) AppendTo(chunk, columns, new Selection(selection.Indices + done, take));
            else
            {
                var indices = new ushort[take];
                for (var k = 0; k < take; k++) indices[k] = (ushort)(done + k);
                fixed (ushort* p = indices) AppendTo(chunk, columns, new Selection(p, take));
            }
            done += take;
            Count += take;
        }
    }

    public void Append(ColumnarBatch batch) => Append(batch.Columns, batch.Selection);

    /// <summary>The chunk and the position in it of a row.</summary>
    public (ColumnarBatch Chunk, int Position) Locate(long row) => (_chunks[(int)(row >> ChunkShift)], (int)(row & ChunkMask));

    /// <summary>
    /// Row <c>rows[k]</c> of a column becomes position <c>positions[k]</c> of the flat target (k itself when positions is null);
    /// a row of -1 becomes null. Strings are shared with the buffer.
    /// </summary>
    public void Gather(int column, int* rows, ushort* positions, int count, ColumnVector target)
    {
        switch (target.Physical)
        {
            case PhysicalType.Array or PhysicalType.Map or PhysicalType.Struct or PhysicalType.Null:
                GatherNested(column, rows, positions, count, target);
                break;
            default:
                switch (target.ElementSize)
                {
                    case 1: GatherFlat<byte>(column, rows, positions, count, target); break;
                    case 2: GatherFlat<short>(column, rows, positions, count, target); break;
                    case 4: GatherFlat<int>(column, rows, positions, count, target); break;
                    case 8: GatherFlat<long>(column, rows, positions, count, target); break;
                    case 16: GatherFlat<Int128>(column, rows, positions, count, target); break;
                }
                break;
        }
    }

    /// <summary>
    /// The k-th row of a column of flat values becomes position <c>places[k]</c> of the target. Where neighbours go to a few places each
    /// that grow, this is far quicker than to gather: what is read is read once, and what is written stays in the caches.
    /// </summary>
    public void Scatter(int column, int* places, ColumnVector target)
    {
        switch (target.ElementSize)
        {
            case 1: ScatterFlat<byte>(column, places, target); break;
            case 2: ScatterFlat<short>(column, places, target); break;
            case 4: ScatterFlat<int>(column, places, target); break;
            case 8: ScatterFlat<long>(column, places, target); break;
            case 16: ScatterFlat<Int128>(column, places, target); break;
        }
    }

    /// <summary>Whether <see cref="Scatter"/> takes columns of a type.</summary>
    public static bool CanScatter(PhysicalType type) => type is not (PhysicalType.Array or PhysicalType.Map or PhysicalType.Struct or PhysicalType.Null);

    /// <summary>Frees the values but not the bytes that string views point at: for who has taken shallow copies of all rows.</summary>
    public void KeepOnlyStrings()
    {
        foreach (var chunk in _chunks)
            foreach (var column in chunk.Columns) column.DisposeValues();
        Count = 0;
    }

    public void Dispose()
    {
        foreach (var chunk in _chunks)
            foreach (var column in chunk.Columns) column.Dispose();
        _chunks.Clear();
        Count = 0;
    }

    private void AddChunk()
    {
        _chunks.Add(ColumnarBatch.Allocate(schema, allocator, _chunks.Count == 0 ? FirstCapacity : ChunkRows));
        _isSealed = false;
    }

    private static void AppendTo(ColumnarBatch chunk, ColumnVector[] columns, Selection selection)
    {
        for (var c = 0; c < columns.Length; c++) VectorCopy.Append(chunk.Columns[c], chunk.RowCount, columns[c], selection);
        chunk.SetRows(chunk.RowCount + selection.Count);
    }

    private void ScatterFlat<T>(int column, int* places, ColumnVector target) where T : unmanaged
    {
        var output = target.Values<T>();
        foreach (var chunk in _chunks)
        {
            var vector = chunk.Columns[column];
            var values = vector.Values<T>();
            var nulls = vector.Nulls;
            var count = chunk.RowCount;
            if (nulls == null)
                for (var k = 0; k < count; k++) output[places[k]] = values[k];
            else
                for (var k = 0; k < count; k++)
                {
                    if (nulls[k] != 0) target.SetNull(places[k]);
                    else output[places[k]] = values[k];
                }
            places += count;
        }
    }

    private void GatherFlat<T>(int column, int* rows, ushort* positions, int count, ColumnVector target) where T : unmanaged
    {
        var output = target.Values<T>();
        var chunks = _chunks;
        if (chunks.Count == 1)
        {
            var only = chunks[0].Columns[column];
            var values = only.Values<T>();
            var nulls = only.Nulls;
            for (var k = 0; k < count; k++)
            {
                var at = positions == null ? k : positions[k];
                var row = rows[k];
                if (row < 0 || nulls != null && nulls[row] != 0) target.SetNull(at);
                else output[at] = values[row];
            }
            return;
        }
        if (chunks.Count <= count / RowsPerAddress && chunks.Count <= MostAddresses)
        {
            GatherByAddress<T>(column, rows, positions, count, target);
            return;
        }
        for (var k = 0; k < count; k++)
        {
            var at = positions == null ? k : positions[k];
            var row = rows[k];
            if (row < 0) { target.SetNull(at); continue; }
            var vector = chunks[row >> ChunkShift].Columns[column];
            if (vector.Nulls != null && vector.Nulls[row & ChunkMask] != 0) target.SetNull(at);
            else output[at] = vector.Values<T>()[row & ChunkMask];
        }
    }

    // The chunks' addresses first, side by side: a row is then one step away, not one through each of the chunk's objects.
    private void GatherByAddress<T>(int column, int* rows, ushort* positions, int count, ColumnVector target) where T : unmanaged
    {
        var output = target.Values<T>();
        var values = stackalloc T*[_chunks.Count];
        var nulls = stackalloc byte*[_chunks.Count];
        for (var c = 0; c < _chunks.Count; c++)
        {
            var vector = _chunks[c].Columns[column];
            values[c] = vector.Values<T>();
            nulls[c] = vector.Nulls;
        }
        for (var k = 0; k < count; k++)
        {
            var at = positions == null ? k : positions[k];
            var row = rows[k];
            if (row < 0 || nulls[row >> ChunkShift] != null && nulls[row >> ChunkShift][row & ChunkMask] != 0) target.SetNull(at);
            else output[at] = values[row >> ChunkShift][row & ChunkMask];
        }
    }

    private void GatherNested(int column, int* rows, ushort* positions, int count, ColumnVector target)
    {
        for (var k = 0; k < count; k++)
        {
            var at = positions == null ? k : positions[k];
            if (rows[k] < 0) target.SetNull(at);
            else VectorCopy.AppendRow(target, at, _chunks[rows[k] >> ChunkShift].Columns[column], rows[k] & ChunkMask);
        }
    }
}
