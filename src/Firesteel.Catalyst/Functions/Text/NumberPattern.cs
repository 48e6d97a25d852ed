using System.Text;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>The number format of to_char and to_number: <c>[S|MI][$](0|9|G|,)+[.|D (0|9)+][$][PR|MI|S]</c>.</summary>
sealed class NumberPattern
{
    private readonly string _whole, _fraction;
    private readonly bool _hasPoint, _dollar, _brackets;
    private readonly char _signBefore, _signAfter;

    private NumberPattern(string whole, string fraction, bool hasPoint, bool dollar, bool brackets, char signBefore, char signAfter)
        => (_whole, _fraction, _hasPoint, _dollar, _brackets, _signBefore, _signAfter) = (whole, fraction, hasPoint, dollar, brackets, signBefore, signAfter);

    public int WholeDigits => _whole.Count(c => c != ',');
    public int FractionDigits => _fraction.Length;
    public DecimalType Type => new(Math.Max(1, Math.Min(38, WholeDigits + FractionDigits)), FractionDigits);

    /// <summary>Null where the text is no number format.</summary>
    public static NumberPattern? Parse(string format)
    {
        var text = format.ToUpperInvariant().Replace('G', ',').Replace('D', '.');
        var (before, after, dollar, brackets) = ('\0', '\0', false, false);
        if (text.StartsWith('S')) { before = 'S'; text = text[1..]; }
        else if (text.StartsWith("MI", StringComparison.Ordinal)) { before = 'M'; text = text[2..]; }
        if (text.StartsWith('$')) { dollar = true; text = text[1..]; }
        if (text.EndsWith("PR", StringComparison.Ordinal)) { brackets = true; text = text[..^2]; }
        else if (text.EndsWith('S')) { after = 'S'; text = text[..^1]; }
        else if (text.EndsWith("MI", StringComparison.Ordinal)) { after = 'M'; text = text[..^2]; }
        if (text.EndsWith('$') && !dollar) { dollar = true; text = text[..^1]; }
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? "" : text[(point + 1)..];
        if (whole.Any(c => c is not ('0' or '9' or ',')) || fraction.Any(c => c is not ('0' or '9'))) return null;
        if (!whole.Any(char.IsAsciiDigit) && fraction.Length == 0 || before != 0 && (after != 0 || brackets)) return null;
        if (whole.StartsWith(',') || whole.EndsWith(',')) return null;
        return new NumberPattern(whole, fraction, point >= 0, dollar, brackets, before, after);
    }

    public string Format(DecimalDigits number)
    {
        var (whole, room) = (number.Whole, WholeDigits);
        // A number with more digits than the format has, on either side of the point, shows none of them.
        for (var i = Math.Max(0, number.Point + FractionDigits); i < number.Digits.Count; i++)
            if (number.Digits[i] != 0) return Signed(new string(_whole.Select(c => c == ',' ? ' ' : '#').ToArray()) + Hidden, number);
        if (whole.Length > room) return Signed(new string(_whole.Select(c => c == ',' ? ' ' : '#').ToArray()) + Hidden, number);
        number.Round(FractionDigits, false);
        var text = new StringBuilder();
        var digits = whole.PadLeft(room, '\0');
        var at = 0;
        // A zero in the format and all digits after it show leading zeros; a nine shows a blank.
        var seen = false;
        foreach (var c in _whole)
        {
            if (c == ',') { text.Append(seen ? ',' : ' '); continue; }
            var digit = digits[at++];
            if (digit != '\0') { text.Append(digit); seen = true; }
            else if (c == '0' || seen) { text.Append('0'); seen = true; }
            else text.Append(' ');
        }
        if (!seen && !_hasPoint && text.Length > 0) text[^1] = '0';
        if (_hasPoint) text.Append('.').Append(number.Fraction(FractionDigits));
        return Signed(text.ToString(), number);
    }

    private string Hidden => _hasPoint ? "." + new string('#', FractionDigits) : "";

    private string Signed(string body, DecimalDigits number)
    {
        var number0 = body.TrimStart(' ');
        var blanks = body[..(body.Length - number0.Length)];
        if (_dollar) number0 = "$" + number0;
        if (_brackets) return number.IsNegative ? $"{blanks}<{number0}>" : $"{blanks}{number0}  ";
        if (_signBefore == 'S') number0 = (number.IsNegative ? "-" : "+") + number0;
        else if (_signBefore == 'M') number0 = (number.IsNegative ? "-" : " ") + number0;
        else if (_signAfter == 'S') number0 += number.IsNegative ? "-" : "+";
        else if (_signAfter == 'M') number0 += number.IsNegative ? "-" : " ";
        return blanks + number0;
    }

    public bool TryParse(string text, out Int128 unscaled)
    {
        unscaled = 0;
        var negative = false;
        text = text.Trim(' ');
        if (_brackets && text.StartsWith('<') && text.EndsWith('>')) { negative = true; text = text[1..^1]; }
        if (_signBefore != 0 && text.Length > 0 && text[0] is '+' or '-') { negative = text[0] == '-'; text = text[1..]; }
        if (_signAfter != 0 && text.Length > 0 && text[^1] is '+' or '-') { negative = text[^1] == '-'; text = text[..^1]; }
        if (_dollar && text.StartsWith('$')) text = text[1..];
        else if (_dollar && text.EndsWith('$')) text = text[..^1];
        else if (_dollar) return false;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? "" : text[(point + 1)..];
        if (point >= 0 && !_hasPoint || fraction.Length > FractionDigits || whole.Length == 0 && fraction.Length == 0) return false;
        // Groups are compared from the point outwards.
        if (_whole.Contains(','))
        {
            for (int i = whole.Length - 1, j = _whole.Length - 1; i >= 0; i--, j--)
                if (j < 0 || (_whole[j] == ',') != (whole[i] == ',')) return false;
        }
        else if (whole.Contains(',')) return false;
        var digits = whole.Replace(",", "", StringComparison.Ordinal);
        if (digits.Length > WholeDigits || digits.Length < _whole.SkipWhile(c => c == '9' || c == ',').Count(c => c != ',')) return false;
        foreach (var c in digits + fraction.PadRight(FractionDigits, '0'))
        {
            if (!char.IsAsciiDigit(c)) return false;
            unscaled = unscaled * 10 + (c - '0');
        }
        if (negative) unscaled = -unscaled;
        return Decimals.Fits(unscaled, Type.Precision);
    }
}
