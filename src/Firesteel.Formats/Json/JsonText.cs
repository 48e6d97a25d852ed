using System.Buffers;
using System.Text;
using Firesteel.Formats.Text;

namespace Firesteel.Formats.Json;

/// <summary>Strings as they stand in JSON.</summary>
static class JsonText
{
    private static readonly SearchValues<byte> Special = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(i => (byte)i)]);

    public static byte[] Quote(string text, bool asciiOnly)
    {
        using var stream = new MemoryStream();
        var sink = new TextSink(stream);
        Write(Encoding.UTF8.GetBytes(text), sink, asciiOnly);
        sink.Flush();
        return stream.ToArray();
    }

    /// <summary>Writes a text in quotes, with the escapes that it needs.</summary>
    public static void Write(ReadOnlySpan<byte> text, TextSink sink, bool asciiOnly)
    {
        Span<char> units = stackalloc char[2];
        sink.Write((byte)'"');
        while (true)
        {
            var next = asciiOnly ? FirstSpecialOrWide(text) : text.IndexOfAny(Special);
            sink.Write(next < 0 ? text : text[..next]);
            if (next < 0) break;
            text = text[next..];
            if (text[0] >= 0x80)
            {
                Rune.DecodeFromUtf8(text, out var rune, out var consumed);
                foreach (var unit in units[..rune.EncodeToUtf16(units)]) Unicode(unit, sink);
                text = text[consumed..];
                continue;
            }
            Escape(text[0], sink);
            text = text[1..];
        }
        sink.Write((byte)'"');
    }

    private static int FirstSpecialOrWide(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
            if (text[i] >= 0x80 || text[i] < 0x20 || text[i] is (byte)'"' or (byte)'\\') return i;
        return -1;
    }

    private static void Escape(byte c, TextSink sink)
    {
        var letter = c switch
        {
            (byte)'"' or (byte)'\\' => c,
            (byte)'\b' => (byte)'b',
            (byte)'\t' => (byte)'t',
            (byte)'\n' => (byte)'n',
            (byte)'\f' => (byte)'f',
            (byte)'\r' => (byte)'r',
            _ => (byte)0,
        };
        if (letter == 0)
        {
            Unicode((char)c, sink);
            return;
        }
        sink.Write((byte)'\\');
        sink.Write(letter);
    }

    private static void Unicode(char unit, TextSink sink)
    {
        sink.Write("\\u"u8);
        for (var shift = 12; shift >= 0; shift -= 4) sink.Write("0123456789ABCDEF"u8[(unit >> shift) & 15]);
    }
}
