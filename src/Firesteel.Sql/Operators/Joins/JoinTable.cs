using System.Numerics;
using System.Runtime.CompilerServices;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Joins;

/// <summary>
/// The build side of a hash join: for a key the first row that has it, and for a row the next one with the same key, in the order of
/// the input. Rows with a null key are left out. Three layouts: an array by key code where whole-number keys lie close together, a hash
/// table of key codes, and a hash table of hashes beside the key columns.
/// The table is filled in stripes of the key space, which any number of tasks share among them; no stripe touches another's slots, so
/// the result is the same whoever fills it.
/// </summary>
sealed unsafe class JoinTable : IDisposable
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    // Below this many rows a second worker costs more than it helps.
    private const int SmallestShared = 1 << 15;
    private const int DenseSlack = 8;

    private readonly MemoryAllocator _memory;
    private readonly RowBuffer? _computedKeys;
    private readonly List<ColumnVector[]> _keyChunks = [];
    private readonly IntegerKeyCode? _code;
    private readonly NativeBuffer _next;
    private readonly NativeBuffer _table;
    private readonly bool _isDense;
    private readonly int _slots;
    private readonly int _stripes;
    private readonly int _stripeMask;
    private readonly ManualResetEventSlim _done = new();
    private Exception? _failure;
    private int _nextStripe;
    private int _filledStripes;
    private volatile bool _hasDuplicates;
    private volatile bool _hasNullKey;

    /// <param name="keys">Key expressions bound to the rows' columns.</param>
    /// <param name="workers">Tasks that may fill the table together.</param>
    public JoinTable(RowBuffer rows, Expression[] keys, int workers, MemoryAllocator memory, EvaluationContext context)
    {
        _memory = memory;
        Rows = rows;
        _next = memory.Allocate(Math.Max(1, rows.RowNumbers) * sizeof(int));
        if (keys.All(k => k is BoundReference)) _keyChunks.AddRange(rows.Chunks.Select(chunk => keys.Select(k => chunk.Columns[((BoundReference)k).Ordinal]).ToArray()));
        else
        {
            _computedKeys = new RowBuffer(new StructType(keys.Select((k, i) => new StructField($"k{i}", k.DataType))), memory);
            var evaluators = ExpressionCompiler.CompileAll(keys, context);
            foreach (var chunk in rows.Chunks)
            {
                // Chunk by chunk, so that keys have the row numbers of their rows.
                using var one = new RowBuffer(_computedKeys.Schema, memory);
                one.Append(evaluators.Evaluate(chunk, chunk.Selection), chunk.Selection);
                _computedKeys.Adopt(one);
            }
            _keyChunks.AddRange(_computedKeys.Chunks.Select(c => c.Columns));
        }
        _code = IntegerKeyCode.TryCreate(_keyChunks, [.. rows.Chunks.Select(c => c.RowCount)]);
        _isDense = _code != null && _code.Combinations <= (ulong)Math.Max(1024, rows.Count * DenseSlack) && _code.Combinations < int.MaxValue / sizeof(int);
        _slots = _isDense ? (int)_code!.Combinations : (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, rows.Count * 2));
        _stripes = rows.Count < SmallestShared ? 1 : (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(workers, 1, 8));
        _stripeMask = _slots / _stripes - 1;
        var bytes = (long)_slots * (_isDense ? sizeof(int) : _code != null ? sizeof(Entry) : sizeof(ulong));
        _table = memory.Allocate(bytes);
    }

    /// <summary>About how much memory a table over so many rows takes beside them.</summary>
    public static long Bytes(long rows) => rows * sizeof(int) + (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(16, rows * 2)) * sizeof(Entry);

    public RowBuffer Rows { get; }

    /// <summary>Whether no key has more than one row.</summary>
    public bool IsUnique => !_hasDuplicates;

    /// <summary>Whether some row has a null in its key.</summary>
    public bool HasNullKey => _hasNullKey;

    /// <summary>Fills stripes until none is left, then waits for those that others fill. Every task calls it before it reads.</summary>
    public void Fill(CancellationToken cancellation)
    {
        int stripe;
        while ((stripe = Interlocked.Increment(ref _nextStripe) - 1) < _stripes)
        {
            try
            {
                FillStripe(stripe);
            }
            catch (Exception e)
            {
                _failure = e;
            }
            if (Interlocked.Increment(ref _filledStripes) == _stripes) _done.Set();
        }
        _done.Wait(cancellation);
        if (_failure != null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
    }

    /// <summary>The next row with the same key, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int row) => ((int*)_next.Pointer)[row];

    /// <summary>Writes, for each place of the selection, the first row with the same key, or -1.</summary>
    public void Find(ColumnVector[] keys, Selection selection, ulong* codes, int* heads)
    {
        if (_code != null)
        {
            _code.Encode(keys, selection, codes);
            if (_isDense) FindDense(codes, selection.Count, heads);
            else FindCoded(codes, selection.Count, heads);
            return;
        }
        KeyHash.Hash(keys, selection, codes);
        FindHashed(keys, selection, codes, heads);
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
        _table.Dispose();
        _computedKeys?.Dispose();
        _done.Dispose();
    }

    // Slots are dealt to stripes in equal runs; a dense table's last stripe takes what is left over.
    private (int First, int End) Slots(int stripe)
    {
        var size = _slots / _stripes;
        return (stripe * size, stripe == _stripes - 1 ? _slots : (stripe + 1) * size);
    }

    private void FillStripe(int stripe)
    {
        var (first, end) = Slots(stripe);
        var width = _isDense ? sizeof(int) : _code != null ? sizeof(Entry) : sizeof(ulong);
        new Span<byte>(_table.Pointer + (long)first * width, checked((end - first) * width)).Fill(_isDense ? (byte)0xFF : (byte)0);
        var scratch = ScratchArrays<ulong>.Rent(ColumnarBatch.MaxRows);
        try
        {
            fixed (ulong* codes = scratch) AddRows(codes, first, end);
        }
        finally
        {
            ScratchArrays<ulong>.Return(scratch);
        }
    }

    // From the last row to the first, so that each chain runs in the order of the input.
    private void AddRows(ulong* codes, int first, int end)
    {
        for (var c = _keyChunks.Count - 1; c >= 0; c--)
        {
            var (columns, count, number) = (_keyChunks[c], Rows.Chunks[c].RowCount, c << RowBuffer.ChunkShift);
            if (_code != null)
            {
                _code.Encode(columns, new Selection(count), codes);
                if (_isDense) AddDense(codes, count, number, (ulong)first, (ulong)end);
                else AddCoded(codes, count, number, first, end);
            }
            else
            {
                KeyHash.Hash(columns, new Selection(count), codes);
                AddHashed(codes, columns, count, number, first, end);
            }
        }
    }

    private void AddDense(ulong* codes, int count, int number, ulong first, ulong end)
    {
        var heads = (int*)_table.Pointer;
        var next = (int*)_next.Pointer;
        for (var i = count - 1; i >= 0; i--)
        {
            var code = codes[i];
            if (code == IntegerKeyCode.None) _hasNullKey = true;
            if (code < first || code >= end) continue;
            var head = heads[code];
            next[number + i] = head;
            if (head >= 0) _hasDuplicates = true;
            heads[code] = number + i;
        }
    }

    private void FindDense(ulong* codes, int count, int* heads)
    {
        var table = (int*)_table.Pointer;
        for (var k = 0; k < count; k++) heads[k] = codes[k] != IntegerKeyCode.None ? table[codes[k]] : -1;
    }

    private int FirstSlot(ulong code) => (int)((code * Multiplier) >> (64 - BitOperations.Log2((uint)_slots)));

    // Probing stays within the stripe of its first slot.
    private int NextSlot(int slot) => slot & ~_stripeMask | (slot + 1) & _stripeMask;

    private void AddCoded(ulong* codes, int count, int number, int first, int end)
    {
        var table = (Entry*)_table.Pointer;
        var next = (int*)_next.Pointer;
        for (var i = count - 1; i >= 0; i--)
        {
            var code = codes[i];
            if (code == IntegerKeyCode.None) { _hasNullKey = true; continue; }
            var slot = FirstSlot(code);
            if (slot < first || slot >= end) continue;
            while (table[slot].Head != 0 && table[slot].Code != code) slot = NextSlot(slot);
            var head = (int)table[slot].Head - 1;
            next[number + i] = head;
            if (head >= 0) _hasDuplicates = true;
            table[slot] = new Entry { Code = code, Head = number + i + 1 };
        }
    }

    private void FindCoded(ulong* codes, int count, int* heads)
    {
        var table = (Entry*)_table.Pointer;
        var shift = 64 - BitOperations.Log2((uint)_slots);
        const int Ahead = 12;
        for (var k = 0; k < count; k++)
        {
            // The slot of a key some places on is fetched while this one is looked at.
            if (k + Ahead < count && System.Runtime.Intrinsics.X86.Sse.IsSupported)
                System.Runtime.Intrinsics.X86.Sse.Prefetch0(table + ((codes[k + Ahead] * Multiplier) >> shift));
            var code = codes[k];
            if (code == IntegerKeyCode.None) { heads[k] = -1; continue; }
            var slot = (int)((code * Multiplier) >> shift);
            while (table[slot].Head != 0 && table[slot].Code != code) slot = NextSlot(slot);
            heads[k] = (int)table[slot].Head - 1;
        }
    }

    private void AddHashed(ulong* hashes, ColumnVector[] columns, int count, int number, int first, int end)
    {
        var table = (ulong*)_table.Pointer;
        var next = (int*)_next.Pointer;
        var mask = _slots - 1;
        for (var i = count - 1; i >= 0; i--)
        {
            var start = (int)(hashes[i] & (uint)mask);
            if (start < first || start >= end) continue;
            if (IsNullKey(columns, i)) { _hasNullKey = true; continue; }
            var slot = FindSlot(hashes[i], columns, i);
            var head = (int)(uint)table[slot] - 1;
            next[number + i] = head;
            if (head >= 0) _hasDuplicates = true;
            table[slot] = hashes[i] & 0xFFFFFFFF00000000 | (uint)(number + i + 1);
        }
    }

    private static bool IsNullKey(ColumnVector[] columns, int row)
    {
        foreach (var column in columns)
            if (column.Physical == PhysicalType.Null || column.Nulls != null && column.Nulls[row] != 0) return true;
        return false;
    }

    private void FindHashed(ColumnVector[] keys, Selection selection, ulong* hashes, int* heads)
    {
        var table = (ulong*)_table.Pointer;
        for (var k = 0; k < selection.Count; k++) heads[k] = (int)(uint)table[FindSlot(hashes[k], keys, selection[k])] - 1;
    }

    // The slot that holds the key, or the empty one where it would stand.
    private int FindSlot(ulong hash, ColumnVector[] keys, int row)
    {
        var table = (ulong*)_table.Pointer;
        var tag = hash & 0xFFFFFFFF00000000;
        var slot = (int)(hash & (uint)(_slots - 1));
        while (table[slot] != 0)
        {
            if ((table[slot] & 0xFFFFFFFF00000000) == tag)
            {
                var stored = (int)(uint)table[slot] - 1;
                if (KeyMatch.Rows(keys, row, _keyChunks[stored >> RowBuffer.ChunkShift], stored & (RowBuffer.ChunkRows - 1))) break;
            }
            slot = NextSlot(slot);
        }
        return slot;
    }

    private struct Entry
    {
        public ulong Code;
        public long Head;
    }
}
