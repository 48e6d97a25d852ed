using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Python;

/// <summary>
/// Reads pickles of plain values, protocols 0 to 5, as workers send results: numbers, texts, bytes, lists, tuples, dicts, decimals. No
/// other objects are made: what asks for one is refused with its name. Its input is trusted no further than that it ends.
/// </summary>
sealed class PickleReader
{
    private readonly List<PickleValue> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<int, PickleValue> _memo = [];
    private int _at;

    /// <exception cref="SparkException">The pickle is broken or holds an object that is no plain value.</exception>
    public PickleValue Read(ReadOnlySpan<byte> pickle)
    {
        _stack.Clear();
        _marks.Clear();
        _memo.Clear();
        _at = 0;
        try
        {
            while (Step(pickle)) ;
            return Pop();
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or InvalidCastException or OverflowException or NullReferenceException)
        {
            throw Broken("it is cut off or not well formed");
        }
    }

    private bool Step(ReadOnlySpan<byte> p)
    {
        var code = p[_at++];
        switch (code)
        {
            case 0x80: _at++; break;
            case 0x95: _at += 8; break;
            case (byte)'.': return false;
            case (byte)'(': _marks.Add(_stack.Count); break;
            case (byte)'0': Pop(); break;
            case (byte)'2': _stack.Add(_stack[^1]); break;
            case (byte)'N': Push(PickleKind.None); break;
            case 0x88: Push(PickleKind.Bool, 1); break;
            case 0x89: Push(PickleKind.Bool); break;
            case (byte)'K': Push(PickleKind.Whole, p[_at++]); break;
            case (byte)'M': Push(PickleKind.Whole, BinaryPrimitives.ReadUInt16LittleEndian(Take(p, 2))); break;
            case (byte)'J': Push(PickleKind.Whole, BinaryPrimitives.ReadInt32LittleEndian(Take(p, 4))); break;
            case 0x8a: Long(Take(p, p[_at++])); break;
            case 0x8b: Long(Take(p, Length(p))); break;
            case (byte)'G': Push(PickleKind.Float, BinaryPrimitives.ReadInt64BigEndian(Take(p, 8))); break;
            case 0x8c: Slice(p, PickleKind.Text, p[_at++]); break;
            case (byte)'X': Slice(p, PickleKind.Text, Length(p)); break;
            case 0x8d: Slice(p, PickleKind.Text, LongLength(p)); break;
            case (byte)'C' or (byte)'U': Slice(p, PickleKind.Bytes, p[_at++]); break;
            case (byte)'B' or (byte)'T': Slice(p, PickleKind.Bytes, Length(p)); break;
            case 0x8e or 0x96: Slice(p, PickleKind.Bytes, LongLength(p)); break;
            case (byte)']': Push(PickleKind.List, 0, new List<PickleValue>()); break;
            case (byte)')': Push(PickleKind.List, 1, new List<PickleValue>()); break;
            case 0x8f: Push(PickleKind.List, 0, new List<PickleValue>()); break;
            case (byte)'}': Push(PickleKind.Map, 0, new List<PickleValue>()); break;
            case (byte)'t': Collect(PickleKind.List, 1); break;
            case (byte)'l': Collect(PickleKind.List, 0); break;
            case (byte)'d': Collect(PickleKind.Map, 0); break;
            case 0x85 or 0x86 or 0x87: Tuple(code - 0x84); break;
            case (byte)'a': { var item = Pop(); _stack[^1].Items.Add(item); break; }
            case (byte)'s': { var value = Pop(); var key = Pop(); _stack[^1].Items.Add(key); _stack[^1].Items.Add(value); break; }
            case (byte)'e' or (byte)'u' or 0x90: AddAll(); break;
            case 0x94: _memo[_memo.Count] = _stack[^1]; break;
            case (byte)'q': _memo[p[_at++]] = _stack[^1]; break;
            case (byte)'r': _memo[Length(p)] = _stack[^1]; break;
            case (byte)'h': _stack.Add(Known(p[_at++])); break;
            case (byte)'j': _stack.Add(Known(Length(p))); break;
            case 0x93: StackGlobal(p); break;
            case (byte)'c': TextGlobal(p); break;
            case (byte)'R': Reduce(p); break;
            default: throw Broken($"of its opcode 0x{code:x2}");
        }
        return true;
    }

    private void Reduce(ReadOnlySpan<byte> p)
    {
        var arguments = Pop().Items;
        var function = Pop();
        switch (function.Reference as string)
        {
            case "decimal.Decimal": Push(PickleKind.Decimal, 0, Encoding.UTF8.GetString(arguments[0].Span(p))); break;
            case "builtins.bytearray" or "__builtin__.bytearray":
                if (arguments.Count == 0) Push(PickleKind.Bytes, 0, Array.Empty<byte>());
                else if (arguments[0].Kind == PickleKind.Bytes) _stack.Add(arguments[0]);
                else Push(PickleKind.Bytes, 0, Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(arguments[0].Span(p))));
                break;
            case "_codecs.encode": Push(PickleKind.Bytes, 0, Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(arguments[0].Span(p)))); break;
            case "pyspark.sql.types._create_row": _stack.Add(arguments[1]); break;
            case var name:
                throw SparkException.WithoutCondition($"A Python function returned an object of {name}, which is no value of SQL: return Python's own numbers, texts, lists or dicts (such as value.item() of a NumPy scalar).");
        }
    }

    private void StackGlobal(ReadOnlySpan<byte> p)
    {
        var name = Encoding.UTF8.GetString(Pop().Span(p));
        Push(PickleKind.Global, 0, $"{Encoding.UTF8.GetString(Pop().Span(p))}.{name}");
    }

    private void TextGlobal(ReadOnlySpan<byte> p)
    {
        var module = Line(p);
        Push(PickleKind.Global, 0, $"{module}.{Line(p)}");
    }

    private string Line(ReadOnlySpan<byte> p)
    {
        var end = p[_at..].IndexOf((byte)'\n');
        var text = Encoding.UTF8.GetString(p.Slice(_at, end));
        _at += end + 1;
        return text;
    }

    private void Long(ReadOnlySpan<byte> bytes)
    {
        var big = new BigInteger(bytes);
        if (big >= long.MinValue && big <= long.MaxValue) Push(PickleKind.Whole, (long)big);
        else Push(PickleKind.Big, 0, big);
    }

    private void Collect(PickleKind kind, long flag)
    {
        var mark = PopMark();
        var items = _stack.GetRange(mark, _stack.Count - mark);
        _stack.RemoveRange(mark, items.Count);
        Push(kind, flag, items);
    }

    private void Tuple(int count)
    {
        var items = _stack.GetRange(_stack.Count - count, count);
        _stack.RemoveRange(_stack.Count - count, count);
        Push(PickleKind.List, 1, items);
    }

    private void AddAll()
    {
        var mark = PopMark();
        var target = _stack[mark - 1].Items;
        for (var i = mark; i < _stack.Count; i++) target.Add(_stack[i]);
        _stack.RemoveRange(mark, _stack.Count - mark);
    }

    private int PopMark()
    {
        var mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return mark;
    }

    private PickleValue Known(int index) => _memo.TryGetValue(index, out var value) ? value : throw Broken("it refers to what it does not hold");

    private PickleValue Pop()
    {
        var top = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private void Push(PickleKind kind, long bits = 0, object? reference = null) => _stack.Add(new PickleValue(kind, bits, reference));

    private void Slice(ReadOnlySpan<byte> p, PickleKind kind, int length)
    {
        _ = p.Slice(_at, length);
        _stack.Add(PickleValue.Slice(kind, _at, length));
        _at += length;
    }

    private int Length(ReadOnlySpan<byte> p) => checked((int)BinaryPrimitives.ReadUInt32LittleEndian(Take(p, 4)));

    private int LongLength(ReadOnlySpan<byte> p) => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(Take(p, 8)));

    private ReadOnlySpan<byte> Take(ReadOnlySpan<byte> p, int count)
    {
        var taken = p.Slice(_at, count);
        _at += count;
        return taken;
    }

    private static SparkException Broken(string why) => new("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = $"A pickle from a Python worker cannot be read: {why}." });
}
