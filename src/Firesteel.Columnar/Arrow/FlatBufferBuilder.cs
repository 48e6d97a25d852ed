using System.Buffers.Binary;
using System.Text;

namespace Firesteel.Columnar.Arrow;

/// <summary>
/// Writes a FlatBuffer: Arrow's metadata. It grows from its end to its start, so an offset counts from the end; what a table
/// refers to is written before it.
/// </summary>
sealed class FlatBufferBuilder
{
    private const int MaxAlignment = 8;
    private byte[] _bytes = new byte[512];
    private int _used;
    private readonly int[] _slots = new int[16];
    private int _slotCount;
    private int _tableEnd;

    /// <summary>Text, by its offset.</summary>
    public int Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Align(4, bytes.Length + 1);
        Reserve(1)[0] = 0;
        bytes.CopyTo(Reserve(bytes.Length));
        Put(bytes.Length);
        return _used;
    }

    /// <summary>A vector of references to tables or texts.</summary>
    public int Offsets(ReadOnlySpan<int> offsets)
    {
        Align(4, 4 * offsets.Length);
        for (var i = offsets.Length - 1; i >= 0; i--) PutOffset(offsets[i]);
        Put(offsets.Length);
        return _used;
    }

    /// <summary>A vector of structs of two 64-bit numbers each.</summary>
    public int Pairs(IReadOnlyList<(long, long)> pairs)
    {
        Align(8, 16 * pairs.Count);
        for (var i = pairs.Count - 1; i >= 0; i--)
        {
            BinaryPrimitives.WriteInt64LittleEndian(Reserve(8), pairs[i].Item2);
            BinaryPrimitives.WriteInt64LittleEndian(Reserve(8), pairs[i].Item1);
        }
        Put(pairs.Count);
        return _used;
    }

    public void StartTable()
    {
        Array.Clear(_slots);
        (_slotCount, _tableEnd) = (0, _used);
    }

    public void Add(int slot, byte value) { Reserve(1)[0] = value; Mark(slot); }
    public void Add(int slot, bool value) => Add(slot, value ? (byte)1 : (byte)0);
    public void Add(int slot, short value) { Align(2); BinaryPrimitives.WriteInt16LittleEndian(Reserve(2), value); Mark(slot); }
    public void Add(int slot, int value) { Align(4); Put(value); Mark(slot); }
    public void Add(int slot, long value) { Align(8); BinaryPrimitives.WriteInt64LittleEndian(Reserve(8), value); Mark(slot); }

    /// <summary>A field that refers to a table, text or vector.</summary>
    public void AddOffset(int slot, int offset) { Align(4); PutOffset(offset); Mark(slot); }

    public int EndTable()
    {
        Align(4);
        Put(0);
        var table = _used;
        var size = 4 + 2 * _slotCount;
        if ((size & 3) != 0) Align(4, size);
        for (var i = _slotCount - 1; i >= 0; i--) BinaryPrimitives.WriteInt16LittleEndian(Reserve(2), (short)(_slots[i] == 0 ? 0 : table - _slots[i]));
        BinaryPrimitives.WriteInt16LittleEndian(Reserve(2), (short)(table - _tableEnd));
        BinaryPrimitives.WriteInt16LittleEndian(Reserve(2), (short)size);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_bytes.Length - table), _used - table);
        return table;
    }

    /// <summary>The buffer with this table at its root; its length is a multiple of eight.</summary>
    public ReadOnlySpan<byte> Finish(int root)
    {
        Align(MaxAlignment, 4);
        PutOffset(root);
        return _bytes.AsSpan(_bytes.Length - _used);
    }

    private void Mark(int slot)
    {
        _slots[slot] = _used;
        _slotCount = Math.Max(_slotCount, slot + 1);
    }

    private void Put(int value) => BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), value);

    // A reference is the distance from its own place.
    private void PutOffset(int offset) => Put(_used + 4 - offset);

    // Pads so that after so many more bytes the position is a multiple of the size.
    private void Align(int size, int more = 0)
    {
        var padding = -(_used + more) & (size - 1);
        if (padding > 0) Reserve(padding).Clear();
    }

    private Span<byte> Reserve(int count)
    {
        if (_used + count > _bytes.Length)
        {
            var grown = new byte[Math.Max(_bytes.Length * 2, _used + count + _bytes.Length)];
            _bytes.AsSpan(_bytes.Length - _used).CopyTo(grown.AsSpan(grown.Length - _used));
            _bytes = grown;
        }
        _used += count;
        return _bytes.AsSpan(_bytes.Length - _used, count);
    }
}
