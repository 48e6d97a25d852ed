using Firesteel.Columnar.Memory;

namespace Firesteel.Formats.Csv;

/// <summary>One value of a record: where its text lies. A negative length is no value, a negative start counts in the scratch bytes.</summary>
readonly struct CsvField(int start, int length)
{
    public readonly int Start = start;
    public readonly int Length = length;
    public static CsvField Null => new(0, -1);
}

/// <summary>Records cut into fields: row-major, a slot for each column that is wanted. Texts lie in the window, or in scratch bytes where they had escapes.</summary>
sealed unsafe class CsvRows(int slots, int capacity, MemoryAllocator allocator) : IDisposable
{
    private readonly NativeBuffer _fields = allocator.Allocate((long)Math.Max(1, slots) * capacity * sizeof(CsvField));
    private readonly NativeBuffer _rows = allocator.Allocate((long)capacity * 3 * sizeof(int));
    private NativeBuffer _scratch = allocator.Allocate(1 << 12);
    private int _used = 1;

    public int Slots => slots;
    public int Capacity => capacity;
    public int Count { get; set; }

    /// <summary>The window's bytes that the fields refer to.</summary>
    public byte* Text { get; set; }

    public CsvField* Fields => (CsvField*)_fields.Pointer;

    /// <summary>Values that each record had.</summary>
    public int* Tokens => (int*)_rows.Pointer;
    public int* Starts => Tokens + capacity;
    public int* Lengths => Starts + capacity;

    public ReadOnlySpan<byte> Record(int row) => new(Text + Starts[row], Lengths[row]);

    public byte* Bytes(CsvField field) => field.Start >= 0 ? Text + field.Start : _scratch.Pointer - field.Start;

    public void Reset() => (Count, _used) = (0, 1);

    /// <summary>Where the next scratch text begins, as a field's start.</summary>
    public int ScratchStart => -_used;

    public int ScratchLength(int start) => _used + start;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_used + bytes.Length > _scratch.Capacity)
        {
            var larger = allocator.Allocate(Math.Max(_scratch.Capacity * 2, _used + (long)bytes.Length));
            Buffer.MemoryCopy(_scratch.Pointer, larger.Pointer, larger.Capacity, _used);
            _scratch.Dispose();
            _scratch = larger;
        }
        bytes.CopyTo(new Span<byte>(_scratch.Pointer + _used, bytes.Length));
        _used += bytes.Length;
    }

    public void Append(byte value) => Append([value]);

    /// <summary>Puts a byte in front of the text that began at a scratch start.</summary>
    public void Prepend(int start, byte value)
    {
        Append(value);
        var text = new Span<byte>(_scratch.Pointer - start, ScratchLength(start));
        text[..^1].CopyTo(text[1..]);
        text[0] = value;
    }

    /// <summary>Gives back what was appended since a scratch start.</summary>
    public void Rewind(int start) => _used = -start;

    public void Dispose()
    {
        _fields.Dispose();
        _rows.Dispose();
        _scratch.Dispose();
    }
}
