using System.Globalization;
using System.Text;

namespace Firesteel.Connect.Rpc;

/// <summary>The text of <c>grpc-message</c>: UTF-8, everything but printable ASCII percent-encoded.</summary>
static class StatusText
{
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b is >= 0x20 and <= 0x7E and not (byte)'%') encoded.Append((char)b);
            else encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }
        return encoded.ToString();
    }
}
