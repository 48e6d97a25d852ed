using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;

namespace Firesteel.Columnar.Variants;

/// <summary>
/// Writes variants in the binary encoding, one after the other. An object is begun with <see cref="Begin"/>, each of its fields with
/// <see cref="Field"/> and the field's value; an array likewise with <see cref="Element"/>. Not thread-safe.
/// </summary>
/// <param name="allowDuplicateKeys">Of fields with the same key the last counts; else they are an error.</param>
sealed class VariantBuilder(bool allowDuplicateKeys = false)
{
    private readonly VariantKeys _keys = new();
    private byte[] _buffer = new byte[256];
    private Entry[] _entries = new Entry[32];
    private int _length;
    private int _open;

    // Key (-1 in an array) and place of a value, relative to its object's or array's first.
    private readonly record struct Entry(int Id, int Offset);

    private readonly struct ByKey(VariantKeys keys) : IComparer<Entry>
    {
        public int Compare(Entry x, Entry y) => x.Id == y.Id ? x.Offset.CompareTo(y.Offset) : VariantFormat.CompareKeys(keys[x.Id], keys[y.Id]);
    }

    private readonly struct ByOffset : IComparer<Entry>
    {
        public int Compare(Entry x, Entry y) => x.Offset.CompareTo(y.Offset);
    }

    /// <summary>Where an object or array begins.</summary>
    public readonly record struct Mark(int Start, int FirstEntry);

    /// <summary>Forgets all that was written.</summary>
    public void Reset()
    {
        _length = 0;
        _open = 0;
        _keys.Reset();
    }

    public void Null() => Header(VariantFormat.Null, 0);
    public void Boolean(bool value) => Header(value ? VariantFormat.True : VariantFormat.False, 0);

    public void Long(long value)
    {
        if (value == (sbyte)value) Header(VariantFormat.Int8, 1)[0] = (byte)value;
        else if (value == (short)value) BinaryPrimitives.WriteInt16LittleEndian(Header(VariantFormat.Int16, 2), (short)value);
        else if (value == (int)value) BinaryPrimitives.WriteInt32LittleEndian(Header(VariantFormat.Int32, 4), (int)value);
        else BinaryPrimitives.WriteInt64LittleEndian(Header(VariantFormat.Int64, 8), value);
    }

    // Every NaN is Java's.
    public void Double(double value) => BinaryPrimitives.WriteInt64LittleEndian(Header(VariantFormat.Double, 8), double.IsNaN(value) ? 0x7FF8L << 48 : BitConverter.DoubleToInt64Bits(value));
    public void Float(float value) => BinaryPrimitives.WriteInt32LittleEndian(Header(VariantFormat.Float, 4), float.IsNaN(value) ? 0x7FC0 << 16 : BitConverter.SingleToInt32Bits(value));
    public void Date(int days) => BinaryPrimitives.WriteInt32LittleEndian(Header(VariantFormat.Date, 4), days);
    public void Timestamp(long micros) => BinaryPrimitives.WriteInt64LittleEndian(Header(VariantFormat.Timestamp, 8), micros);
    public void TimestampNtz(long micros) => BinaryPrimitives.WriteInt64LittleEndian(Header(VariantFormat.TimestampNtz, 8), micros);

    /// <param name="unscaled">At most 38 digits.</param>
    /// <param name="scale">0 to 38.</param>
    public void Decimal(Int128 unscaled, int scale)
    {
        var digits = Math.Max(scale, Decimals.DigitCount(unscaled));
        var (type, size) = digits <= 9 ? (VariantFormat.Decimal4, 4) : digits <= 18 ? (VariantFormat.Decimal8, 8) : (VariantFormat.Decimal16, 16);
        var target = Header(type, 1 + size);
        target[0] = (byte)scale;
        if (size == 4) BinaryPrimitives.WriteInt32LittleEndian(target[1..], (int)unscaled);
        else if (size == 8) BinaryPrimitives.WriteInt64LittleEndian(target[1..], (long)unscaled);
        else BinaryPrimitives.WriteInt128LittleEndian(target[1..], unscaled);
    }

    public void String(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > VariantFormat.MaxShortString) Sized(VariantFormat.LongString, utf8);
        else
        {
            Reserve(1 + utf8.Length);
            _buffer[_length++] = (byte)(utf8.Length << 2 | VariantFormat.ShortString);
            utf8.CopyTo(_buffer.AsSpan(_length));
            _length += utf8.Length;
        }
    }

    /// <param name="bytes">Sixteen, the first highest.</param>
    public void Uuid(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Header(VariantFormat.Uuid, 16));

    public void Binary(ReadOnlySpan<byte> bytes) => Sized(VariantFormat.Binary, bytes);

    public Mark Begin() => new(_length, _open);

    /// <summary>Begins a field of the innermost object; its value comes next.</summary>
    public void Field(Mark mark, ReadOnlySpan<byte> key) => Push(new Entry(_keys.Add(key), _length - mark.Start));

    /// <summary>Begins an element of the innermost array; its value comes next.</summary>
    public void Element(Mark mark) => Push(new Entry(-1, _length - mark.Start));

    /// <exception cref="VariantDuplicateKeyException">Where duplicates are not allowed.</exception>
    public void EndObject(Mark mark)
    {
        var fields = _entries.AsSpan(mark.FirstEntry, _open - mark.FirstEntry);
        // A stable order, so that of equal keys the last written stands last.
        fields.Sort(new ByKey(_keys));
        for (var i = 1; i < fields.Length; i++)
            if (fields[i].Id == fields[i - 1].Id)
            {
                if (!allowDuplicateKeys) throw new VariantDuplicateKeyException(System.Text.Encoding.UTF8.GetString(_keys[fields[i].Id]));
                fields = DropDuplicates(mark, fields);
                break;
            }
        var maxId = 0;
        foreach (var field in fields) maxId = Math.Max(maxId, field.Id);
        var (dataSize, count) = (_length - mark.Start, fields.Length);
        var (isLarge, idSize, offsetSize) = (count > 0xFF, VariantFormat.IntegerSize(maxId), VariantFormat.IntegerSize(dataSize));
        var at = MoveData(mark.Start, HeaderSize(isLarge, count, idSize, offsetSize), dataSize);
        _buffer[at++] = (byte)(((isLarge ? 1 : 0) << 4 | (idSize - 1) << 2 | offsetSize - 1) << 2 | VariantFormat.Object);
        at = Put(at, count, isLarge ? 4 : 1);
        foreach (var field in fields) at = Put(at, field.Id, idSize);
        foreach (var field in fields) at = Put(at, field.Offset, offsetSize);
        Put(at, dataSize, offsetSize);
        _open = mark.FirstEntry;
    }

    public void EndArray(Mark mark)
    {
        var elements = _entries.AsSpan(mark.FirstEntry, _open - mark.FirstEntry);
        var (dataSize, count) = (_length - mark.Start, elements.Length);
        var (isLarge, offsetSize) = (count > 0xFF, VariantFormat.IntegerSize(dataSize));
        var at = MoveData(mark.Start, HeaderSize(isLarge, count, 0, offsetSize), dataSize);
        _buffer[at++] = (byte)(((isLarge ? 1 : 0) << 2 | offsetSize - 1) << 2 | VariantFormat.Array);
        at = Put(at, count, isLarge ? 4 : 1);
        foreach (var element in elements) at = Put(at, element.Offset, offsetSize);
        Put(at, dataSize, offsetSize);
        _open = mark.FirstEntry;
    }

    /// <summary>Copies a value of another variant, its keys put among those of this one.</summary>
    public void Append(VariantView value)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw VariantFormat.Malformed();
        switch (value.Kind)
        {
            case VariantKind.Object:
                var (mark, count) = (Begin(), value.Count);
                for (var i = 0; i < count; i++)
                {
                    Field(mark, value.Key(i));
                    Append(value[i]);
                }
                EndObject(mark);
                break;
            case VariantKind.Array:
                (mark, count) = (Begin(), value.Count);
                for (var i = 0; i < count; i++)
                {
                    Element(mark);
                    Append(value[i]);
                }
                EndArray(mark);
                break;
            default:
                var bytes = value.Value;
                Reserve(bytes.Length);
                bytes.CopyTo(_buffer.AsSpan(_length));
                _length += bytes.Length;
                break;
        }
    }

    /// <summary>The value that was written.</summary>
    public ReadOnlySpan<byte> Value => _buffer.AsSpan(0, _length);

    /// <summary>The names of its keys.</summary>
    /// <exception cref="VariantSizeException"/>
    public byte[] Metadata()
    {
        var metadata = new byte[MetadataLength(out var size)];
        _keys.Write(metadata, size);
        return metadata;
    }

    /// <summary>Puts the variant into a row of a vector.</summary>
    /// <exception cref="VariantSizeException"/>
    public unsafe void Store(ColumnVector vector, int row)
    {
        var metadataLength = MetadataLength(out var size);
        var length = 4 + _length + metadataLength;
        var blob = vector.Arena.Allocate(length);
        var target = new Span<byte>(blob, length);
        BinaryPrimitives.WriteInt32LittleEndian(target, _length);
        Value.CopyTo(target[4..]);
        _keys.Write(target[(4 + _length)..], size);
        vector.Set(row, new StringView(blob, length));
    }

    private int MetadataLength(out int size)
    {
        size = VariantFormat.IntegerSize(Math.Max(_keys.Length, _keys.Count));
        var length = 1 + (_keys.Count + 2L) * size + _keys.Length;
        return length <= VariantFormat.SizeLimit ? (int)length : throw new VariantSizeException();
    }

    // The data of what was dropped is squeezed out; what stays keeps its order.
    private Span<Entry> DropDuplicates(Mark mark, Span<Entry> fields)
    {
        var kept = 0;
        for (var i = 0; i < fields.Length; i++)
            if (i + 1 == fields.Length || fields[i].Id != fields[i + 1].Id) fields[kept++] = fields[i];
        fields = fields[..kept];
        fields.Sort(new ByOffset());
        var at = 0;
        for (var i = 0; i < kept; i++)
        {
            var source = _buffer.AsSpan(mark.Start + fields[i].Offset, _length - mark.Start - fields[i].Offset);
            var size = new VariantView(source, [VariantFormat.Version, 0, 0]).Size;
            source[..size].CopyTo(_buffer.AsSpan(mark.Start + at));
            fields[i] = fields[i] with { Offset = at };
            at += size;
        }
        _length = mark.Start + at;
        _open = mark.FirstEntry + kept;
        fields.Sort(new ByKey(_keys));
        return fields;
    }

    private static long HeaderSize(bool isLarge, int count, int idSize, int offsetSize) => 1 + (isLarge ? 4 : 1) + (long)count * idSize + (count + 1L) * offsetSize;

    private int MoveData(int start, long headerSize, int dataSize)
    {
        if (headerSize > VariantFormat.SizeLimit) throw new VariantSizeException();
        Reserve((int)headerSize);
        _buffer.AsSpan(start, dataSize).CopyTo(_buffer.AsSpan(start + (int)headerSize));
        _length += (int)headerSize;
        return start;
    }

    private int Put(int at, int value, int size)
    {
        VariantFormat.WriteUnsigned(_buffer, at, value, size);
        return at + size;
    }

    private Span<byte> Header(int type, int payload)
    {
        Reserve(1 + payload);
        _buffer[_length] = (byte)(type << 2 | VariantFormat.Primitive);
        _length += 1 + payload;
        return _buffer.AsSpan(_length - payload, payload);
    }

    private void Sized(int type, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > VariantFormat.SizeLimit - 5) throw new VariantSizeException();
        var target = Header(type, 4 + bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(target, bytes.Length);
        bytes.CopyTo(target[4..]);
    }

    private void Push(Entry entry)
    {
        if (_open == _entries.Length) Array.Resize(ref _entries, _open * 2);
        _entries[_open++] = entry;
    }

    private void Reserve(int bytes)
    {
        if (_length + (long)bytes > VariantFormat.SizeLimit) throw new VariantSizeException();
        if (_length + bytes > _buffer.Length) Array.Resize(ref _buffer, (int)Math.Min(VariantFormat.SizeLimit, Math.Max(_buffer.Length * 2L, _length + bytes)));
    }
}
