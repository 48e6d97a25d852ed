using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Spilling;

/// <summary>Parts rows by the hash of key expressions and writes them; a few rows of each part wait in memory so that blocks are not tiny.</summary>
sealed unsafe class KeyedSpillWriter : IDisposable
{
    private const int WaitingRows = 2048;
    private readonly SpilledPartitions _partitions;
    private readonly ProjectionEvaluator _keys;
    private readonly int _level;
    private readonly MemoryAllocator _memory;
    private readonly RowBuffer[] _waiting;
    private readonly ushort[] _indices = GC.AllocateUninitializedArray<ushort>(ColumnarBatch.MaxRows, pinned: true);
    private readonly ulong[] _hashes = GC.AllocateUninitializedArray<ulong>(ColumnarBatch.MaxRows, pinned: true);

    public KeyedSpillWriter(SpilledPartitions partitions, StructType schema, IEnumerable<Expression> boundKeys, int level, TaskExecution task)
    {
        (_partitions, _level) = (partitions, level);
        _keys = ExpressionCompiler.CompileAll([.. boundKeys], task.Evaluation);
        _memory = task.NewAllocator("rows on their way to disk");
        _waiting = [.. Enumerable.Range(0, SpilledPartitions.Count).Select(_ => new RowBuffer(schema, _memory))];
    }

    public void Write(ColumnarBatch batch)
    {
        var selection = batch.Selection;
        var keys = _keys.Evaluate(batch, selection);
        fixed (ulong* hashes = _hashes)
        fixed (ushort* indices = _indices)
        {
            KeyHash.Hash(keys, selection, hashes);
            for (var p = 0; p < SpilledPartitions.Count; p++)
            {
                var count = 0;
                for (var k = 0; k < selection.Count; k++)
                {
                    indices[count] = (ushort)selection[k];
                    count += SpilledPartitions.Of(hashes[k], _level) == p ? 1 : 0;
                }
                if (count == 0) continue;
                _waiting[p].Append(batch.Columns, new Selection(indices, count));
                if (_waiting[p].Count >= WaitingRows) Flush(p);
            }
        }
    }

    /// <summary>Writes what waits; the partitions can be read then.</summary>
    public void Finish()
    {
        for (var p = 0; p < _waiting.Length; p++) Flush(p);
        _partitions.Flush();
    }

    public void Dispose() => _memory.Dispose();

    private void Flush(int partition)
    {
        foreach (var chunk in _waiting[partition].Chunks) _partitions.Write(partition, chunk);
        _waiting[partition].Dispose();
    }
}
