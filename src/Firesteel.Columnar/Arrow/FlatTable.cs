using System.Buffers.Binary;
using System.Text;

namespace Firesteel.Columnar.Arrow;

/// <summary>A table of a FlatBuffer, read in place. Offsets from the wire are checked by the bounds of the memory.</summary>
readonly struct FlatTable(ReadOnlyMemory<byte> buffer, int position)
{
    private readonly ReadOnlyMemory<byte> _buffer = buffer;
    private ReadOnlySpan<byte> Bytes => _buffer.Span;

    public static FlatTable Root(ReadOnlyMemory<byte> buffer) => new(buffer, BinaryPrimitives.ReadInt32LittleEndian(buffer.Span));

    public byte Byte(int slot, byte otherwise = 0) => Place(slot) is > 0 and var at ? Bytes[at] : otherwise;
    public bool Bool(int slot) => Byte(slot) != 0;
    public short Short(int slot, short otherwise = 0) => Place(slot) is > 0 and var at ? BinaryPrimitives.ReadInt16LittleEndian(Bytes[at..]) : otherwise;
    public int Int(int slot, int otherwise = 0) => Place(slot) is > 0 and var at ? BinaryPrimitives.ReadInt32LittleEndian(Bytes[at..]) : otherwise;
    public long Long(int slot) => Place(slot) is > 0 and var at ? BinaryPrimitives.ReadInt64LittleEndian(Bytes[at..]) : 0;

    public string? Text(int slot)
    {
        if (Place(slot) is not (> 0 and var at)) return null;
        var start = Follow(at);
        return Encoding.UTF8.GetString(Bytes.Slice(start + 4, BinaryPrimitives.ReadInt32LittleEndian(Bytes[start..])));
    }

    public FlatTable? Table(int slot) => Place(slot) is > 0 and var at ? new FlatTable(_buffer, Follow(at)) : null;

    /// <summary>Length of a vector, 0 where it is left out.</summary>
    public int Count(int slot) => Place(slot) is > 0 and var at ? BinaryPrimitives.ReadInt32LittleEndian(Bytes[Follow(at)..]) : 0;

    public FlatTable TableAt(int slot, int index) => new(_buffer, Follow(Follow(Place(slot)) + 4 + 4 * index));

    /// <summary>A struct of two 64-bit numbers in a vector.</summary>
    public (long, long) PairAt(int slot, int index)
    {
        var at = Follow(Place(slot)) + 4 + 16 * index;
        return (BinaryPrimitives.ReadInt64LittleEndian(Bytes[at..]), BinaryPrimitives.ReadInt64LittleEndian(Bytes[(at + 8)..]));
    }

    /// <summary>A 64-bit number in a vector.</summary>
    public long LongAt(int slot, int index) => BinaryPrimitives.ReadInt64LittleEndian(Bytes[(Follow(Place(slot)) + 4 + 8 * index)..]);

    // Where a field lies; 0 where it is left out.
    private int Place(int slot)
    {
        var vtable = position - BinaryPrimitives.ReadInt32LittleEndian(Bytes[position..]);
        var entry = 4 + 2 * slot;
        if (entry >= BinaryPrimitives.ReadUInt16LittleEndian(Bytes[vtable..])) return 0;
        var offset = BinaryPrimitives.ReadUInt16LittleEndian(Bytes[(vtable + entry)..]);
        return offset == 0 ? 0 : position + offset;
    }

    private int Follow(int at) => at + BinaryPrimitives.ReadInt32LittleEndian(Bytes[at..]);
}
