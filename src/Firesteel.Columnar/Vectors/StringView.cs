using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Firesteel.Columnar.Vectors;

/// <summary>
/// A reference to UTF-8 text or bytes that lie elsewhere: a vector's arena, a page, a block. 16 bytes.
/// <see cref="Prefix"/> holds the first four bytes (zero-padded, first byte lowest), so that most comparisons never follow the pointer.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
readonly unsafe struct StringView : IEquatable<StringView>
{
    public readonly byte* Data;
    public readonly int Length;
    public readonly uint Prefix;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public StringView(byte* data, int length)
    {
        Data = data;
        Length = length;
        Prefix = length >= 4 ? Unsafe.ReadUnaligned<uint>(data) : ShortPrefix(data, length);
    }

    private StringView(byte* data, int length, uint prefix)
    {
        Data = data;
        Length = length;
        Prefix = prefix;
    }

    /// <summary>Writes a text of at most four bytes, for which there is room; returns its view.</summary>
    /// <param name="text">First byte lowest, zero behind the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StringView WriteShort(byte* target, uint text, int length)
    {
        Unsafe.WriteUnaligned(target, text);
        return new StringView(target, length, text);
    }

    /// <summary>Copies the bytes; returns the view of the copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public StringView CopyTo(byte* target)
    {
        switch (Length)
        {
            // The prefix holds short texts whole.
            case > 4: Unsafe.CopyBlockUnaligned(target, Data, (uint)Length); break;
            case 4: Unsafe.WriteUnaligned(target, Prefix); break;
            case 3: (target[0], target[1], target[2]) = ((byte)Prefix, (byte)(Prefix >> 8), (byte)(Prefix >> 16)); break;
            case 2: Unsafe.WriteUnaligned(target, (ushort)Prefix); break;
            case 1: *target = (byte)Prefix; break;
        }
        return new StringView(target, Length, Prefix);
    }

    public ReadOnlySpan<byte> Span => new(Data, Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(StringView other)
        => Length == other.Length && Prefix == other.Prefix && (Length <= 4 || Span.SequenceEqual(other.Span));

    /// <summary>Order by unsigned bytes, which for UTF-8 is the order of code points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CompareTo(StringView other)
    {
        if (Prefix != other.Prefix)
            return BigEndian(Prefix) < BigEndian(other.Prefix) ? -1 : 1;
        return Span.SequenceCompareTo(other.Span);
    }

    public override bool Equals(object? obj) => obj is StringView other && Equals(other);
    public override int GetHashCode() => HashCode.Combine(Length, Prefix);
    public override string ToString() => System.Text.Encoding.UTF8.GetString(Span);

    private static uint BigEndian(uint value) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);

    private static uint ShortPrefix(byte* data, int length) => length switch
    {
        0 => 0,
        1 => data[0],
        2 => data[0] | (uint)data[1] << 8,
        _ => data[0] | (uint)data[1] << 8 | (uint)data[2] << 16,
    };
}

/// <summary>The slice of a child vector that makes up one array or map.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly struct ListEntry(int offset, int length)
{
    public readonly int Offset = offset;
    public readonly int Length = length;
}
