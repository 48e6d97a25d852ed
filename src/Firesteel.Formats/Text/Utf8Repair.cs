using System.Text;
using System.Text.Unicode;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Formats.Text;

/// <summary>Puts U+FFFD where bytes are no UTF-8.</summary>
static unsafe class Utf8Repair
{
    public static bool IsValid(ReadOnlySpan<byte> text) => Utf8.IsValid(text);

    /// <summary>A view of the text, repaired in the arena where it needs to be.</summary>
    public static StringView View(byte* data, int length, ByteArena arena)
    {
        var text = new ReadOnlySpan<byte>(data, length);
        if (Utf8.IsValid(text)) return new StringView(data, length);
        // The longest that a replacement makes of one byte is three.
        var target = arena.Allocate(checked(length * 3));
        var written = 0;
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(text, out var rune, out var consumed);
            if (status == System.Buffers.OperationStatus.Done) text[..consumed].CopyTo(new Span<byte>(target + written, consumed));
            else rune = Rune.ReplacementChar;
            written += status == System.Buffers.OperationStatus.Done ? consumed : rune.EncodeToUtf8(new Span<byte>(target + written, 4));
            text = text[Math.Max(1, consumed)..];
        }
        return new StringView(target, written);
    }
}
