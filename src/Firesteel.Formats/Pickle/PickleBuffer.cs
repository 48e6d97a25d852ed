using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Firesteel.Formats.Pickle;

/// <summary>
/// A pickle in the making: instructions in a buffer that is used again. Callables that come back are kept in the memo of
/// the pickle, everything else is written where it stands.
/// </summary>
sealed class PickleBuffer
{
    private const byte Protocol = 4;
    private byte[] _bytes = new byte[1 << 16];
    private readonly Dictionary<object, int> _memo = [];
    private int _length;

    public int Length => _length;
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);
    public byte[] Bytes => _bytes;

    /// <summary>Begins a new pickle.</summary>
    public void Start()
    {
        _length = 0;
        _memo.Clear();
        Op(PickleOpcode.Proto);
        Op(Protocol);
    }

    public void Stop() => Op(PickleOpcode.Stop);

    public void Op(byte opcode)
    {
        if (_length == _bytes.Length) Grow(1);
        _bytes[_length++] = opcode;
    }

    public void None() => Op(PickleOpcode.None);
    public void Bool(bool value) => Op(value ? PickleOpcode.NewTrue : PickleOpcode.NewFalse);

    public void Int(long value)
    {
        if (value is >= 0 and <= byte.MaxValue)
        {
            var two = Reserve(2);
            two[0] = PickleOpcode.BinInt1;
            two[1] = (byte)value;
        }
        else if (value is > byte.MaxValue and <= ushort.MaxValue)
        {
            var three = Reserve(3);
            three[0] = PickleOpcode.BinInt2;
            BinaryPrimitives.WriteUInt16LittleEndian(three[1..], (ushort)value);
        }
        else if (value is >= int.MinValue and <= int.MaxValue)
        {
            var five = Reserve(5);
            five[0] = PickleOpcode.BinInt;
            BinaryPrimitives.WriteInt32LittleEndian(five[1..], (int)value);
        }
        else
        {
            var ten = Reserve(10);
            ten[0] = PickleOpcode.Long1;
            ten[1] = 8;
            BinaryPrimitives.WriteInt64LittleEndian(ten[2..], value);
        }
    }

    public void Int(BigInteger value)
    {
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            Int((long)value);
            return;
        }
        var bytes = value.ToByteArray();
        Op(PickleOpcode.Long4);
        Length4(bytes.Length);
        bytes.CopyTo(Reserve(bytes.Length));
    }

    public void Float(double value)
    {
        var nine = Reserve(9);
        nine[0] = PickleOpcode.BinFloat;
        BinaryPrimitives.WriteDoubleBigEndian(nine[1..], value);
    }

    public void Text(string text) => Text(Encoding.UTF8.GetBytes(text));

    public void Text(ReadOnlySpan<byte> utf8) => Slice(PickleOpcode.ShortBinUnicode, PickleOpcode.BinUnicode, utf8);

    /// <summary>A bytes object.</summary>
    public void Binary(ReadOnlySpan<byte> bytes) => Slice(PickleOpcode.ShortBinBytes, PickleOpcode.BinBytes, bytes);

    /// <summary>A bytearray.</summary>
    public void ByteArray(ReadOnlySpan<byte> bytes)
    {
        Global("builtins", "bytearray");
        Binary(bytes);
        Op(PickleOpcode.Tuple1);
        Op(PickleOpcode.Reduce);
    }

    /// <summary>A function or class of Python; their names differ, whatever the module.</summary>
    public void Global(string module, string name)
    {
        if (TryRecall(name)) return;
        Op(PickleOpcode.Global);
        Raw(module);
        Op((byte)'\n');
        Raw(name);
        Op((byte)'\n');
        Remember(name);
    }

    /// <summary>Puts again what was kept under a key; false if nothing was.</summary>
    public bool TryRecall(object key)
    {
        if (!_memo.TryGetValue(key, out var index)) return false;
        if (index <= byte.MaxValue)
        {
            Op(PickleOpcode.BinGet);
            Op((byte)index);
        }
        else
        {
            Op(PickleOpcode.LongBinGet);
            Length4(index);
        }
        return true;
    }

    /// <summary>Keeps what was just written under a key.</summary>
    public void Remember(object key)
    {
        var index = _memo.Count;
        _memo.Add(key, index);
        if (index <= byte.MaxValue)
        {
            Op(PickleOpcode.BinPut);
            Op((byte)index);
        }
        else
        {
            Op(PickleOpcode.LongBinPut);
            Length4(index);
        }
    }

    private void Slice(byte shortOp, byte longOp, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= byte.MaxValue)
        {
            var target = Reserve(2 + bytes.Length);
            target[0] = shortOp;
            target[1] = (byte)bytes.Length;
            bytes.CopyTo(target[2..]);
        }
        else
        {
            var target = Reserve(5 + bytes.Length);
            target[0] = longOp;
            BinaryPrimitives.WriteInt32LittleEndian(target[1..], bytes.Length);
            bytes.CopyTo(target[5..]);
        }
    }

    private void Raw(string ascii) => Encoding.ASCII.GetBytes(ascii, Reserve(ascii.Length));

    private void Length4(int length) => BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), length);

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count) Grow(count);
        var span = _bytes.AsSpan(_length, count);
        _length += count;
        return span;
    }

    private void Grow(int count) => Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(_bytes.Length * 2L, _length + (long)count)));
}
