using System.Buffers.Binary;
using System.Text;

namespace Firesteel.Formats.Orc.Metadata;

/// <summary>Reads the fields of a Protocol Buffers message one after the other.</summary>
ref struct ProtoReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _data = data;
    private int _wire;

    /// <summary>Number of the field that the cursor is on.</summary>
    public int Field { get; private set; }

    /// <summary>Goes to the next field; its value must be read or skipped before the next call.</summary>
    public bool Next()
    {
        if (_data.IsEmpty) return false;
        var tag = ReadVarint();
        _wire = (int)(tag & 7);
        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        return true;
    }

    public ulong Unsigned()
    {
        Expect(0);
        return ReadVarint();
    }

    public long Signed() => Zigzag(Unsigned());

    public static long Zigzag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    /// <summary>A length or count, which has to fit.</summary>
    public long Length()
    {
        var value = Unsigned();
        return value <= long.MaxValue ? (long)value : throw new OrcFormatException("A length in the file's metadata is out of range.");
    }

    public int Int32() => unchecked((int)Unsigned());

    public double Double()
    {
        Expect(1);
        return BinaryPrimitives.ReadDoubleLittleEndian(Take(8));
    }

    public ReadOnlySpan<byte> Bytes()
    {
        Expect(2);
        return Take(ReadVarint());
    }

    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>Adds a repeated number, packed or not.</summary>
    public void AddTo(List<ulong> target)
    {
        if (_wire == 0)
        {
            target.Add(ReadVarint());
            return;
        }
        var packed = new ProtoReader(Bytes());
        while (!packed._data.IsEmpty) target.Add(packed.ReadVarint());
    }

    public void Skip()
    {
        switch (_wire)
        {
            case 0: ReadVarint(); break;
            case 1: Take(8); break;
            case 2: Take(ReadVarint()); break;
            case 5: Take(4); break;
            default: throw new OrcFormatException($"The file's metadata has a field of unknown form {_wire}.");
        }
    }

    private readonly void Expect(int wire)
    {
        if (_wire != wire) throw new OrcFormatException($"Field {Field} of the file's metadata has form {_wire} in place of {wire}.");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_data.Length) throw new OrcFormatException("The file's metadata ends early.");
        var result = _data[..(int)length];
        _data = _data[(int)length..];
        return result;
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var i = 0; i < _data.Length && i < 10; i++)
        {
            value |= (ulong)(_data[i] & 0x7F) << (7 * i);
            if (_data[i] >= 0x80) continue;
            _data = _data[(i + 1)..];
            return value;
        }
        throw new OrcFormatException("A number in the file's metadata does not end.");
    }
}
