using System.Globalization;
using System.Text;

namespace Firesteel.Formats.Pickle;

/// <summary>Python's raw-unicode-escape: Latin-1, with \uXXXX and \UXXXXXXXX for the rest.</summary>
static class RawUnicode
{
    /// <summary>The text as UTF-8.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var digits = line[i] == '\\' && i + 1 < line.Length ? line[i + 1] switch { (byte)'u' => 4, (byte)'U' => 8, _ => 0 } : 0;
            if (digits > 0 && i + 2 + digits <= line.Length && uint.TryParse(line.Slice(i + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                if (Rune.TryCreate(code, out var rune)) text.Append(rune.ToString());
                else text.Append(code <= char.MaxValue ? (char)code : '\uFFFD');
                i += 1 + digits;
            }
            else text.Append((char)line[i]);
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
