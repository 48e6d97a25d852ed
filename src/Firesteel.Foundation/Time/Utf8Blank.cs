namespace Firesteel.Foundation.Time;

/// <summary>The blanks that Spark's casts ignore around a value: ASCII blanks and control characters.</summary>
static class Utf8Blank
{
    public static bool IsBlankOrControl(byte c) => c <= 0x20 || c == 0x7f;

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsBlankOrControl(text[start])) start++;
        while (end > start && IsBlankOrControl(text[end - 1])) end--;
        return text[start..end];
    }
}
