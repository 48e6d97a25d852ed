using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Firesteel.Formats.Pickle;

/// <summary>Python's array.array, as a list of its elements.</summary>
static class TypedArray
{
    // Machine formats of array._array_reconstructor: bytes an element, signed, big-endian, floating.
    private static readonly (int Size, bool Signed, bool BigEndian, bool Float)[] Formats =
    [
        (1, false, false, false), (1, true, false, false), (2, false, false, false), (2, false, true, false), (2, true, false, false), (2, true, true, false),
        (4, false, false, false), (4, false, true, false), (4, true, false, false), (4, true, true, false), (8, false, false, false), (8, false, true, false),
        (8, true, false, false), (8, true, true, false), (4, true, false, true), (4, true, true, true), (8, true, false, true), (8, true, true, true),
    ];

    private const int Utf16Little = 18, Utf16Big = 19, Utf32Little = 20, Utf32Big = 21;

    /// <summary>array(typecode, elements).</summary>
    public static PickleValue Read(PickleValue[] args)
    {
        if (args is [{ Kind: PickleKind.Text }, { Kind: PickleKind.List } list]) return list;
        if (args is [{ Kind: PickleKind.Text }, { Kind: PickleKind.Text } text]) return Characters(text.Text);
        throw Bad();
    }

    /// <summary>_array_reconstructor(type, typecode, machine format, bytes).</summary>
    public static PickleValue Reconstruct(PickleValue[] args)
    {
        if (args is not [_, { Kind: PickleKind.Text }, { Kind: PickleKind.Int } format, { Kind: PickleKind.Bytes } bytes]) throw Bad();
        switch (format.Integer)
        {
            case Utf16Little: return Characters(Encoding.Unicode.GetString(bytes.Span));
            case Utf16Big: return Characters(Encoding.BigEndianUnicode.GetString(bytes.Span));
            case Utf32Little or Utf32Big: return Characters(new UTF32Encoding(format.Integer == Utf32Big, byteOrderMark: false).GetString(bytes.Span));
        }
        if (format.Integer < 0 || format.Integer >= Formats.Length) throw Bad();
        var (size, signed, bigEndian, isFloat) = Formats[format.Integer];
        if (bytes.Span.Length % size != 0) throw Bad();
        var items = new List<PickleValue>(bytes.Span.Length / size);
        Span<byte> element = stackalloc byte[8];
        for (var i = 0; i < bytes.Span.Length; i += size)
        {
            bytes.Span.Slice(i, size).CopyTo(element);
            if (bigEndian) element[..size].Reverse();
            if (isFloat) items.Add(PickleValue.Of(size == 4 ? BinaryPrimitives.ReadSingleLittleEndian(element) : BinaryPrimitives.ReadDoubleLittleEndian(element)));
            else items.Add(PickleValue.Of(new BigInteger(element[..size], isUnsigned: !signed)));
        }
        return PickleValue.Object(PickleKind.List, items);
    }

    private static PickleValue Characters(string text) =>
        PickleValue.Object(PickleKind.List, text.EnumerateRunes().Select(rune => PickleValue.Of(rune.ToString())).ToList());

    private static PickleException Bad() => new("The pickle cannot be read: it holds an array that is none.");
}
