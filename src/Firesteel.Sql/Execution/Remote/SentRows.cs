using System.Globalization;
using System.Runtime.CompilerServices;
using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Operators;
using Firesteel.Types;

namespace Firesteel.Sql.Execution.Remote;

/// <summary>
/// Local rows on their way to executors: many of them stay with the driver, and each task fetches those of its partition, piece by piece, unless
/// its process has them already. Few travel with the plan.
/// </summary>
sealed class SentRows
{
    // What goes along with a plan to every executor.
    private const long MostInline = 256 << 10;
    private const int PieceBytes = 2 << 20;

    private static readonly ConditionalWeakTable<object, SentRows> Known = [];
    private static int _last;

    private readonly BlockManager _blocks;
    private readonly string _prefix;

    private SentRows(IReadOnlyList<RowBuffer> parts, BlockManager blocks)
    {
        (_blocks, _prefix) = (blocks, $"local_{Interlocked.Increment(ref _last)}_");
        var steps = parts.Select(p => (int)Math.Clamp(PieceBytes * p.Count / Math.Max(1, Bytes(p)), 1, RowBuffer.ChunkRows)).ToArray();
        Rows = new FetchedRows(_prefix, parts.Sum(p => p.Count), new(parts.Select((p, i) => new FetchedPart(steps[i], new(p.Chunks.Select(c => c.RowCount))))));
        // The plan keeps the rows as long as tasks may ask for them.
        var weak = new WeakReference<IReadOnlyList<RowBuffer>>(parts);
        blocks.OfferFamily($"{_prefix}rows_", place => weak.TryGetTarget(out var held) ? Piece(held, place, steps) : null);
    }

    ~SentRows() => _blocks.RemoveEverywhere?.Invoke(_prefix);

    public FetchedRows Rows { get; }

    /// <summary>The rows as executors get to see them; null where there are so few that they go along.</summary>
    public static FetchedRows? Of(object owner, IReadOnlyList<RowBuffer> parts, BlockManager? blocks)
    {
        if (blocks is null || parts.Sum(p => p.Count) <= MostInline / 64 && parts.Sum(Bytes) <= MostInline) return null;
        return Known.GetValue(owner, _ => new SentRows(parts, blocks)).Rows;
    }

    private static ReadOnlyMemory<byte>? Piece(IReadOnlyList<RowBuffer> parts, string place, int[] steps)
    {
        var numbers = place.Split('_').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        var (part, chunk, first) = (numbers[0], parts[numbers[0]].Chunks[numbers[1]], numbers[2]);
        using var sink = new ByteSink();
        BlockWriter.Write(chunk.Columns, first, Math.Min(steps[part], chunk.RowCount - first), sink);
        return sink.Written.ToArray();
    }

    private static long Bytes(RowBuffer rows) => rows.Chunks.Sum(c => c.Columns.Sum(v => Bytes(v, c.RowCount)));

    private static unsafe long Bytes(ColumnVector column, int rows)
    {
        var bytes = (long)rows * Math.Max(1, column.ElementSize);
        if (column.Physical == PhysicalType.String)
            for (var k = 0; k < rows; k++) bytes += column.IsNull(k) ? 0 : column.Values<StringView>()[k].Length;
        foreach (var child in column.Children) bytes += Bytes(child, column.Physical == PhysicalType.Struct ? rows : child.Count);
        return bytes;
    }
}

/// <summary>One part of rows that the driver has.</summary>
/// <param name="Step">Rows that are fetched at a time.</param>
/// <param name="Chunks">Rows of each of its chunks.</param>
sealed record FetchedPart(int Step, ValueList<int> Chunks);

/// <summary>Fetches the rows of one part from the driver.</summary>
sealed class PartFetcher(FetchedRows rows, int part, StructType schema, BlockManager blocks, TaskExecution task) : BatchIterator
{
    private readonly MemoryAllocator _memory = task.NewAllocator("rows of the driver");
    private readonly FetchedPart _part = rows.Parts[part];
    private ColumnarBatch? _batch;
    private NativeBuffer? _bytes;
    private int _chunk;
    private int _next;

    public override unsafe ColumnarBatch? Next()
    {
        task.ThrowIfCancelled();
        while (_chunk < _part.Chunks.Count && _next >= _part.Chunks[_chunk]) (_chunk, _next) = (_chunk + 1, 0);
        if (_chunk >= _part.Chunks.Count) return null;
        var piece = blocks.GetFrom(blocks.Driver, string.Create(CultureInfo.InvariantCulture, $"{rows.Prefix}rows_{part}_{_chunk}_{_next}"));
        if (_bytes is null || _bytes.Capacity < piece.Length)
        {
            _bytes?.Dispose();
            _bytes = _memory.Allocate(piece.Length);
        }
        piece.CopyTo(new Span<byte>(_bytes.Pointer, piece.Length));
        _batch ??= ColumnarBatch.Allocate(schema, _memory, 0);
        BlockReader.Read(_bytes.Pointer, piece.Length, _batch);
        _next += _part.Step;
        return _batch;
    }

    public override void Dispose() => _memory.Dispose();
}
