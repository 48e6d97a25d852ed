using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators.Spilling;

namespace Firesteel.Sql.Operators.Joins;

/// <summary>
/// Joins one partition of both sides. A build side that does not fit is parted by more bits of its keys' hash, on disk, the streamed side
/// likewise, and the parts are joined one by one; a part of one key that hashing cannot part is joined piece by piece.
/// </summary>
sealed class ShuffledJoinIterator(HashJoinExec join, BatchIterator build, Func<BatchIterator> stream, TaskExecution task, int level = 0, bool isParted = true) : BatchIterator
{
    private readonly MemoryAllocator _memory = task.NewAllocator("join");
    private BatchIterator? _current;
    private TaskExecution? _partTask;
    private SpilledPartitions? _buildParts;
    private SpilledPartitions? _streamParts;
    private bool _started;
    private int _part;

    public override ColumnarBatch? Next()
    {
        if (!_started)
        {
            _started = true;
            Start();
        }
        while (true)
        {
            if (_current?.Next() is { } batch) return batch;
            EndPart();
            if (_buildParts == null || _part == SpilledPartitions.Count) return null;
            StartPart(_part++);
        }
    }

    public override void Dispose()
    {
        EndPart();
        build.Dispose();
        _buildParts?.Dispose();
        _streamParts?.Dispose();
        _memory.Dispose();
    }

    private void Start()
    {
        var rows = new RowBuffer(join.Build.Schema, _memory);
        var batch = build.Next();
        for (; batch != null; batch = build.Next())
        {
            if (rows.Count > 0 && task.ShouldSpill(_memory, JoinTable.Bytes(rows.Count + batch.SelectedCount))) break;
            rows.Append(batch);
        }
        if (batch == null && (rows.Count == 0 || !task.ShouldSpill(_memory, JoinTable.Bytes(rows.Count))))
        {
            var table = new JoinTable(rows, join.BoundBuildKeys(), 1, _memory, task.Evaluation);
            table.Fill(task.Context?.CancellationToken ?? CancellationToken.None);
            _current = new HashJoinIterator(join, table, stream(), task);
            return;
        }
        if (!isParted || level == SpilledPartitions.MostLevels)
        {
            _current = new PiecewiseJoinIterator(join, rows, batch, build, stream, _memory, task);
            return;
        }
        SpillBuild(rows, batch);
        SpillStream();
    }

    private void SpillBuild(RowBuffer rows, ColumnarBatch? batch)
    {
        _buildParts = new SpilledPartitions(join.Build.Schema, "join", task);
        using var writer = new KeyedSpillWriter(_buildParts, join.Build.Schema, join.BoundBuildKeys(), level, task);
        foreach (var chunk in rows.Chunks) writer.Write(chunk);
        rows.Dispose();
        for (; batch != null; batch = build.Next()) writer.Write(batch);
        writer.Finish();
    }

    private void SpillStream()
    {
        _streamParts = new SpilledPartitions(join.Stream.Schema, "join", task);
        using var writer = new KeyedSpillWriter(_streamParts, join.Stream.Schema, join.StreamKeys.Select(k => BindReferences.Bind(k, join.Stream.Output)), level, task);
        using var input = stream();
        while (input.Next() is { } batch) writer.Write(batch);
        writer.Finish();
    }

    private void StartPart(int part)
    {
        if (_buildParts!.Rows[part] == 0 && _streamParts!.Rows[part] == 0) return;
        var total = _buildParts.Rows.Sum();
        // What is allocated for one part ends with it.
        _partTask = task.NewPart();
        _current = new ShuffledJoinIterator(join, _buildParts.Read(part, _partTask.Memory), () => _streamParts!.Read(part, _partTask.Memory), _partTask, level + 1,
            isParted: _buildParts.Rows[part] < total - total / 8);
    }

    private void EndPart()
    {
        _current?.Dispose();
        _partTask?.Dispose();
        (_current, _partTask) = (null, null);
    }
}
