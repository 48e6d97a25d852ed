namespace Firesteel.Catalyst.Functions.Text;

/// <summary>Number patterns of java.text.DecimalFormat: <c>#,##0.00</c> with what stands before and after.</summary>
sealed class JavaDecimalFormat
{
    private readonly string _prefix, _suffix;
    private readonly int _leastWhole, _leastFraction, _mostFraction, _group;
    private readonly bool _percent;

    public JavaDecimalFormat(string pattern)
    {
        var positive = pattern.Split(';')[0];
        var start = positive.IndexOfAny(['#', '0', '.', ',']);
        if (start < 0) start = positive.Length;
        var end = start;
        while (end < positive.Length && positive[end] is '#' or '0' or '.' or ',') end++;
        _prefix = positive[..start].Replace("'", "", StringComparison.Ordinal);
        _suffix = positive[end..].Replace("'", "", StringComparison.Ordinal);
        _percent = positive.Contains('%');
        var number = positive[start..end];
        var point = number.IndexOf('.');
        var whole = point < 0 ? number : number[..point];
        var fraction = point < 0 ? "" : number[(point + 1)..];
        var comma = whole.LastIndexOf(',');
        _group = comma < 0 ? 0 : whole.Length - comma - 1;
        _leastWhole = whole.Count(c => c == '0');
        _leastFraction = fraction.Count(c => c == '0');
        _mostFraction = fraction.Length;
        if (_leastWhole == 0 && _mostFraction == 0) _leastWhole = 1;
    }

    public string Format(DecimalDigits number)
    {
        if (_percent) number.Point += 2;
        number.Round(_mostFraction, true);
        var whole = number.Whole.PadLeft(_leastWhole, '0');
        var fraction = number.Fraction(_mostFraction);
        while (fraction.Length > _leastFraction && fraction[^1] == '0') fraction = fraction[..^1];
        return (number.IsNegative ? "-" : "") + _prefix + DecimalDigits.Group(whole, _group) + (fraction.Length > 0 ? "." + fraction : "") + _suffix;
    }
}
