using System.Numerics;
using System.Runtime.CompilerServices;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Operators.Aggregation;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Joins;

/// <summary>
/// The build side of a hash join: for a key the first row that has it, and for a row the next one with the same key, in the order of
/// the input. Rows with a null key are left out. Three layouts: an array by key where whole-number keys lie close together, packed
/// keys of up to 64 bits, and hashes beside the key columns.
/// </summary>
sealed unsafe class JoinTable : IDisposable
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private readonly MemoryAllocator _memory;
    private readonly RowBuffer? _computedKeys;
    private readonly List<ColumnVector[]> _keyChunks = [];
    private readonly PackedKey? _packing;
    private readonly NativeBuffer _next;
    private NativeBuffer? _table;
    private int _slots;
    private bool _isDense;
    private long _denseMin;
    private ulong _denseRange;

    /// <param name="keys">Key expressions bound to the rows' columns.</param>
    public JoinTable(RowBuffer rows, Expression[] keys, MemoryAllocator memory, EvaluationContext context)
    {
        _memory = memory;
        Rows = rows;
        var schema = new StructType(keys.Select((k, i) => new StructField($"k{i}", k.DataType, false)));
        _packing = PackedKey.TryCreate(schema);
        _next = memory.Allocate(Math.Max(1, rows.Count) * sizeof(int));
        if (keys.All(k => k is BoundReference)) _keyChunks.AddRange(rows.Chunks.Select(chunk => keys.Select(k => chunk.Columns[((BoundReference)k).Ordinal]).ToArray()));
        else
        {
            _computedKeys = new RowBuffer(schema, memory);
            var evaluators = ExpressionCompiler.CompileAll(keys, context);
            foreach (var chunk in rows.Chunks) _computedKeys.Append(evaluators.Evaluate(chunk, chunk.Selection), chunk.Selection);
            _keyChunks.AddRange(_computedKeys.Chunks.Select(c => c.Columns));
        }
        Build();
    }

    /// <summary>About how much memory a table over so many rows takes beside them.</summary>
    public static long Bytes(long rows) => rows * sizeof(int) + (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(16, rows * 2)) * sizeof(Entry);

    public RowBuffer Rows { get; }

    /// <summary>Whether no key has more than one row.</summary>
    public bool IsUnique { get; private set; } = true;

    /// <summary>Whether some row has a null in its key.</summary>
    public bool HasNullKey { get; private set; }

    /// <summary>The next row with the same key, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int row) => ((int*)_next.Pointer)[row];

    /// <summary>Writes, for each place of the selection, the first row with the same key, or -1.</summary>
    public void Find(ColumnVector[] keys, Selection selection, ulong* codes, int* heads)
    {
        if (_isDense) FindDense(keys[0], selection, codes, heads);
        else if (_packing != null)
        {
            _packing.Encode(keys, selection, codes);
            FindPacked(codes, selection.Count, heads);
        }
        else
        {
            KeyHash.Hash(keys, selection, codes);
            FindHashed(keys, selection, codes, heads);
        }
        foreach (var key in keys)
        {
            if (!key.HasNulls && key.Physical != PhysicalType.Null) continue;
            for (var k = 0; k < selection.Count; k++)
                if (ValueComparer.IsNull(key, selection[k])) heads[k] = -1;
        }
    }

    public void Dispose()
    {
        _next.Dispose();
        _table?.Dispose();
        _computedKeys?.Dispose();
    }

    private void Build()
    {
        if (TryBuildDense()) return;
        _slots = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, Rows.Count * 2));
        var bytes = (long)_slots * (_packing != null ? sizeof(Entry) : sizeof(ulong));
        _table = _memory.Allocate(bytes);
        new Span<byte>(_table.Pointer, checked((int)bytes)).Clear();
        var codes = new ulong[RowBuffer.ChunkRows];
        // From the last row to the first, so that each chain runs in the order of the input.
        for (var c = _keyChunks.Count - 1; c >= 0; c--)
        {
            var (columns, count) = (_keyChunks[c], Rows.Chunks[c].RowCount);
            fixed (ulong* p = codes)
            {
                if (_packing != null) _packing.Encode(columns, new Selection(count), p);
                else KeyHash.Hash(columns, new Selection(count), p);
                for (var i = count - 1; i >= 0; i--)
                {
                    var row = (c << RowBuffer.ChunkShift) + i;
                    if (IsNullKey(columns, i)) { HasNullKey = true; continue; }
                    if (_packing != null) AddPacked(p[i], row);
                    else AddHashed(p[i], columns, i, row);
                }
            }
        }
    }

    private static bool IsNullKey(ColumnVector[] columns, int row)
    {
        foreach (var column in columns)
            if (column.Physical == PhysicalType.Null || column.Nulls != null && column.Nulls[row] != 0) return true;
        return false;
    }

    private void Link(int row, int next)
    {
        ((int*)_next.Pointer)[row] = next;
        if (next >= 0) IsUnique = false;
    }

    private bool TryBuildDense()
    {
        if (_keyChunks.Count == 0 || _keyChunks[0].Length != 1 || _keyChunks[0][0].Physical is not (PhysicalType.Int32 or PhysicalType.Int64)) return false;
        var (min, max) = (long.MaxValue, long.MinValue);
        for (var c = 0; c < _keyChunks.Count; c++)
        {
            var column = _keyChunks[c][0];
            for (var i = 0; i < Rows.Chunks[c].RowCount; i++)
            {
                if (column.Nulls != null && column.Nulls[i] != 0) continue;
                var value = Value(column, i);
                min = Math.Min(min, value);
                max = Math.Max(max, value);
            }
        }
        if (min > max) return false;
        var range = (ulong)max - (ulong)min;
        if (range >= (ulong)Math.Max(1024, Rows.Count * 8) || range >= int.MaxValue / sizeof(int)) return false;
        (_isDense, _denseMin, _denseRange) = (true, min, range);
        _table = _memory.Allocate((long)(range + 1) * sizeof(int));
        var heads = (int*)_table.Pointer;
        new Span<int>(heads, (int)range + 1).Fill(-1);
        for (var c = _keyChunks.Count - 1; c >= 0; c--)
        {
            var column = _keyChunks[c][0];
            for (var i = Rows.Chunks[c].RowCount - 1; i >= 0; i--)
            {
                if (column.Nulls != null && column.Nulls[i] != 0) { HasNullKey = true; continue; }
                var row = (c << RowBuffer.ChunkShift) + i;
                ref var head = ref heads[Value(column, i) - min];
                Link(row, head);
                head = row;
            }
        }
        return true;

        static long Value(ColumnVector column, int row) => column.Physical == PhysicalType.Int32 ? column.Values<int>()[row] : column.Values<long>()[row];
    }

    private void FindDense(ColumnVector key, Selection selection, ulong* codes, int* heads)
    {
        var table = (int*)_table!.Pointer;
        if (key.Encoding == VectorEncoding.Flat && key.Physical == PhysicalType.Int64) FindDense(key.Values<long>(), selection, table, heads);
        else if (key.Encoding == VectorEncoding.Flat) FindDense(key.Values<int>(), selection, table, heads);
        else
            for (var k = 0; k < selection.Count; k++)
            {
                var value = key.Physical == PhysicalType.Int64 ? key.Get<long>(selection[k]) : key.Get<int>(selection[k]);
                var offset = (ulong)value - (ulong)_denseMin;
                heads[k] = offset <= _denseRange ? table[offset] : -1;
            }
    }

    private void FindDense(long* values, Selection selection, int* table, int* heads)
    {
        var (min, range) = ((ulong)_denseMin, _denseRange);
        for (var k = 0; k < selection.Count; k++)
        {
            var offset = (ulong)values[selection[k]] - min;
            heads[k] = offset <= range ? table[offset] : -1;
        }
    }

    private void FindDense(int* values, Selection selection, int* table, int* heads)
    {
        var (min, range) = ((ulong)_denseMin, _denseRange);
        for (var k = 0; k < selection.Count; k++)
        {
            var offset = (ulong)(long)values[selection[k]] - min;
            heads[k] = offset <= range ? table[offset] : -1;
        }
    }

    private void AddPacked(ulong code, int row)
    {
        var table = (Entry*)_table!.Pointer;
        var (mask, slot) = (_slots - 1, (int)((code * Multiplier) >> (64 - BitOperations.Log2((uint)_slots))));
        while (table[slot].Head != 0 && table[slot].Key != code) slot = (slot + 1) & mask;
        Link(row, (int)table[slot].Head - 1);
        table[slot] = new Entry { Key = code, Head = row + 1 };
    }

    private void FindPacked(ulong* codes, int count, int* heads)
    {
        var table = (Entry*)_table!.Pointer;
        var (mask, shift) = (_slots - 1, 64 - BitOperations.Log2((uint)_slots));
        for (var k = 0; k < count; k++)
        {
            var code = codes[k];
            var slot = (int)((code * Multiplier) >> shift);
            while (table[slot].Head != 0 && table[slot].Key != code) slot = (slot + 1) & mask;
            heads[k] = (int)table[slot].Head - 1;
        }
    }

    private void AddHashed(ulong hash, ColumnVector[] columns, int position, int row)
    {
        var table = (ulong*)_table!.Pointer;
        var slot = FindSlot(hash, columns, position);
        Link(row, (int)(uint)table[slot] - 1);
        table[slot] = hash & 0xFFFFFFFF00000000 | (uint)(row + 1);
    }

    private void FindHashed(ColumnVector[] keys, Selection selection, ulong* hashes, int* heads)
    {
        var table = (ulong*)_table!.Pointer;
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            heads[k] = (int)(uint)table[FindSlot(hashes[k], keys, row)] - 1;
        }
    }

    // The slot that holds the key, or the empty one where it would stand.
    private int FindSlot(ulong hash, ColumnVector[] keys, int row)
    {
        var table = (ulong*)_table!.Pointer;
        var (mask, tag) = (_slots - 1, hash & 0xFFFFFFFF00000000);
        var slot = (int)(hash & (uint)mask);
        while (table[slot] != 0)
        {
            if ((table[slot] & 0xFFFFFFFF00000000) == tag)
            {
                var stored = (int)(uint)table[slot] - 1;
                if (KeyMatch.Rows(keys, row, _keyChunks[stored >> RowBuffer.ChunkShift], stored & (RowBuffer.ChunkRows - 1))) break;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private struct Entry
    {
        public ulong Key;
        public long Head;
    }
}
