using System.Text;

namespace Firesteel.Foundation.Time;

/// <summary>Reads field values from a text by a compiled pattern, ignoring case, as java.time's strict parser does.</summary>
static class PatternReader
{
    /// <summary>False where the text does not match, or goes on behind the pattern.</summary>
    public static bool TryRead(PatternElement[] elements, ReadOnlySpan<byte> text, out ParsedFields fields)
    {
        fields = default;
        var at = 0;
        return Range(elements, 0, elements.Length, text, ref at, ref fields) && at == text.Length;
    }

    private static bool Range(PatternElement[] elements, int from, int to, ReadOnlySpan<byte> text, ref int at, ref ParsedFields fields)
    {
        for (var i = from; i < to; i++)
        {
            ref readonly var element = ref elements[i];
            if (element.Kind == PatternKind.OptionalStart)
            {
                var (saved, start) = (fields, at);
                if (!Range(elements, i + 1, element.End, text, ref at, ref fields)) (fields, at) = (saved, start);
                i = element.End;
            }
            else if (!Element(element, text, ref at, ref fields))
            {
                return false;
            }
        }
        return true;
    }

    private static bool Element(in PatternElement element, ReadOnlySpan<byte> text, ref int at, ref ParsedFields fields)
    {
        switch (element.Kind)
        {
            case PatternKind.Literal:
                if (!StartsWith(text[at..], element.Bytes)) return false;
                at += element.Bytes.Length;
                return true;
            case PatternKind.Number or PatternKind.Reduced:
                return Number(element, text, ref at, ref fields);
            case PatternKind.Fraction:
                return Fraction(element, text, ref at, ref fields);
            case PatternKind.Text:
                return Word(element, text, ref at, ref fields);
            case PatternKind.ZoneId:
                return ZoneId(text, ref at, ref fields);
            case PatternKind.ZoneName:
                return ZoneName(element.Full, text, ref at, ref fields);
            case PatternKind.Offset:
                return Offset(element, text, ref at, ref fields);
            case PatternKind.LocalizedOffset:
                return LocalizedOffset(element.Full, text, ref at, ref fields);
            default:
                return true;
        }
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix)
    {
        if (text.Length < prefix.Length) return false;
        for (var i = 0; i < prefix.Length; i++)
        {
            var (a, b) = (text[i], prefix[i]);
            if (a != b && ((a ^ b) != 0x20 || !char.IsAsciiLetter((char)a))) return false;
        }
        return true;
    }

    private static bool IsDigit(ReadOnlySpan<byte> text, int at) => (uint)at < (uint)text.Length && (uint)(text[at] - '0') <= 9;

    private static bool Number(in PatternElement element, ReadOnlySpan<byte> text, ref int at, ref ParsedFields fields)
    {
        var (start, negative, positive) = (at, false, false);
        if (at < text.Length && text[at] is (byte)'+' or (byte)'-')
        {
            positive = text[at] == '+';
            negative = !positive;
            if (element.Sign == PatternSign.NotNegative || (positive && element.Sign == PatternSign.Normal)) return false;
            start++;
        }
        if (start + element.Min > text.Length) return false;
        // Digits that belong to the numbers behind this one are left to them.
        var digits = 0;
        var most = element.Max + Math.Max(element.SubsequentWidth, 0);
        while (digits < most && IsDigit(text, start + digits)) digits++;
        if (element.SubsequentWidth > 0) digits = Math.Min(digits, Math.Max(element.Min, digits - element.SubsequentWidth));
        if (digits < element.Min || digits > 18) return false;
        long value = 0;
        for (var i = 0; i < digits; i++) value = value * 10 + (text[start + i] - '0');
        if (negative)
        {
            if (value == 0) return false;
            value = -value;
        }
        else if (element.Sign == PatternSign.ExceedsPad && digits > element.Min != positive)
        {
            // A plus sign stands exactly where there are more digits than the pattern has letters.
            return false;
        }
        if (element.Kind == PatternKind.Reduced) value += 2000;
        at = start + digits;
        return fields.Set(element.Field, value);
    }

    private static bool Fraction(in PatternElement element, ReadOnlySpan<byte> text, ref int at, ref ParsedFields fields)
    {
        var (digits, nanos) = (0, 0);
        while (digits < element.Max && IsDigit(text, at + digits)) nanos = nanos * 10 + (text[at + digits++] - '0');
        if (digits < element.Min) return false;
        for (var i = digits; i < 9; i++) nanos *= 10;
        at += digits;
        return fields.Set(DateTimeField.Nano, nanos);
    }

    private static bool Word(in PatternElement element, ReadOnlySpan<byte> text, ref int at, ref ParsedFields fields)
    {
        var words = DateTimeWords.Of(element.Field, element.Full, out var first);
        for (var i = 0; i < words.Length; i++)
        {
            if (!StartsWith(text[at..], words[i])) continue;
            at += words[i].Length;
            return fields.Set(element.Field, first + i);
        }
        return false;
    }

    // An offset, UTC or GMT with or without one, or the longest id at this place.
    private static bool ZoneId(ReadOnlySpan<byte> text, ref int at, ref ParsedFields fields)
    {
        var prefix = StartsWith(text[at..], "UTC"u8) || StartsWith(text[at..], "GMT"u8) ? 3 : StartsWith(text[at..], "UT"u8) ? 2 : 0;
        var end = at + prefix;
        ZoneRules? zone = null;
        if (end < text.Length && text[end] is (byte)'+' or (byte)'-')
        {
            var digits = end + 1;
            if (TwoDigits(text, ref digits, colon: false, out _) && TwoDigits(text, ref digits, colon: true, out _))
            {
                TwoDigits(text, ref digits, colon: true, out _);
                end = digits;
            }
            zone = TimeZones.TryGet(text[at..end]);
        }
        else if (ZoneNames.ReadId(text[at..], out var length) is { } found)
        {
            zone = found;
            end = at + length;
        }
        if (zone is null) return false;
        at = end;
        fields.Zone ??= zone;
        return ReferenceEquals(fields.Zone, zone);
    }

    private static bool ZoneName(bool full, ReadOnlySpan<byte> text, ref int at, ref ParsedFields fields)
    {
        if (at < text.Length && text[at] is (byte)'+' or (byte)'-') return ZoneId(text, ref at, ref fields);
        if (ZoneNames.Read(text[at..], full, out var length) is not { } zone) return false;
        at += length;
        // "UTC+3" and the like are ids of their own.
        if (zone.IsFixed && at < text.Length && text[at] is (byte)'+' or (byte)'-')
        {
            at -= length;
            return ZoneId(text, ref at, ref fields);
        }
        fields.Zone ??= zone;
        return ReferenceEquals(fields.Zone, zone);
    }

    private static bool Offset(in PatternElement element, ReadOnlySpan<byte> text, ref int at, ref ParsedFields fields)
    {
        if (StartsWith(text[at..], element.Bytes))
        {
            at += element.Bytes.Length;
            return fields.Set(DateTimeField.Offset, 0);
        }
        if (at >= text.Length || text[at] is not ((byte)'+' or (byte)'-')) return false;
        var negative = text[at] == '-';
        var end = at + 1;
        var colon = element.Form.Contains(':');
        if (!TwoDigits(text, ref end, colon: false, out var hours)) return false;
        var minutes = 0;
        var seconds = 0;
        if (!TwoDigits(text, ref end, colon, out minutes) && element.Form[^1] != 'm') return false;
        if (element.Form.EndsWith("ss", StringComparison.Ordinal)) TwoDigits(text, ref end, colon, out seconds);
        var offset = hours * 3600 + minutes * 60 + seconds;
        if (offset > 18 * 3600) return false;
        at = end;
        return fields.Set(DateTimeField.Offset, negative ? -offset : offset);
    }

    private static bool TwoDigits(ReadOnlySpan<byte> text, ref int at, bool colon, out int value)
    {
        value = 0;
        var start = at;
        if (colon && (start >= text.Length || text[start++] != ':')) return false;
        if (!IsDigit(text, start) || !IsDigit(text, start + 1)) return false;
        value = (text[start] - '0') * 10 + text[start + 1] - '0';
        if (value > 59) return false;
        at = start + 2;
        return true;
    }

    private static bool LocalizedOffset(bool full, ReadOnlySpan<byte> text, ref int at, ref ParsedFields fields)
    {
        if (!StartsWith(text[at..], "GMT"u8)) return false;
        at += 3;
        if (at >= text.Length || text[at] is not ((byte)'+' or (byte)'-')) return fields.Set(DateTimeField.Offset, 0);
        var negative = text[at++] == '-';
        int hours;
        if (full)
        {
            if (!TwoDigits(text, ref at, colon: false, out hours)) return false;
        }
        else
        {
            if (!IsDigit(text, at)) return false;
            hours = text[at++] - '0';
            if (IsDigit(text, at)) hours = hours * 10 + (text[at++] - '0');
        }
        var seconds = 0;
        if (!TwoDigits(text, ref at, colon: true, out var minutes))
        {
            if (full) return false;
        }
        else
        {
            TwoDigits(text, ref at, colon: true, out seconds);
        }
        var offset = hours * 3600 + minutes * 60 + seconds;
        return offset <= 18 * 3600 && fields.Set(DateTimeField.Offset, negative ? -offset : offset);
    }
}
