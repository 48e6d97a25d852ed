using System.Runtime.CompilerServices;
using System.Text;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>Characters of UTF-8 text. A character is a code point; malformed bytes count as Spark counts them, by their lead byte.</summary>
static unsafe class Utf8Text
{
    public static bool IsAscii(ReadOnlySpan<byte> text) => Ascii.IsValid(text);

    /// <summary>Bytes of the character that starts with a lead byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WidthOf(byte lead) => lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;

    public static int Length(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text)) return text.Length;
        var count = 0;
        for (var i = 0; i < text.Length; i += WidthOf(text[i])) count++;
        return count;
    }

    /// <summary>Byte offset of a character, the text's length where it has fewer.</summary>
    public static int Offset(ReadOnlySpan<byte> text, int characters)
    {
        var at = 0;
        for (; characters > 0 && at < text.Length; characters--) at += WidthOf(text[at]);
        return Math.Min(at, text.Length);
    }

    /// <summary>The part from one character to another (exclusive), both clipped to the text.</summary>
    public static StringView Slice(StringView text, long from, long to)
    {
        if (to <= from || to <= 0) return new StringView(text.Data, 0);
        var start = (int)Math.Clamp(from, 0, int.MaxValue);
        var end = (int)Math.Min(to, int.MaxValue);
        if (start >= text.Length) return new StringView(text.Data, 0);
        var span = text.Span;
        if (Ascii.IsValid(span[..Math.Min(span.Length, end)]))
            return new StringView(text.Data + start, Math.Min(span.Length, end) - start);
        var first = Offset(span, start);
        var last = end >= span.Length ? span.Length : first + Offset(span[first..], end - start);
        return new StringView(text.Data + first, last - first);
    }

    /// <summary>Substring as SQL counts: from 1, from the end where negative.</summary>
    public static StringView Substring(StringView text, int position, int length)
    {
        if (length <= 0) return new StringView(text.Data, 0);
        long start = position > 0 ? position - 1 : position < 0 ? position + (long)Length(text.Span) : 0;
        return Slice(text, start, start + length);
    }

    /// <summary>Substring of bytes.</summary>
    public static StringView SubstringOfBytes(StringView bytes, int position, int length)
    {
        if (length <= 0) return new StringView(bytes.Data, 0);
        long start = position > 0 ? position - 1 : position < 0 ? position + (long)bytes.Length : 0;
        var (from, to) = (Math.Clamp(start, 0, bytes.Length), Math.Clamp(start + length, 0, bytes.Length));
        return new StringView(bytes.Data + from, (int)Math.Max(0, to - from));
    }

    public static string ToText(this StringView view) => Encoding.UTF8.GetString(view.Span);

    /// <summary>Writes a .NET text to a row.</summary>
    public static void SetText(this ColumnVector vector, int row, ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var target = vector.Arena.Allocate(most);
        var length = Encoding.UTF8.GetBytes(text, new Span<byte>(target, most));
        vector.Arena.Shrink(target + length);
        vector.Set(row, new StringView(target, length));
    }

    /// <summary>The code points of a text.</summary>
    public static int[] CodePoints(ReadOnlySpan<byte> text)
    {
        var points = new List<int>(text.Length);
        while (text.Length > 0)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var used);
            points.Add(rune.Value);
            text = text[used..];
        }
        return [.. points];
    }
}
