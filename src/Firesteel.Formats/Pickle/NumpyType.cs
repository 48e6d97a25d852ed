using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Firesteel.Formats.Pickle;

/// <summary>An element type of numpy, such as <c>i8</c>, and its byte order.</summary>
sealed class NumpyType
{
    public NumpyType(string code)
    {
        Code = code;
        if (code.Length < 2 || !int.TryParse(code.AsSpan(1), out var size) || size is < 0 or > 1 << 20) throw new PickleException($"The pickle holds numpy elements of the type {code}, which is not known.");
        Size = size;
    }

    public string Code { get; }
    public int Size { get; }
    public bool BigEndian { get; set; }

    /// <summary>One element as a plain value.</summary>
    public PickleValue Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new PickleException($"A numpy scalar of the type {Code} has {bytes.Length} bytes.");
        Span<byte> ordered = stackalloc byte[16];
        if (Code is ['i' or 'u' or 'f', ..] && Size <= 8)
        {
            bytes.CopyTo(ordered);
            if (BigEndian) ordered[..Size].Reverse();
        }
        return Code switch
        {
            "b1" => PickleValue.Of(bytes[0] != 0),
            "i1" => PickleValue.Of((sbyte)bytes[0]),
            "u1" => PickleValue.Of((long)bytes[0]),
            "i2" => PickleValue.Of(BinaryPrimitives.ReadInt16LittleEndian(ordered)),
            "u2" => PickleValue.Of((long)BinaryPrimitives.ReadUInt16LittleEndian(ordered)),
            "i4" => PickleValue.Of(BinaryPrimitives.ReadInt32LittleEndian(ordered)),
            "u4" => PickleValue.Of((long)BinaryPrimitives.ReadUInt32LittleEndian(ordered)),
            "i8" => PickleValue.Of(BinaryPrimitives.ReadInt64LittleEndian(ordered)),
            "u8" => PickleValue.Of(new System.Numerics.BigInteger(BinaryPrimitives.ReadUInt64LittleEndian(ordered))),
            "f2" => PickleValue.Of((double)BinaryPrimitives.ReadHalfLittleEndian(ordered)),
            "f4" => PickleValue.Of((double)BinaryPrimitives.ReadSingleLittleEndian(ordered)),
            "f8" => PickleValue.Of(BinaryPrimitives.ReadDoubleLittleEndian(ordered)),
            _ when Code[0] == 'U' => Text(bytes),
            _ when Code[0] == 'S' => PickleValue.Slice(PickleKind.Bytes, bytes.TrimEnd((byte)0).ToArray()),
            _ => throw new PickleException($"The pickle holds numpy elements of the type {Code}, which is not known."),
        };
    }

    private PickleValue Text(ReadOnlySpan<byte> bytes) =>
        PickleValue.Of(new System.Text.UTF32Encoding(BigEndian, byteOrderMark: false).GetString(bytes).TrimEnd('\0'));
}

/// <summary>A numpy array of one dimension, filled when its state is read.</summary>
sealed class NumpyArray
{
    public PickleValue[] Elements { get; set; } = [];

    /// <summary>The elements of a buffer that holds as many as the length says.</summary>
    public static PickleValue[] Read(NumpyType type, ReadOnlySpan<byte> bytes)
    {
        if (type.Size == 0 || bytes.Length % type.Size != 0) throw new PickleException("A numpy array's bytes are not whole elements.");
        var elements = new PickleValue[bytes.Length / type.Size];
        for (var i = 0; i < elements.Length; i++) elements[i] = type.Read(bytes.Slice(i * type.Size, type.Size));
        return elements;
    }
}
