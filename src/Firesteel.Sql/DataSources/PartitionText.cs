using System.Globalization;
using System.Text;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>Partition values as they stand in folder names.</summary>
static class PartitionText
{
    private const string Escaped = "\"#%'*/:=?\\\u007f{[]^";

    /// <summary>The narrowest type that all values have: int, bigint, decimal, double, date, timestamp, else string.</summary>
    public static DataType InferType(IEnumerable<string> values)
    {
        DataType? type = null;
        foreach (var value in values)
        {
            if (value == FileIndex.NullPartition) continue;
            var one = TypeOf(value);
            type = type == null || type == one ? one : Wider(type, one);
        }
        return type ?? StringType.Instance;
    }

    /// <summary>A value in the form of literals; null for the folder that stands for null.</summary>
    public static object? Parse(string? text, DataType type, string timeZone = "UTC")
    {
        if (text is null or FileIndex.NullPartition) return null;
        return type is StringType ? text : ConstantFolding.Evaluate(new Cast(Literal.Of(text), type, EvalMode.Try) { TimeZone = timeZone }, timeZone).Value;
    }

    public static string Escape(string text)
    {
        var result = new StringBuilder();
        foreach (var c in text)
        {
            if (c < ' ' || Escaped.Contains(c, StringComparison.Ordinal)) result.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
            else result.Append(c);
        }
        return result.ToString();
    }

    public static string Unescape(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
            {
                result.Append((char)code);
                i += 2;
            }
            else result.Append(text[i]);
        }
        return result.ToString();
    }

    private static DataType TypeOf(string text)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) return IntegerType.Instance;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) return LongType.Instance;
        if (text.Length > 18 && text.TrimStart('-').All(char.IsAsciiDigit) && text.TrimStart('-').Length <= DecimalType.MaxPrecision) return new DecimalType(DecimalType.MaxPrecision, 0);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && text.Any(char.IsAsciiDigit)) return DoubleType.Instance;
        if (Parse(text, DateType.Instance) != null) return text.Length > 10 ? TimestampType.Instance : DateType.Instance;
        return StringType.Instance;
    }

    private static DataType Wider(DataType a, DataType b)
    {
        DataType[] order = [IntegerType.Instance, LongType.Instance, new DecimalType(DecimalType.MaxPrecision, 0), DoubleType.Instance];
        var (x, y) = (Array.IndexOf(order, a), Array.IndexOf(order, b));
        if (x >= 0 && y >= 0) return order[Math.Max(x, y)];
        return a is DateType or TimestampType && b is DateType or TimestampType ? TimestampType.Instance : StringType.Instance;
    }
}
