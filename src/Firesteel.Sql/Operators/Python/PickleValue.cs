namespace Firesteel.Sql.Operators.Python;

/// <summary>What a pickled value is.</summary>
enum PickleKind : byte { None, Bool, Whole, Big, Float, Text, Bytes, List, Map, Decimal, Global, Object }

/// <summary>A value of a pickle: numbers as bits, texts as places in the pickle, anything else by reference.</summary>
readonly struct PickleValue(PickleKind kind, long bits = 0, object? reference = null)
{
    public PickleKind Kind => kind;

    /// <summary>A whole number, the bits of a double, 0 or 1; of a text or bytes in the pickle, start and length.</summary>
    public long Bits => bits;

    public object? Reference => reference;

    public double Double => BitConverter.Int64BitsToDouble(bits);
    public List<PickleValue> Items => (List<PickleValue>)reference!;

    public static PickleValue Slice(PickleKind kind, int start, int length) => new(kind, (long)start << 32 | (uint)length);

    public ReadOnlySpan<byte> Span(ReadOnlySpan<byte> pickle) => reference is byte[] own ? own : pickle.Slice((int)(bits >> 32), (int)(uint)bits);
}
