using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Firesteel.Formats.Pickle;

/// <summary>
/// Reads pickles of the protocols 0 to 5 as Python and the JVM write them. It runs no code: a pickle may name only what
/// <see cref="PickleGlobals"/> lists. Memory stays within a small multiple of the pickle's own size. One reader serves
/// one stream of pickles, one after the other.
/// </summary>
sealed class PickleReader
{
    private const int HighestProtocol = 5;
    private const int LongestNumber = 1 << 16;
    private readonly List<PickleValue> _memo = [];
    private readonly List<int> _marks = [];
    private readonly PickleConstructors _constructors = new();
    private PickleValue[] _stack = new PickleValue[64];
    private byte[] _data = [];
    private int _top;
    private int _at;
    private int _end;

    /// <summary>The value of one pickle, which takes all <paramref name="length"/> bytes.</summary>
    /// <exception cref="PickleException">It is not one, or asks for what is not known here.</exception>
    public PickleValue Read(byte[] data, int length)
    {
        (_data, _at, _end, _top) = (data, 0, length, 0);
        _memo.Clear();
        _marks.Clear();
        _constructors.Start(length);
        while (true)
        {
            var opcode = Byte();
            if (opcode == PickleOpcode.Stop) break;
            Execute(opcode);
        }
        if (_top != 1 || _marks.Count > 0) throw Broken("it ends with values left over");
        if (_at != _end) throw Broken("bytes follow its end");
        return _stack[0];
    }

    public PickleValue Read(byte[] data) => Read(data, data.Length);

    /// <summary>The rows or items that a worker sent as one list.</summary>
    public List<PickleValue> ReadList(ReadOnlyMemory<byte> frame)
    {
        var value = MemoryMarshal.TryGetArray(frame, out var part) && part.Offset == 0 ? Read(part.Array!, part.Count) : Read(frame.ToArray());
        return value.Kind == PickleKind.List ? value.Items : throw Broken("it is no list");
    }

    private void Execute(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.BinInt1: Push(PickleValue.Of((long)Byte())); break;
            case PickleOpcode.BinInt2: Push(PickleValue.Of((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)))); break;
            case PickleOpcode.BinInt: Push(PickleValue.Of((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)))); break;
            case PickleOpcode.Long1: PushLong(Byte()); break;
            case PickleOpcode.BinFloat: Push(PickleValue.Of(BinaryPrimitives.ReadDoubleBigEndian(Take(8)))); break;
            case PickleOpcode.None: Push(PickleValue.None); break;
            case PickleOpcode.NewTrue: Push(PickleValue.Of(true)); break;
            case PickleOpcode.NewFalse: Push(PickleValue.Of(false)); break;
            case PickleOpcode.ShortBinUnicode: PushSlice(PickleKind.Text, Byte()); break;
            case PickleOpcode.BinUnicode: PushSlice(PickleKind.Text, Length4()); break;
            case PickleOpcode.BinUnicode8: PushSlice(PickleKind.Text, Length8()); break;
            case PickleOpcode.ShortBinBytes: PushSlice(PickleKind.Bytes, Byte()); break;
            case PickleOpcode.BinBytes: PushSlice(PickleKind.Bytes, Length4()); break;
            case PickleOpcode.BinBytes8 or PickleOpcode.ByteArray8: PushSlice(PickleKind.Bytes, Length8()); break;
            case PickleOpcode.Memoize: _memo.Add(Peek()); break;
            case PickleOpcode.BinPut: Put(Byte()); break;
            case PickleOpcode.LongBinPut: Put(Length4()); break;
            case PickleOpcode.BinGet: Get(Byte()); break;
            case PickleOpcode.LongBinGet: Get(Length4()); break;
            case PickleOpcode.Mark: _marks.Add(_top); break;
            case PickleOpcode.EmptyTuple: Push(PickleValue.Object(PickleKind.Tuple, Array.Empty<PickleValue>())); break;
            case PickleOpcode.Tuple1: PushTuple(1); break;
            case PickleOpcode.Tuple2: PushTuple(2); break;
            case PickleOpcode.Tuple3: PushTuple(3); break;
            case PickleOpcode.Tuple: PushTuple(_top - PopMark()); break;
            case PickleOpcode.EmptyList: Push(PickleValue.Object(PickleKind.List, new List<PickleValue>())); break;
            case PickleOpcode.Append: Append(_top - 1); break;
            case PickleOpcode.Appends: Append(PopMark()); break;
            case PickleOpcode.List: PushList(PickleKind.List); break;
            case PickleOpcode.EmptyDict: Push(PickleValue.Object(PickleKind.Dict, new PickleDict())); break;
            case PickleOpcode.SetItem: SetItems(_top - 2); break;
            case PickleOpcode.SetItems: SetItems(PopMark()); break;
            case PickleOpcode.EmptySet: Push(PickleValue.Object(PickleKind.Set, new List<PickleValue>())); break;
            case PickleOpcode.AddItems: Append(PopMark()); break;
            case PickleOpcode.FrozenSet: PushList(PickleKind.Set); break;
            case PickleOpcode.Reduce or PickleOpcode.NewObj: Call(); break;
            case PickleOpcode.Build: Build(); break;
            case PickleOpcode.StackGlobal: StackGlobal(); break;
            case PickleOpcode.Frame: Frame(); break;
            default: ExecuteRare(opcode); break;
        }
    }

    // What is written by old protocols, or hardly ever.
    private void ExecuteRare(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                var version = Byte();
                if (version > HighestProtocol) throw Broken($"it is of protocol {version}");
                break;
            case PickleOpcode.Global: Push(PickleGlobals.Find(LineText(), LineText())); break;
            case PickleOpcode.Int: Push(IntLine(Line())); break;
            case PickleOpcode.Long: Push(LongLine(Line())); break;
            case PickleOpcode.Long4: PushLong(Length4()); break;
            case PickleOpcode.Float:
                Push(PickleValue.Of(FloatLine(Line())));
                break;
            case PickleOpcode.Unicode: Push(PickleValue.Slice(PickleKind.Text, RawUnicode.Decode(Line()))); break;
            case PickleOpcode.Put: Put(IndexLine()); break;
            case PickleOpcode.Get: Get(IndexLine()); break;
            case PickleOpcode.Dict:
                var mark = PopMark();
                var dict = PickleValue.Object(PickleKind.Dict, new PickleDict());
                AddEntries(dict.Dict, mark);
                Push(dict);
                break;
            case PickleOpcode.Pop:
                if (_marks.Count > 0 && _marks[^1] == _top) _marks.RemoveAt(_marks.Count - 1);
                else Pop();
                break;
            case PickleOpcode.PopMark: _top = PopMark(); break;
            case PickleOpcode.Dup: Push(Peek()); break;
            default: throw Broken($"it has the instruction 0x{opcode:x2}, which is not supported");
        }
    }

    private void Call()
    {
        var arguments = Pop();
        var function = Pop();
        if (arguments.Kind != PickleKind.Tuple) throw Broken("the arguments of a call are not a tuple");
        Push(_constructors.Call(function, arguments.Tuple));
    }

    private void Build()
    {
        var state = Pop();
        _constructors.SetState(Peek(), state);
    }

    private void StackGlobal()
    {
        var name = Pop();
        var module = Pop();
        if (name.Kind != PickleKind.Text || module.Kind != PickleKind.Text) throw Broken("the name of a global is not text");
        Push(PickleGlobals.Find(module.Text, name.Text));
    }

    private void Frame()
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
        if (length > (ulong)(_end - _at)) throw Broken("a frame is cut off");
    }

    private void PushTuple(int count)
    {
        if (count == 0)
        {
            Push(PickleValue.Object(PickleKind.Tuple, Array.Empty<PickleValue>()));
            return;
        }
        Require(count);
        var values = _stack.AsSpan(_top - count, count).ToArray();
        _top -= count;
        Push(PickleValue.Object(PickleKind.Tuple, values));
    }

    private void PushList(PickleKind kind)
    {
        var mark = PopMark();
        var items = new List<PickleValue>(_top - mark);
        items.AddRange(_stack.AsSpan(mark, _top - mark));
        _top = mark;
        Push(PickleValue.Object(kind, items));
    }

    private void Append(int from)
    {
        if (from < 1 || from <= Floor) throw Broken("there is no list to add to");
        var target = _stack[from - 1];
        if (target.Kind is not (PickleKind.List or PickleKind.Set)) throw Broken("it adds to what is no list");
        target.Items.AddRange(_stack.AsSpan(from, _top - from));
        _top = from;
    }

    private void SetItems(int from)
    {
        if (from < 1 || from <= Floor) throw Broken("there is no dict to add to");
        var target = _stack[from - 1];
        if (target.Kind != PickleKind.Dict) throw Broken("it adds to what is no dict");
        AddEntries(target.Dict, from);
    }

    private void AddEntries(PickleDict dict, int from)
    {
        if ((_top - from) % 2 != 0) throw Broken("a key has no value");
        for (var i = from; i < _top; i += 2) dict.Add(_stack[i], _stack[i + 1]);
        _top = from;
    }

    private void PushLong(int length)
    {
        if (length > LongestNumber) throw Broken("a number is too long");
        Push(length == 0 ? PickleValue.Of(0L) : PickleValue.Of(new BigInteger(Take(length))));
    }

    private void PushSlice(PickleKind kind, int length)
    {
        var start = _at;
        Take(length);
        Push(PickleValue.Slice(kind, _data, start, length));
    }

    private void Put(int index)
    {
        // No pickle uses more numbers than it has bytes; one that does wants memory.
        if (index < 0 || index > _end) throw Broken("a memo number is out of bounds");
        while (_memo.Count <= index) _memo.Add(default);
        _memo[index] = Peek();
    }

    private void Get(int index)
    {
        if ((uint)index >= (uint)_memo.Count) throw Broken($"nothing was kept under the number {index}");
        Push(_memo[index]);
    }

    // Values below the last mark belong to those who set it.
    private int Floor => _marks.Count > 0 ? _marks[^1] : 0;

    private void Push(PickleValue value)
    {
        if (_top == _stack.Length) Array.Resize(ref _stack, _top * 2);
        _stack[_top++] = value;
    }

    private PickleValue Pop()
    {
        Require(1);
        return _stack[--_top];
    }

    private PickleValue Peek()
    {
        Require(1);
        return _stack[_top - 1];
    }

    private int PopMark()
    {
        if (_marks.Count == 0) throw Broken("a mark is missing");
        var mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return mark;
    }

    private void Require(int count)
    {
        if (_top - Floor < count) throw Broken("the stack is empty");
    }

    private byte Byte()
    {
        if (_at >= _end) throw Broken("it is cut off");
        return _data[_at++];
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _end - _at) throw Broken("it is cut off");
        var span = _data.AsSpan(_at, count);
        _at += count;
        return span;
    }

    private int Length4()
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
        return length <= int.MaxValue ? (int)length : throw Broken("a length is out of bounds");
    }

    private int Length8()
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
        return length <= int.MaxValue ? (int)length : throw Broken("a length is out of bounds");
    }

    private ReadOnlySpan<byte> Line()
    {
        var length = _data.AsSpan(_at, _end - _at).IndexOf((byte)'\n');
        if (length < 0) throw Broken("a line has no end");
        var line = Take(length);
        _at++;
        return line;
    }

    private string LineText() => Encoding.UTF8.GetString(Line());

    private PickleValue IntLine(ReadOnlySpan<byte> line)
    {
        if (line.SequenceEqual("00"u8)) return PickleValue.Of(false);
        return line.SequenceEqual("01"u8) ? PickleValue.Of(true) : LongLine(line);
    }

    private static double FloatLine(ReadOnlySpan<byte> line) =>
        line.SequenceEqual("inf"u8) ? double.PositiveInfinity
        : line.SequenceEqual("-inf"u8) ? double.NegativeInfinity
        : line.SequenceEqual("nan"u8) ? double.NaN
        : double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Broken("a number is not one");

    private static PickleValue LongLine(ReadOnlySpan<byte> line)
    {
        if (line is [.., (byte)'L']) line = line[..^1];
        if (line.Length <= LongestNumber / 8 && BigInteger.TryParse(Encoding.ASCII.GetString(line), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return PickleValue.Of(number);
        throw Broken("a number is not one");
    }

    private int IndexLine() => int.TryParse(Line(), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : throw Broken("a memo number is not one");

    private static PickleException Broken(string why) => new($"The pickle cannot be read: {why}.");
}
