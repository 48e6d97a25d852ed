using System.Text;

namespace Firesteel.Formats.Parquet.Metadata;

/// <summary>Wire types of Thrift's compact protocol.</summary>
enum ThriftType : byte { Stop = 0, True = 1, False = 2, Byte = 3, I16 = 4, I32 = 5, I64 = 6, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12, Uuid = 13 }

/// <summary>
/// Reads Thrift's compact protocol. Hostile input costs no more than its own length: sizes are checked against the bytes left,
/// and nesting is limited.
/// </summary>
ref struct ThriftReader(ReadOnlySpan<byte> data)
{
    private const int MaxDepth = 64;
    private readonly ReadOnlySpan<byte> _data = data;
    private int _depth;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Steps to a struct's next field. False at its end.</summary>
    public bool NextField(ref int id, out ThriftType type)
    {
        var head = ReadByte();
        type = (ThriftType)(head & 15);
        if (type == ThriftType.Stop) return false;
        id = head >> 4 == 0 ? (short)ReadZigZag() : id + (head >> 4);
        return true;
    }

    public byte ReadByte()
    {
        if (Position >= _data.Length) throw new ParquetFormatException("Thrift data ends early.");
        return _data[Position++];
    }

    public ulong ReadVarint()
    {
        var result = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            result |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return result;
        }
        throw new ParquetFormatException("Thrift number is too long.");
    }

    public long ReadZigZag()
    {
        var raw = ReadVarint();
        return (long)(raw >> 1) ^ -(long)(raw & 1);
    }

    public int ReadI32(ThriftType type) => (int)ReadI64(type);

    public long ReadI64(ThriftType type) => type switch
    {
        ThriftType.I16 or ThriftType.I32 or ThriftType.I64 => ReadZigZag(),
        ThriftType.Byte => (sbyte)ReadByte(),
        _ => throw Unexpected(type),
    };

    /// <summary>A field's truth value, which the wire type itself holds.</summary>
    public static bool ReadBool(ThriftType type) => type switch
    {
        ThriftType.True => true,
        ThriftType.False => false,
        _ => throw Unexpected(type),
    };

    public ReadOnlySpan<byte> ReadBinary(ThriftType type)
    {
        if (type != ThriftType.Binary) throw Unexpected(type);
        var length = ReadVarint();
        if (length > (ulong)(_data.Length - Position)) throw new ParquetFormatException("Thrift text is longer than its file.");
        var result = _data.Slice(Position, (int)length);
        Position += (int)length;
        return result;
    }

    public string ReadString(ThriftType type) => Encoding.UTF8.GetString(ReadBinary(type));

    /// <summary>A list's element type and length; every element takes at least one byte.</summary>
    public int ReadListHeader(ThriftType type, out ThriftType element)
    {
        if (type is not (ThriftType.List or ThriftType.Set)) throw Unexpected(type);
        var head = ReadByte();
        element = (ThriftType)(head & 15);
        var count = head >> 4 == 15 ? ReadVarint() : (ulong)(head >> 4);
        if (count > (ulong)(_data.Length - Position)) throw new ParquetFormatException("Thrift list is longer than its file.");
        return (int)count;
    }

    /// <summary>Starts a nested struct; <see cref="Leave"/> ends it.</summary>
    public void Enter(ThriftType type)
    {
        if (type != ThriftType.Struct) throw Unexpected(type);
        if (++_depth > MaxDepth) throw new ParquetFormatException("Thrift data is nested too deeply.");
    }

    public void Leave() => _depth--;

    public void Skip(ThriftType type)
    {
        switch (type)
        {
            case ThriftType.True or ThriftType.False: break;
            case ThriftType.Byte: ReadByte(); break;
            case ThriftType.I16 or ThriftType.I32 or ThriftType.I64: ReadVarint(); break;
            case ThriftType.Double: Advance(8); break;
            case ThriftType.Uuid: Advance(16); break;
            case ThriftType.Binary: ReadBinary(type); break;
            case ThriftType.List or ThriftType.Set:
                Nest();
                var count = ReadListHeader(type, out var element);
                for (var i = 0; i < count; i++) SkipElement(element);
                _depth--;
                break;
            case ThriftType.Map:
                Nest();
                var pairs = ReadVarint();
                if (pairs > (ulong)(_data.Length - Position)) throw new ParquetFormatException("Thrift map is longer than its file.");
                if (pairs > 0)
                {
                    var types = ReadByte();
                    for (var i = 0UL; i < pairs; i++) { SkipElement((ThriftType)(types >> 4)); SkipElement((ThriftType)(types & 15)); }
                }
                _depth--;
                break;
            case ThriftType.Struct:
                Enter(type);
                var id = 0;
                while (NextField(ref id, out var field)) Skip(field);
                Leave();
                break;
            default: throw Unexpected(type);
        }
    }

    // Inside a list a truth value takes a byte of its own.
    private void SkipElement(ThriftType type)
    {
        if (type is ThriftType.True or ThriftType.False) ReadByte();
        else Skip(type);
    }

    private void Nest()
    {
        if (++_depth > MaxDepth) throw new ParquetFormatException("Thrift data is nested too deeply.");
    }

    private void Advance(int bytes)
    {
        if (bytes > _data.Length - Position) throw new ParquetFormatException("Thrift data ends early.");
        Position += bytes;
    }

    private static ParquetFormatException Unexpected(ThriftType type) => new($"Unexpected Thrift type {type}.");
}
