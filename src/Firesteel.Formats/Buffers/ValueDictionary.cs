using System.Numerics;
using System.Runtime.CompilerServices;
using Firesteel.Columnar.Memory;
using Firesteel.Formats.Parquet.Encodings;

namespace Firesteel.Formats.Buffers;

/// <summary>The distinct values of a chunk in the order of their first appearance, as the dictionary page holds them.</summary>
/// <param name="size">Bytes of a value; 0 for byte arrays, which stand behind their length.</param>
sealed unsafe class ValueDictionary(int size, MemoryAllocator allocator) : IDisposable
{
    private const int InitialSlots = 1024;
    private readonly GrowingBuffer _page = new(allocator);
    private readonly GrowingBuffer _offsets = new(allocator);
    private int[] _slots = new int[InitialSlots];
    private int _mask = InitialSlots - 1;

    public int Count { get; private set; }

    /// <summary>The dictionary page's content.</summary>
    public GrowingBuffer Page => _page;

    /// <summary>A value's code; new values get the next one.</summary>
    public int Code(byte* value, int length)
    {
        var hash = Hash(value, length);
        for (var slot = (int)hash & _mask; ; slot = slot + 1 & _mask)
        {
            var entry = _slots[slot] - 1;
            if (entry < 0) return Add(value, length, slot);
            var stored = Value(entry, out var storedLength);
            if (storedLength == length && new ReadOnlySpan<byte>(stored, length).SequenceEqual(new ReadOnlySpan<byte>(value, length))) return entry;
        }
    }

    /// <summary>The value of a code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Value(int code, out int length)
    {
        if (size > 0)
        {
            length = size;
            return _page.Pointer + (long)code * size;
        }
        var at = _page.Pointer + ((long*)_offsets.Pointer)[code];
        length = Unsafe.ReadUnaligned<int>(at);
        return at + sizeof(int);
    }

    public void Clear()
    {
        Count = 0;
        _page.Clear();
        _offsets.Clear();
        Array.Clear(_slots);
    }

    public void Dispose()
    {
        _page.Dispose();
        _offsets.Dispose();
    }

    private int Add(byte* value, int length, int slot)
    {
        _slots[slot] = ++Count;
        if (size == 0)
        {
            _offsets.Append(_page.Length);
            _page.Append(length);
        }
        _page.Append(value, length);
        if (Count * 2 > _slots.Length) Rehash();
        return Count - 1;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        _mask = _slots.Length - 1;
        for (var code = 0; code < Count; code++)
        {
            var value = Value(code, out var length);
            var slot = (int)Hash(value, length) & _mask;
            while (_slots[slot] != 0) slot = slot + 1 & _mask;
            _slots[slot] = code + 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(byte* value, int length) => length switch
    {
        4 => (uint)(Unsafe.ReadUnaligned<uint>(value) * 0x9E3779B97F4A7C15UL >> 32),
        8 => (uint)(BitOperations.RotateLeft(Unsafe.ReadUnaligned<ulong>(value) * 0x9E3779B97F4A7C15UL, 29) * 0xC2B2AE3D27D4EB4FUL >> 32),
        _ => (uint)XxHash64.Hash(value, length),
    };
}
