using System.Globalization;
using System.Numerics;
using System.Text;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Puts unpickled results into vectors. A value that is not of the declared type is null, as with Spark's pickled functions.</summary>
static class PickledResults
{
    /// <param name="pickle">What texts are slices of.</param>
    public static void Write(PickleValue value, ReadOnlySpan<byte> pickle, ColumnVector target, int row)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!TryWrite(value, pickle, target, row)) target.SetNull(row);
    }

    private static bool TryWrite(PickleValue value, ReadOnlySpan<byte> pickle, ColumnVector target, int row)
    {
        switch (target.Type)
        {
            case BooleanType:
                if (value.Kind != PickleKind.Bool) return false;
                target.Set(row, (byte)value.Bits);
                return true;
            case ByteType:
                if (value.Kind != PickleKind.Whole) return false;
                target.Set(row, (sbyte)value.Bits);
                return true;
            case ShortType:
                if (value.Kind != PickleKind.Whole) return false;
                target.Set(row, (short)value.Bits);
                return true;
            case IntegerType or DateType or YearMonthIntervalType:
                if (value.Kind != PickleKind.Whole) return false;
                target.Set(row, (int)value.Bits);
                return true;
            case LongType or TimestampType or TimestampNTZType or DayTimeIntervalType or TimeType:
                if (value.Kind != PickleKind.Whole) return false;
                target.Set(row, value.Bits);
                return true;
            case FloatType:
                if (value.Kind != PickleKind.Float) return false;
                target.Set(row, (float)value.Double);
                return true;
            case DoubleType:
                if (value.Kind != PickleKind.Float) return false;
                target.Set(row, value.Double);
                return true;
            case DecimalType type: return WriteDecimal(value, type, target, row);
            case BinaryType:
                if (value.Kind is not (PickleKind.Bytes or PickleKind.Text)) return false;
                target.SetString(row, value.Span(pickle));
                return true;
            case StringType or CharType or VarcharType:
                if (value.Kind == PickleKind.None) return false;
                if (value.Kind == PickleKind.Text) target.SetString(row, value.Span(pickle));
                else target.SetString(row, Encoding.UTF8.GetBytes(Print(value, pickle)));
                return true;
            case ArrayType:
                if (value.Kind != PickleKind.List) return false;
                WriteItems(value.Items, 1, pickle, target, row);
                return true;
            case MapType:
                if (value.Kind != PickleKind.Map) return false;
                WriteItems(value.Items, 2, pickle, target, row);
                return true;
            case StructType type:
                if (value.Kind != PickleKind.List) return false;
                if (value.Items.Count != type.Count)
                    throw new SparkRuntimeException("STRUCT_ARRAY_LENGTH_MISMATCH", new Dictionary<string, string> { ["expected"] = $"{type.Count}", ["actual"] = $"{value.Items.Count}" }, null);
                target.EnsureCapacity(row + 1);
                for (var c = 0; c < type.Count; c++) Write(value.Items[c], pickle, target.Children[c], row);
                return true;
            default: return false;
        }
    }

    private static void WriteItems(List<PickleValue> items, int width, ReadOnlySpan<byte> pickle, ColumnVector target, int row)
    {
        var (start, count) = (target.Children[0].Count, items.Count / width);
        for (var c = 0; c < width; c++)
        {
            var child = target.Children[c];
            child.EnsureCapacity(start + count);
            child.Count = start + count;
            for (var i = 0; i < count; i++) Write(items[i * width + c], pickle, child, start + i);
        }
        target.Set(row, new ListEntry(start, count));
    }

    private static bool WriteDecimal(PickleValue value, DecimalType type, ColumnVector target, int row)
    {
        if (value.Kind != PickleKind.Decimal || Unscaled((string)value.Reference!, type.Scale) is not { } unscaled) return false;
        if (BigInteger.Abs(unscaled) >= BigInteger.Pow(10, type.Precision)) return false;
        if (target.Physical == PhysicalType.Int64) target.Set(row, (long)unscaled);
        else target.Set(row, (Int128)unscaled);
        return true;
    }

    // Python's text of a decimal: digits, point, exponent. Rounded half up to the scale.
    private static BigInteger? Unscaled(string text, int scale)
    {
        var at = text.IndexOfAny(['e', 'E']);
        var exponent = at < 0 ? 0 : int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = at < 0 ? text : text[..at];
        var point = digits.IndexOf('.');
        if (point >= 0)
        {
            exponent -= digits.Length - point - 1;
            digits = digits.Remove(point, 1);
        }
        if (!BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return null;
        var shift = exponent + scale;
        if (shift > 100) return number.IsZero ? number : null;
        if (shift >= 0) return number * BigInteger.Pow(10, shift);
        if (shift < -1000) return BigInteger.Zero;
        var power = BigInteger.Pow(10, -shift);
        var (quotient, rest) = BigInteger.DivRem(number, power);
        return BigInteger.Abs(rest) * 2 >= power ? quotient + number.Sign : quotient;
    }

    // What is no text but declared as one is written as the JVM writes it.
    private static string Print(PickleValue value, ReadOnlySpan<byte> pickle)
    {
        switch (value.Kind)
        {
            case PickleKind.None: return "null";
            case PickleKind.Bool: return value.Bits != 0 ? "true" : "false";
            case PickleKind.Whole: return value.Bits.ToString(CultureInfo.InvariantCulture);
            case PickleKind.Float: return Catalyst.Expressions.Evaluation.Casts.SqlValueText.PlainDouble(value.Double);
            case PickleKind.Text: return Encoding.UTF8.GetString(value.Span(pickle));
            case PickleKind.Bytes: return Encoding.UTF8.GetString(value.Span(pickle));
            case PickleKind.List:
                var parts = new List<string>();
                foreach (var item in value.Items) parts.Add(Print(item, pickle));
                return $"[{string.Join(", ", parts)}]";
            case PickleKind.Map:
                var pairs = new List<string>();
                for (var i = 0; i + 1 < value.Items.Count; i += 2) pairs.Add($"{Print(value.Items[i], pickle)}={Print(value.Items[i + 1], pickle)}");
                return $"{{{string.Join(", ", pairs)}}}";
            default: return value.Reference?.ToString() ?? "";
        }
    }
}
