using System.Text;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Formats.Pickle;

/// <summary>Makes the values that pickles describe as calls of known functions and classes.</summary>
sealed class PickleConstructors
{
    private const long MicrosPerDay = 86_400_000_000;
    private const long MostDays = 106_000_000;
    private long _budget;

    /// <summary>Begins a pickle of so many bytes: copies that calls make may hold so many elements in all.</summary>
    public void Start(int length) => _budget = 1024L + length * 4L;

    public PickleValue Call(PickleValue function, PickleValue[] args)
    {
        if (function.Kind == PickleKind.RowConverter) return PickleValue.Object(PickleKind.Row, new PickleRow((string[])function.More!, args));
        if (function.Kind != PickleKind.Global) throw Bad("a call of what is no function");
        var global = (PickleGlobal)function.Integer;
        return global switch
        {
            PickleGlobal.CreateRow => Row(args),
            PickleGlobal.Row => PickleValue.Object(PickleKind.Row, new PickleRow([], args)),
            PickleGlobal.ParseSchema => Schema(args),
            PickleGlobal.RowInboundConverter => args is [{ Kind: PickleKind.Schema } schema]
                ? PickleValue.Object(PickleKind.RowConverter, ((StructType)schema.More!).Fields.Select(f => f.Name).ToArray())
                : throw Bad("a row converter without a schema"),
            PickleGlobal.Decimal => args is [{ Kind: PickleKind.Text } text] ? text.As(PickleKind.Decimal) : throw Bad("a Decimal without a text"),
            PickleGlobal.Date => Date(args),
            PickleGlobal.Time => Time(args),
            PickleGlobal.DateTime => DateTime(args),
            PickleGlobal.TimeDelta => TimeDelta(args),
            PickleGlobal.TimeZone => args is [{ Kind: PickleKind.TimeDelta } offset, ..] ? PickleValue.Number(PickleKind.TimeZone, offset.Integer) : throw Bad("a timezone without an offset"),
            PickleGlobal.CodecsEncode => args is [{ Kind: PickleKind.Text } encoded, ..] ? PickleValue.Slice(PickleKind.Bytes, Encoding.Latin1.GetBytes(encoded.Text)) : throw Bad("bytes without their text"),
            PickleGlobal.Bytes or PickleGlobal.ByteArray => Bytes(args),
            PickleGlobal.Set or PickleGlobal.FrozenSet => PickleValue.Object(PickleKind.Set, Copy(args)),
            PickleGlobal.List => PickleValue.Object(PickleKind.List, Copy(args)),
            PickleGlobal.Tuple => PickleValue.Object(PickleKind.Tuple, Copy(args).ToArray()),
            PickleGlobal.Dict or PickleGlobal.OrderedDict or PickleGlobal.DefaultDict => Dict(args),
            PickleGlobal.Int or PickleGlobal.Float or PickleGlobal.Bool or PickleGlobal.Text when args.Length == 1 => args[0],
            PickleGlobal.Array => TypedArray.Read(args),
            PickleGlobal.ArrayReconstructor => TypedArray.Reconstruct(args),
            PickleGlobal.Reconstructor => args is [{ Kind: PickleKind.Global } cls, _, { Kind: PickleKind.Tuple } values] && (PickleGlobal)cls.Integer is PickleGlobal.Row or PickleGlobal.Tuple
                ? PickleValue.Object(PickleKind.Tuple, values.Tuple)
                : throw Bad("an object of a class that is not known"),
            PickleGlobal.NumpyType => PickleValue.Object(PickleKind.NumpyType, new NumpyType(args is [{ Kind: PickleKind.Text } code, ..] ? code.Text : "")),
            PickleGlobal.NumpyScalar => args is [{ Kind: PickleKind.NumpyType } type, { Kind: PickleKind.Bytes } bytes] ? ((NumpyType)type.More!).Read(bytes.Span) : throw Bad("a numpy scalar without type and bytes"),
            PickleGlobal.NumpyReconstruct => PickleValue.Object(PickleKind.NumpyArray, new NumpyArray()),
            PickleGlobal.NumpyFromBuffer => args is [{ Kind: PickleKind.Bytes } buffer, { Kind: PickleKind.NumpyType } element, ..] ? Numpy((NumpyType)element.More!, buffer.Span) : throw Bad("a numpy array without type and bytes"),
            _ => throw Bad($"a call of {global} that is not known"),
        };
    }

    /// <summary>What BUILD does to an object: numpy's types and arrays have a state, others none.</summary>
    public void SetState(PickleValue target, PickleValue state)
    {
        switch (target.Kind)
        {
            case PickleKind.NumpyType when state is { Kind: PickleKind.Tuple, Tuple: [_, { Kind: PickleKind.Text } order, ..] }:
                ((NumpyType)target.More!).BigEndian = order.Span is [(byte)'>'];
                break;
            case PickleKind.NumpyArray when state is { Kind: PickleKind.Tuple, Tuple: [_, { Kind: PickleKind.Tuple } shape, { Kind: PickleKind.NumpyType } type, _, { Kind: PickleKind.Bytes } bytes] }:
                if (shape.Tuple.Length != 1) throw Bad("a numpy array of more than one dimension");
                ((NumpyArray)target.More!).Elements = Charged(NumpyArray.Read((NumpyType)type.More!, bytes.Span));
                break;
            case PickleKind.Dict or PickleKind.Set or PickleKind.List: break;
            default: throw Bad($"a state for a value of the kind {target.Kind}");
        }
    }

    private static PickleValue Row(PickleValue[] args)
    {
        if (args.Length != 2 || !args[0].TryElements(out var names) || !args[1].TryElements(out var values)) throw Bad("a Row without names and values");
        var texts = new string[names.Length];
        for (var i = 0; i < names.Length; i++) texts[i] = names[i].Kind == PickleKind.Text ? names[i].Text : throw Bad("a Row with a name that is no text");
        return PickleValue.Object(PickleKind.Row, new PickleRow(texts, args[1].Kind == PickleKind.Tuple ? args[1].Tuple : values.ToArray()));
    }

    private static PickleValue Schema(PickleValue[] args)
    {
        if (args is not [{ Kind: PickleKind.Text } json]) throw Bad("a schema without its JSON");
        try
        {
            return SchemaJson.Parse(json.Text) is StructType schema ? PickleValue.Object(PickleKind.Schema, schema) : throw Bad("a schema that is no struct");
        }
        catch (Exception e) when (e is not PickleException)
        {
            throw Bad("a schema that cannot be read");
        }
    }

    private PickleValue Dict(PickleValue[] args)
    {
        var dict = new PickleDict();
        if (args.Length > 0 && args[^1].TryElements(out var pairs))
        {
            Charge(pairs.Length);
            foreach (var pair in pairs)
            {
                if (!pair.TryElements(out var entry) || entry.Length != 2) throw Bad("a dict of what are no pairs");
                dict.Add(entry[0], entry[1]);
            }
        }
        return PickleValue.Object(PickleKind.Dict, dict);
    }

    private List<PickleValue> Copy(PickleValue[] args)
    {
        if (args.Length == 0) return [];
        if (args.Length != 1 || !args[0].TryElements(out var elements)) throw Bad("a collection of what has no elements");
        Charge(elements.Length);
        return [.. elements];
    }

    private PickleValue Numpy(NumpyType type, ReadOnlySpan<byte> bytes) =>
        PickleValue.Object(PickleKind.NumpyArray, new NumpyArray { Elements = Charged(NumpyArray.Read(type, bytes)) });

    private PickleValue[] Charged(PickleValue[] elements)
    {
        Charge(elements.Length);
        return elements;
    }

    private void Charge(int elements)
    {
        _budget -= elements;
        if (_budget < 0) throw Bad("more copies than its size allows");
    }

    private static PickleValue Bytes(PickleValue[] args) => args switch
    {
        [] => PickleValue.Slice(PickleKind.Bytes, []),
        [{ Kind: PickleKind.Bytes } bytes] => bytes,
        [{ Kind: PickleKind.Text } text, ..] => PickleValue.Slice(PickleKind.Bytes, Encoding.Latin1.GetBytes(text.Text)),
        [{ Kind: PickleKind.List or PickleKind.Tuple } list] when list.TryElements(out var elements) => PickleValue.Slice(PickleKind.Bytes, OfNumbers(elements)),
        _ => throw Bad("bytes of what are none"),
    };

    private static byte[] OfNumbers(ReadOnlySpan<PickleValue> elements)
    {
        var bytes = new byte[elements.Length];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = elements[i] is { Kind: PickleKind.Int, Integer: >= 0 and < 256 } number ? (byte)number.Integer : throw Bad("bytes of what are none");
        return bytes;
    }

    private static PickleValue Date(PickleValue[] args)
    {
        if (Packed(args, 4, out var p)) return DateOf(p[0] << 8 | p[1], p[2], p[3]);
        return DateOf(Int(args, 0), Int(args, 1), Int(args, 2));
    }

    private static PickleValue Time(PickleValue[] args)
    {
        if (Packed(args, 6, out var p)) return TimeOf(p[0] & 0x7f, p[1], p[2], p[3] << 16 | p[4] << 8 | p[5]);
        return TimeOf(Int(args, 0), Int(args, 1), Int(args, 2), Int(args, 3));
    }

    private static PickleValue TimeDelta(PickleValue[] args)
    {
        var days = Int(args, 0);
        if (Math.Abs(days) > MostDays) throw Bad("a timedelta that is too long");
        return PickleValue.Number(PickleKind.TimeDelta, days * MicrosPerDay + Int(args, 1) * 1_000_000 + Int(args, 2));
    }

    private static PickleValue DateTime(PickleValue[] args)
    {
        PickleValue date, time;
        PickleValue? zone;
        if (Packed(args, 10, out var p))
        {
            date = DateOf(p[0] << 8 | p[1], p[2] & 0x7f, p[3]);
            time = TimeOf(p[4], p[5], p[6], p[7] << 16 | p[8] << 8 | p[9]);
            zone = args.Length > 1 ? args[1] : null;
        }
        else
        {
            date = DateOf(Int(args, 0), Int(args, 1), Int(args, 2));
            time = TimeOf(Int(args, 3), Int(args, 4), Int(args, 5), Int(args, 6));
            zone = args.Length > 7 ? args[7] : null;
        }
        return PickleValue.Number(PickleKind.DateTime, date.Integer * MicrosPerDay + time.Integer, zone is { Kind: PickleKind.TimeZone } known ? (object)known.Integer : null);
    }

    // Dates and times hold their bytes as they lie in memory; protocols before 3 write them as Latin-1 text.
    private static bool Packed(PickleValue[] args, int length, out byte[] packed)
    {
        packed = [];
        if (args.Length is not (1 or 2)) return false;
        if (args[0].Kind == PickleKind.Bytes) packed = args[0].Span.ToArray();
        else if (args[0].Kind == PickleKind.Text) packed = Encoding.Latin1.GetBytes(args[0].Text);
        return packed.Length == length;
    }

    private static PickleValue DateOf(long year, long month, long day)
    {
        if (year is < 1 or > 9999 || month is < 1 or > 12 || !ProlepticGregorian.IsValidDate((int)year, (int)month, (int)Math.Clamp(day, 0, 99))) throw Bad("a date that is none");
        return PickleValue.Number(PickleKind.Date, ProlepticGregorian.ToEpochDay((int)year, (int)month, (int)day));
    }

    private static PickleValue TimeOf(long hour, long minute, long second, long micros)
    {
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || micros is < 0 or > 999_999) throw Bad("a time that is none");
        return PickleValue.Number(PickleKind.Time, ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros);
    }

    private static long Int(PickleValue[] args, int index)
    {
        if (index >= args.Length) return 0;
        return args[index] is { Kind: PickleKind.Int, Integer: >= -4_000_000_000 and <= 4_000_000_000 } number ? number.Integer : throw Bad("a date or time with a part that is no number");
    }

    private static PickleException Bad(string what) => new($"The pickle cannot be read: it holds {what}.");
}
