using System.Buffers.Binary;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Variants;

/// <summary>How a variant lies in a vector: the length of its value (int32, little-endian), the value, the metadata.</summary>
static unsafe class VariantBlob
{
    private const int Header = 4;

    public static VariantView Open(StringView blob) => Open(blob.Span);

    public static VariantView Open(ReadOnlySpan<byte> blob)
    {
        Split(blob, out var value, out var metadata);
        return new VariantView(value, metadata);
    }

    public static void Split(ReadOnlySpan<byte> blob, out ReadOnlySpan<byte> value, out ReadOnlySpan<byte> metadata)
    {
        if (blob.Length < Header) throw VariantFormat.Malformed();
        var length = BinaryPrimitives.ReadInt32LittleEndian(blob);
        value = VariantFormat.Slice(blob, Header, length);
        metadata = blob[(Header + length)..];
    }

    public static byte[] Join(ReadOnlySpan<byte> value, ReadOnlySpan<byte> metadata)
    {
        var blob = new byte[Header + value.Length + metadata.Length];
        Join(value, metadata, blob);
        return blob;
    }

    /// <summary>Puts a variant into a row of a vector.</summary>
    public static void Set(ColumnVector vector, int row, ReadOnlySpan<byte> value, ReadOnlySpan<byte> metadata)
    {
        var length = Header + value.Length + metadata.Length;
        var target = vector.Arena.Allocate(length);
        Join(value, metadata, new Span<byte>(target, length));
        vector.Set(row, new StringView(target, length));
    }

    private static void Join(ReadOnlySpan<byte> value, ReadOnlySpan<byte> metadata, Span<byte> blob)
    {
        BinaryPrimitives.WriteInt32LittleEndian(blob, value.Length);
        value.CopyTo(blob[Header..]);
        metadata.CopyTo(blob[(Header + value.Length)..]);
    }
}
