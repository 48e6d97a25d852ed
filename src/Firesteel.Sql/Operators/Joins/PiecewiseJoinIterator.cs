using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators.Spilling;

namespace Firesteel.Sql.Operators.Joins;

/// <summary>
/// Joins a build side of too many equal keys: a piece of it at a time, each with the whole streamed side, which must be readable again and
/// again. Streamed rows that found no partner in a piece go on to the next one where the join's type asks for them.
/// </summary>
sealed class PiecewiseJoinIterator : BatchIterator
{
    private readonly HashJoinExec _join;
    private readonly HashJoinExec _pieceJoin;
    private readonly HashJoinExec _restJoin;
    private readonly BatchIterator _build;
    private readonly Func<BatchIterator> _stream;
    private readonly MemoryAllocator _memory;
    private readonly TaskExecution _task;
    private readonly bool _tracksRest;
    private RowBuffer _rows;
    private ColumnarBatch? _pending;
    private TaskExecution? _pieceTask;
    private BatchIterator? _current;
    private SpillFile? _rest;
    private BlockExtent _restExtent;
    private JoinTable? _table;
    private bool _ended;

    /// <param name="rows">The first piece, which lies in <paramref name="memory"/>; then the batch, then what the build side still gives.</param>
    public PiecewiseJoinIterator(HashJoinExec join, RowBuffer rows, ColumnarBatch? batch, BatchIterator build, Func<BatchIterator> stream, MemoryAllocator memory, TaskExecution task)
    {
        if (join.Type is JoinType.LeftSingle or JoinType.Existence)
            throw new SparkException("SPILL_OUT_OF_MEMORY", new Dictionary<string, string> { ["consumerToSpill"] = "join", ["message"] = "The rows of one key are more than the memory that there is." });
        (_join, _rows, _pending, _build, _stream, _memory, _task) = (join, rows, batch, build, stream, memory, task);
        _restJoin = join with { Type = JoinType.LeftAnti };
        _pieceJoin = join with
        {
            Type = join.Type switch
            {
                JoinType.FullOuter => join.Side == BuildSide.Right ? JoinType.RightOuter : JoinType.LeftOuter,
                _ when join.KeepsUnmatchedStream => JoinType.Inner,
                _ => join.Type,
            },
        };
        _tracksRest = join.KeepsUnmatchedStream || join.IsExistential;
    }

    public override ColumnarBatch? Next()
    {
        while (true)
        {
            if (_current?.Next() is { } batch) return batch;
            if (_ended) return null;
            EndPiece();
            StartPiece();
        }
    }

    public override void Dispose()
    {
        _current?.Dispose();
        _pieceTask?.Dispose();
        _rest?.Dispose();
    }

    private void StartPiece()
    {
        _pieceTask = _task.NewPart();
        Fill();
        if (_rows.Count == 0)
        {
            // All pieces are done: what has found no partner at all comes out as the type says.
            _ended = true;
            if (!_tracksRest || _join.Type == JoinType.LeftSemi) return;
            _current = _join.Type == JoinType.LeftAnti ? Rest() : new HashJoinIterator(_join, NewTable(), Rest(), _pieceTask);
            return;
        }
        _table = NewTable();
        // Anti joins give nothing before the last piece; outer ones meet every streamed row each time, semi joins only what is left.
        if (_join.Type != JoinType.LeftAnti) _current = new HashJoinIterator(_pieceJoin, _table, _join.IsExistential ? Rest() : _stream(), _pieceTask);
    }

    private void EndPiece()
    {
        _current?.Dispose();
        _current = null;
        if (_table == null) return;
        if (_tracksRest) WriteRest();
        _table.Dispose();
        _table = null;
        _rows.Dispose();
        _pieceTask!.Dispose();
        _rows = new RowBuffer(_join.Build.Schema, _memory);
    }

    private void Fill()
    {
        for (var batch = _pending ?? _build.Next(); batch != null; batch = _build.Next())
        {
            _pending = null;
            if (_rows.Count > 0 && _task.ShouldSpill(_memory, JoinTable.Bytes(_rows.Count + batch.SelectedCount)))
            {
                _pending = batch;
                return;
            }
            _rows.Append(batch);
        }
    }

    private JoinTable NewTable()
    {
        var table = new JoinTable(_rows, _join.BoundBuildKeys(), 1, _memory, _pieceTask!.Evaluation);
        table.Fill(_task.Context?.CancellationToken ?? CancellationToken.None);
        return table;
    }

    private BatchIterator Rest() => _rest == null ? _stream() : new SpilledIterator(_rest, [_restExtent], _join.Stream.Schema, _task, _pieceTask!.Memory);

    private void WriteRest()
    {
        var file = SpillFile.Create(_task.Settings.SpillFolder, "join");
        using (var anti = new HashJoinIterator(_restJoin, _table!, Rest(), _pieceTask!))
            while (anti.Next() is { } batch) file.Write(batch);
        file.Flush();
        _rest?.Dispose();
        (_rest, _restExtent) = (file, new BlockExtent(0, file.Position));
    }
}
