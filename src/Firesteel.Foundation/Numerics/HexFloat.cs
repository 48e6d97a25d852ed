namespace Firesteel.Foundation.Numerics;

/// <summary>Java's hexadecimal floating-point texts, such as <c>0x1.8p3</c>.</summary>
static class HexFloat
{
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        while (!text.IsEmpty && text[0] <= ' ') text = text[1..];
        while (!text.IsEmpty && text[^1] <= ' ') text = text[..^1];
        var negative = !text.IsEmpty && text[0] == '-';
        if (negative || (!text.IsEmpty && text[0] == '+')) text = text[1..];
        if (text.Length < 4 || text[0] != '0' || (text[1] | 0x20) != 'x') return false;
        text = text[2..];
        ulong mantissa = 0;
        long exponent = 0;
        int digits = 0, at = 0;
        bool point = false, sticky = false;
        for (; at < text.Length; at++)
        {
            if (text[at] == '.' && !point) { point = true; continue; }
            if (!char.IsAsciiHexDigit((char)text[at])) break;
            digits++;
            var digit = text[at] <= '9' ? text[at] - (uint)'0' : (text[at] | 0x20u) - 'a' + 10;
            // Bits beyond 60 only decide about ties.
            if (mantissa >> 60 == 0) { mantissa = mantissa << 4 | digit; if (point) exponent -= 4; }
            else { sticky |= digit != 0; if (!point) exponent += 4; }
        }
        if (digits == 0 || at >= text.Length || (text[at++] | 0x20) != 'p') return false;
        var negativePower = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is (byte)'+' or (byte)'-') at++;
        if (at == text.Length) return false;
        long power = 0;
        var start = at;
        for (; at < text.Length && char.IsAsciiDigit((char)text[at]); at++) power = Math.Min(power * 10 + (text[at] - '0'), 1_000_000);
        if (at == start || (at < text.Length && !((text[at] | 0x20) is 'd' or 'f' && at + 1 == text.Length))) return false;
        exponent += negativePower ? -power : power;
        value = Math.ScaleB(sticky ? mantissa | 1 : mantissa, (int)Math.Clamp(exponent, -100_000, 100_000));
        if (negative) value = -value;
        return true;
    }
}
