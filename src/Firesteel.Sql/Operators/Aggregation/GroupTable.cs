using System.Numerics;
using System.Runtime.CompilerServices;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Aggregation;

/// <summary>
/// Numbers the distinct keys that it is shown, from 0 in order of appearance, and keeps the keys in columns. Nulls are equal to each other.
/// Keys of up to 64 bits lie packed in the table itself; of others the table holds a piece of the hash, and the stored columns decide.
/// </summary>
sealed unsafe class GroupTable : IDisposable
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const int FirstSlots = 1024;
    private readonly MemoryAllocator _memory;
    private readonly PackedKey? _packing;
    private readonly RowBuffer _keys;
    private readonly ulong[] _codes;
    private readonly DictionaryGroups _dictionaries = new();
    private NativeBuffer _table;
    private int _slots = FirstSlots;
    private int _nullGroup = -1;

    public GroupTable(StructType keySchema, MemoryAllocator memory)
    {
        _memory = memory;
        _codes = memory.BatchScratch<ulong>();
        _packing = PackedKey.TryCreate(keySchema);
        _keys = new RowBuffer(keySchema, memory);
        _table = NewTable(_slots);
    }

    /// <summary>Distinct keys so far.</summary>
    public int Count => (int)_keys.Count;

    /// <summary>The keys, by number.</summary>
    public RowBuffer Keys => _keys;

    /// <summary>Writes the number of the key at each place of the selection.</summary>
    public void FindOrAdd(ColumnVector[] keys, Selection selection, int* groups)
    {
        if (_dictionaries.TryStart(keys))
        {
            FindByCodes(keys, selection, groups);
            return;
        }
        Find(keys, selection, groups);
    }

    /// <summary>Bytes that taking in so many keys may allocate at once, for a larger table.</summary>
    public long GrowthBytes(int keys)
    {
        long slots = _slots;
        while ((long)(Count + keys) * 2 > slots) slots *= Factor(slots);
        return slots == _slots ? 0 : slots * EntrySize;
    }

    public void Dispose()
    {
        _keys.Dispose();
        _table.Dispose();
    }

    // Columns that are all dictionary-coded have few combinations, each of which is looked up once.
    private void FindByCodes(ColumnVector[] keys, Selection selection, int* groups)
    {
        var known = _dictionaries.Combine(keys, selection, groups);
        ushort index;
        for (var k = 0; k < selection.Count; k++)
        {
            var group = known[groups[k]];
            if (group < 0)
            {
                index = (ushort)selection[k];
                Find(keys, new Selection(&index, 1), &group);
                known[groups[k]] = group;
            }
            groups[k] = group;
        }
    }

    private void Find(ColumnVector[] keys, Selection selection, int* groups)
    {
        // Room for the worst case first: the loops below never grow the table.
        while ((long)(Count + selection.Count) * 2 > _slots) Grow();
        fixed (ulong* codes = _codes)
        {
            if (_packing != null)
            {
                _packing.Encode(keys, selection, codes);
                FindPacked(keys, selection, codes, groups, _packing.LeavesNull && keys[0].HasNulls ? keys[0] : null);
            }
            else
            {
                KeyHash.Hash(keys, selection, codes);
                FindHashed(keys, selection, codes, groups);
            }
        }
    }

    // An entry of the packed table: the key, then the number + 1 (0 where empty). Nulls that have no code stay out of it.
    private void FindPacked(ColumnVector[] keys, Selection selection, ulong* codes, int* groups, ColumnVector? nulls)
    {
        var table = (PackedEntry*)_table.Pointer;
        var (mask, shift) = (_slots - 1, 64 - BitOperations.Log2((uint)_slots));
        for (var k = 0; k < selection.Count; k++)
        {
            if (nulls != null && nulls.IsNull(selection[k]))
            {
                if (_nullGroup < 0) _nullGroup = AddKey(keys, selection[k]);
                groups[k] = _nullGroup;
                continue;
            }
            var code = codes[k];
            var slot = (int)((code * Multiplier) >> shift);
            while (true)
            {
                ref var entry = ref table[slot];
                if (entry.Group == 0)
                {
                    entry.Key = code;
                    entry.Group = AddKey(keys, selection[k]) + 1;
                }
                else if (entry.Key != code)
                {
                    slot = (slot + 1) & mask;
                    continue;
                }
                groups[k] = (int)entry.Group - 1;
                break;
            }
        }
    }

    // An entry of the hashed table: the upper half of the hash, then the number + 1 (0 where empty).
    private void FindHashed(ColumnVector[] keys, Selection selection, ulong* hashes, int* groups)
    {
        var table = (ulong*)_table.Pointer;
        var mask = _slots - 1;
        for (var k = 0; k < selection.Count; k++)
        {
            var hash = hashes[k];
            var slot = (int)(hash & (uint)mask);
            var tag = hash & 0xFFFFFFFF00000000;
            while (true)
            {
                var entry = table[slot];
                if (entry == 0)
                {
                    var added = AddKey(keys, selection[k]);
                    table[slot] = tag | (uint)(added + 1);
                    groups[k] = added;
                    break;
                }
                if ((entry & 0xFFFFFFFF00000000) == tag)
                {
                    var group = (int)(uint)entry - 1;
                    var (chunk, position) = _keys.Locate(group);
                    if (KeyMatch.Rows(keys, selection[k], chunk.Columns, position))
                    {
                        groups[k] = group;
                        break;
                    }
                }
                slot = (slot + 1) & mask;
            }
        }
    }

    private int AddKey(ColumnVector[] keys, int row)
    {
        var index = (ushort)row;
        var number = Count;
        _keys.Append(keys, new Selection(&index, 1));
        return number;
    }

    private void Grow()
    {
        var (old, oldSlots) = (_table, _slots);
        _slots *= Factor(_slots);
        _table = NewTable(_slots);
        var mask = _slots - 1;
        if (_packing != null)
        {
            var shift = 64 - BitOperations.Log2((uint)_slots);
            var from = (PackedEntry*)old.Pointer;
            var to = (PackedEntry*)_table.Pointer;
            for (var i = 0; i < oldSlots; i++)
            {
                if (from[i].Group == 0) continue;
                var slot = (int)((from[i].Key * Multiplier) >> shift);
                while (to[slot].Group != 0) slot = (slot + 1) & mask;
                to[slot] = from[i];
            }
        }
        else Rehash((ulong*)_table.Pointer, mask);
        old.Dispose();
    }

    // The table keeps only half of each hash, so that of the stored keys is computed again.
    private void Rehash(ulong* table, int mask)
    {
        fixed (ulong* hashes = _codes)
        {
            var number = 0;
            foreach (var chunk in _keys.Chunks)
            {
                KeyHash.Hash(chunk.Columns, new Selection(chunk.RowCount), hashes);
                for (var i = 0; i < chunk.RowCount; i++, number++)
                {
                    var slot = (int)(hashes[i] & (uint)mask);
                    while (table[slot] != 0) slot = (slot + 1) & mask;
                    table[slot] = hashes[i] & 0xFFFFFFFF00000000 | (uint)(number + 1);
                }
            }
        }
    }

    private int EntrySize => _packing != null ? sizeof(PackedEntry) : sizeof(ulong);

    // Large tables grow by less at a time, so that memory is not asked for that is never used.
    private static int Factor(long slots) => slots < 1 << 20 ? 4 : 2;

    private NativeBuffer NewTable(int slots)
    {
        var bytes = (long)slots * EntrySize;
        var table = _memory.Allocate(bytes);
        Unsafe.InitBlock(table.Pointer, 0, (uint)bytes);
        return table;
    }

    private struct PackedEntry
    {
        public ulong Key;
        public long Group;
    }
}
