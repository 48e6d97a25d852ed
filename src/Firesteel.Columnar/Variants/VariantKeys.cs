namespace Firesteel.Columnar.Variants;

/// <summary>The keys of a variant under construction, each once, numbered in the order of their coming.</summary>
sealed class VariantKeys
{
    private byte[] _bytes = new byte[256];
    private int[] _ends = new int[16];
    private int[] _slots = new int[32];

    public int Count { get; private set; }

    /// <summary>Bytes of all keys.</summary>
    public int Length => Count == 0 ? 0 : _ends[Count - 1];

    public ReadOnlySpan<byte> this[int id] => _bytes.AsSpan(Start(id).._ends[id]);

    public void Reset()
    {
        if (Count == 0) return;
        Count = 0;
        _slots.AsSpan().Clear();
    }

    /// <summary>The number of a key, a new one where it was not there.</summary>
    public int Add(ReadOnlySpan<byte> key)
    {
        var slot = Slot(key);
        if (_slots[slot] != 0) return _slots[slot] - 1;
        var start = Length;
        if (start > VariantFormat.SizeLimit - key.Length) throw new VariantSizeException();
        if (start + key.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, start + key.Length));
        if (Count == _ends.Length) Array.Resize(ref _ends, Count * 2);
        key.CopyTo(_bytes.AsSpan(start));
        _ends[Count] = start + key.Length;
        _slots[slot] = ++Count;
        if (Count * 2 > _slots.Length) Rehash();
        return Count - 1;
    }

    /// <summary>Writes the metadata: version, number of keys, where each ends, their bytes.</summary>
    public void Write(Span<byte> target, int size)
    {
        target[0] = (byte)(VariantFormat.Version | (size - 1) << 6);
        VariantFormat.WriteUnsigned(target, 1, Count, size);
        VariantFormat.WriteUnsigned(target, 1 + size, 0, size);
        for (var i = 0; i < Count; i++) VariantFormat.WriteUnsigned(target, 1 + (i + 2) * size, _ends[i], size);
        _bytes.AsSpan(0, Length).CopyTo(target[(1 + (Count + 2) * size)..]);
    }

    private int Start(int id) => id == 0 ? 0 : _ends[id - 1];

    private int Slot(ReadOnlySpan<byte> key)
    {
        var hash = new HashCode();
        hash.AddBytes(key);
        var mask = _slots.Length - 1;
        for (var slot = hash.ToHashCode() & mask; ; slot = slot + 1 & mask)
            if (_slots[slot] == 0 || this[_slots[slot] - 1].SequenceEqual(key)) return slot;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        for (var id = 0; id < Count; id++) _slots[Slot(this[id])] = id + 1;
    }
}
