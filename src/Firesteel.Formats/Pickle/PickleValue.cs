using System.Globalization;
using System.Numerics;
using System.Text;

namespace Firesteel.Formats.Pickle;

/// <summary>
/// A value of a pickle. Numbers lie in it; texts, bytes and decimals are slices of the pickle itself and hold as long as
/// its bytes do; lists, dicts and sets are shared by all who refer to them.
/// </summary>
readonly struct PickleValue
{
    private readonly object? _object;
    private readonly long _bits;

    private PickleValue(PickleKind kind, long bits, object? value)
    {
        Kind = kind;
        _bits = bits;
        _object = value;
    }

    public PickleKind Kind { get; }
    public bool IsNone => Kind == PickleKind.None;

    public static PickleValue None => default;
    public static PickleValue Of(bool value) => new(PickleKind.Bool, value ? 1 : 0, null);
    public static PickleValue Of(long value) => new(PickleKind.Int, value, null);
    public static PickleValue Of(double value) => new(PickleKind.Float, BitConverter.DoubleToInt64Bits(value), null);
    public static PickleValue Of(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? Of((long)value) : new(PickleKind.BigInt, 0, value);
    public static PickleValue Of(string value) => Slice(PickleKind.Text, Encoding.UTF8.GetBytes(value));
    public static PickleValue Number(PickleKind kind, long value, object? more = null) => new(kind, value, more);
    public static PickleValue Object(PickleKind kind, object value) => new(kind, 0, value);
    public static PickleValue Slice(PickleKind kind, byte[] bytes) => new(kind, bytes.Length, bytes);
    public static PickleValue Slice(PickleKind kind, byte[] bytes, int start, int length) => new(kind, (long)start << 32 | (uint)length, bytes);

    /// <summary>The same bytes as another kind: a decimal of its text.</summary>
    public PickleValue As(PickleKind kind) => new(kind, _bits, _object);

    /// <summary>Whole numbers, Booleans, dates and times.</summary>
    public long Integer => _bits;

    public double Float => BitConverter.Int64BitsToDouble(_bits);
    public BigInteger BigInteger => Kind == PickleKind.BigInt ? (BigInteger)_object! : _bits;
    public ReadOnlySpan<byte> Span => ((byte[])_object!).AsSpan((int)(_bits >> 32), (int)_bits);
    public string Text => Encoding.UTF8.GetString(Span);
    public List<PickleValue> Items => (List<PickleValue>)_object!;
    public PickleValue[] Tuple => (PickleValue[])_object!;

    public PickleDict Dict => (PickleDict)_object!;
    public PickleRow Row => (PickleRow)_object!;

    /// <summary>What else a value carries: a zone's offset, a schema, numpy's type.</summary>
    public object? More => _object;

    /// <summary>The elements of a list, tuple, set or array.</summary>
    public bool TryElements(out ReadOnlySpan<PickleValue> elements)
    {
        switch (Kind)
        {
            case PickleKind.List or PickleKind.Set:
                elements = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Items);
                return true;
            case PickleKind.Tuple:
                elements = Tuple;
                return true;
            case PickleKind.Row:
                elements = Row.Values;
                return true;
            case PickleKind.NumpyArray:
                elements = ((NumpyArray)_object!).Elements;
                return true;
            default:
                elements = default;
                return false;
        }
    }

    public override string ToString() => Kind switch
    {
        PickleKind.None => "None",
        PickleKind.Bool => _bits != 0 ? "True" : "False",
        PickleKind.Float => Float.ToString("R", CultureInfo.InvariantCulture),
        PickleKind.Text or PickleKind.Decimal => Text,
        PickleKind.Int or PickleKind.Date or PickleKind.Time or PickleKind.DateTime or PickleKind.TimeDelta => _bits.ToString(CultureInfo.InvariantCulture),
        PickleKind.BigInt => BigInteger.ToString(CultureInfo.InvariantCulture),
        _ => Kind.ToString(),
    };
}
