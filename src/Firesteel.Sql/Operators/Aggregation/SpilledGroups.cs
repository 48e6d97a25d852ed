using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators.Spilling;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Aggregation;

/// <summary>
/// Groups that did not fit: keys and partial states on disk, parted by hash. Each part is then aggregated by itself, and spills again where
/// it does not fit either.
/// </summary>
sealed unsafe class SpilledGroups : IDisposable
{
    private readonly HashAggregateExec _merge;
    private readonly TaskExecution _task;
    private readonly int _level;
    private readonly int _keyCount;
    private readonly SpilledPartitions _partitions;
    private readonly ColumnarBatch _block;
    private readonly MemoryAllocator _blockMemory;
    private TaskExecution? _partTask;
    private int _next;

    public SpilledGroups(HashAggregateExec plan, TaskExecution task, int level)
    {
        (_task, _level, _keyCount) = (task, level, plan.Grouping.Count);
        var columns = new Foundation.Collections.ValueList<AttributeReference>(plan.Keys.Concat(plan.Items.SelectMany(i => i.Buffer)));
        _merge = plan with
        {
            Grouping = new(plan.Keys.Select(k => (Expression)k)),
            Items = new(plan.Items.Select(i => i with { Mode = i.GivesValues ? AggregateMode.Final : AggregateMode.PartialMerge })),
            Child = new SpilledRowsExec(columns),
        };
        var schema = new StructType(columns.Select(a => new StructField(a.Name, a.DataType, a.Nullable)));
        _partitions = new SpilledPartitions(schema, "aggregation", task);
        _blockMemory = task.NewAllocator("spilled groups");
        _block = ColumnarBatch.Allocate(schema, _blockMemory, 0);
    }

    /// <summary>Writes all groups of a table, in order.</summary>
    public void Write(GroupTable table, StateChunks states, AggregateInputs inputs, AggregateStore store)
    {
        var parts = Part(table);
        var rows = stackalloc int[Columnar.Blocks.SpillFile.BlockRows];
        for (var p = 0; p < SpilledPartitions.Count; p++)
        {
            var count = 0;
            for (var group = 0; group < parts.Length; group++)
            {
                if (parts[group] != p) continue;
                rows[count++] = group;
                if (count < Columnar.Blocks.SpillFile.BlockRows) continue;
                WriteBlock(p, table, states, inputs, store, rows, count);
                count = 0;
            }
            if (count > 0) WriteBlock(p, table, states, inputs, store, rows, count);
        }
    }

    /// <summary>The aggregation of the next part; null after the last. Writing is over with the first call.</summary>
    public GroupedIterator? NextPart()
    {
        if (_next == 0) _partitions.Flush();
        while (_next < SpilledPartitions.Count)
        {
            var partition = _next++;
            if (_partitions.Rows[partition] == 0) continue;
            _partTask?.Dispose();
            _partTask = _task.NewPart();
            return new GroupedIterator(_merge, _partitions.Read(partition, _partTask.Memory), _partTask, _level + 1);
        }
        return null;
    }

    public void Dispose()
    {
        _partTask?.Dispose();
        _partitions.Dispose();
        _blockMemory.Dispose();
    }

    private byte[] Part(GroupTable table)
    {
        var parts = new byte[table.Count];
        var hashes = new ulong[RowBuffer.ChunkRows];
        var at = 0;
        foreach (var chunk in table.Keys.Chunks)
        {
            fixed (ulong* p = hashes) KeyHash.Hash(chunk.Columns, new Selection(chunk.RowCount), p);
            for (var i = 0; i < chunk.RowCount; i++) parts[at++] = (byte)SpilledPartitions.Of(hashes[i], _level);
        }
        return parts;
    }

    private void WriteBlock(int partition, GroupTable table, StateChunks states, AggregateInputs inputs, AggregateStore store, int* groups, int count)
    {
        _block.Reset(count);
        for (var c = 0; c < _keyCount; c++) table.Keys.Gather(c, groups, null, count, _block.Columns[c]);
        var addresses = stackalloc byte*[count];
        states.Locate(groups, count, addresses);
        inputs.WritePartial(addresses, count, _block.Columns, _keyCount, store);
        _block.SetRows(count);
        _partitions.Write(partition, _block);
    }
}
