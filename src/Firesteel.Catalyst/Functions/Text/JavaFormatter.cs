using System.Globalization;
using System.Text;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>printf as java.util.Formatter does it: flags, width, precision and the conversions d, x, o, f, e, g, s, b, c, n and %.</summary>
static class JavaFormatter
{
    /// <param name="arguments">The values, one vector each.</param>
    /// <param name="row">Which row of them.</param>
    public static string Format(string format, ReadOnlySpan<ColumnVector> arguments, int row)
    {
        var output = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%') { output.Append(format[i]); continue; }
            var start = ++i;
            while (i < format.Length && char.IsAsciiDigit(format[i])) i++;
            var index = -1;
            if (i < format.Length && format[i] == '$' && i > start) { index = int.Parse(format.AsSpan(start, i - start), CultureInfo.InvariantCulture) - 1; i++; }
            else i = start;
            var flags = "";
            while (i < format.Length && "-#+ 0,(".Contains(format[i])) flags += format[i++];
            var width = Number(format, ref i);
            var precision = -1;
            if (i < format.Length && format[i] == '.') { i++; precision = Number(format, ref i); }
            if (i >= format.Length) throw Unknown("%");
            var conversion = format[i];
            if (conversion == 'n') { output.Append('\n'); continue; }
            if (conversion == '%') { output.Append(Pad("%", width, flags.Contains('-'))); continue; }
            if (index < 0) index = next++;
            if (index >= arguments.Length) throw new SparkRuntimeException("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = $"Format specifier '%{conversion}'" });
            var text = One(conversion, flags, width, precision, arguments[index], row);
            output.Append(Pad(text, width, flags.Contains('-')));
        }
        return output.ToString();
    }

    private static int Number(string format, ref int i)
    {
        var start = i;
        while (i < format.Length && char.IsAsciiDigit(format[i])) i++;
        return i == start ? -1 : int.Parse(format.AsSpan(start, i - start), CultureInfo.InvariantCulture);
    }

    private static string Pad(string text, int width, bool left) => width < 0 ? text : left ? text.PadRight(width) : text.PadLeft(width);

    private static SparkRuntimeException Unknown(string what) => new("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = $"Unknown format conversion '{what}'" });

    private static string One(char conversion, string flags, int width, int precision, ColumnVector vector, int row)
    {
        var isNull = ValueOrder.IsNull(vector, row);
        var at = vector.Position(row);
        var upper = char.IsUpper(conversion);
        string text;
        switch (char.ToLowerInvariant(conversion))
        {
            case 's':
                text = isNull ? "null" : Show(vector, at);
                if (precision >= 0 && precision < text.Length) text = text[..precision];
                break;
            case 'b':
                text = isNull ? "false" : vector.Type is BooleanType ? vector.Get<bool>(at) ? "true" : "false" : "true";
                break;
            case 'c':
                text = isNull ? "null" : char.ConvertFromUtf32((int)Integer(vector, at, 'c'));
                break;
            case 'd':
                text = isNull ? "null" : Signed(Integer(vector, at, 'd') is var n && flags.Contains(',') ? DecimalDigits.Group(Int128.Abs(n).ToString(CultureInfo.InvariantCulture)) : Int128.Abs(n).ToString(CultureInfo.InvariantCulture), n < 0, flags, width);
                break;
            case 'x' or 'o':
                if (isNull) { text = "null"; break; }
                var whole = Integer(vector, at, conversion);
                var bits = vector.Type switch { ByteType => (ulong)(byte)(sbyte)whole, ShortType => (ulong)(ushort)(short)whole, IntegerType => (uint)(int)whole, _ => (ulong)(long)whole };
                text = char.ToLowerInvariant(conversion) == 'x' ? bits.ToString("x", CultureInfo.InvariantCulture) : Convert.ToString((long)bits, 8);
                if (flags.Contains('#')) text = (char.ToLowerInvariant(conversion) == 'x' ? "0x" : "0") + text;
                if (flags.Contains('0') && width > 0) text = text.PadLeft(width, '0');
                break;
            case 'f':
                if (isNull) { text = "null"; break; }
                if (vector.Type is IntegralType or not (FractionalType or DecimalType)) throw Mismatch('f', vector);
                if (DecimalDigits.Of(vector, at) is not { } digits) { text = NotFinite(vector, at); break; }
                digits.Round(precision < 0 ? 6 : precision, false);
                var fixedWhole = digits.Whole.Length == 0 ? "0" : digits.Whole;
                if (flags.Contains(',')) fixedWhole = DecimalDigits.Group(fixedWhole);
                text = Signed(fixedWhole + (precision == 0 ? "" : "." + digits.Fraction(precision < 0 ? 6 : precision)), digits.IsNegative, flags, width);
                break;
            case 'e' or 'g':
                if (isNull) { text = "null"; break; }
                if (vector.Type is not (FractionalType or DecimalType)) throw Mismatch(conversion, vector);
                var value = vector.Type switch { FloatType => vector.Get<float>(at), DoubleType => vector.Get<double>(at), DecimalType d => Foundation.Numerics.JavaDouble.FromDecimal(DecimalValues.Get(vector, at), d.Scale), _ => 0 };
                if (!double.IsFinite(value)) { text = NotFinite(vector, at); break; }
                var places = precision < 0 ? 6 : precision;
                if (char.ToLowerInvariant(conversion) == 'g')
                {
                    if (places == 0) places = 1;
                    var size = Math.Abs(value);
                    if (size == 0 || size >= 1e-4 && size < Math.Pow(10, places))
                    {
                        var decimals = size == 0 ? places - 1 : Math.Max(0, places - 1 - (int)Math.Floor(Math.Log10(size)));
                        text = Signed(size.ToString($"F{decimals}", CultureInfo.InvariantCulture), value < 0, flags, width);
                        break;
                    }
                    places--;
                }
                text = Signed(Math.Abs(value).ToString(places == 0 ? "0e+00" : "0." + new string('0', places) + "e+00", CultureInfo.InvariantCulture), value < 0, flags, width);
                break;
            default: throw Unknown(conversion.ToString());
        }
        return upper ? text.ToUpperInvariant() : text;
    }

    private static string NotFinite(ColumnVector vector, int at)
    {
        var value = vector.Type is FloatType ? vector.Get<float>(at) : vector.Get<double>(at);
        return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    }

    private static string Signed(string digits, bool negative, string flags, int width)
    {
        var sign = negative ? flags.Contains('(') ? "(" : "-" : flags.Contains('+') ? "+" : flags.Contains(' ') ? " " : "";
        var end = negative && flags.Contains('(') ? ")" : "";
        if (flags.Contains('0') && width > 0) digits = digits.PadLeft(width - sign.Length - end.Length, '0');
        return sign + digits + end;
    }

    private static SparkRuntimeException Mismatch(char conversion, ColumnVector vector) => new("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = $"{conversion} != {vector.Type.TypeName}" });

    private static Int128 Integer(ColumnVector vector, int at, char conversion) => vector.Type switch
    {
        ByteType => vector.Get<sbyte>(at),
        ShortType => vector.Get<short>(at),
        IntegerType or DateType => vector.Get<int>(at),
        LongType or TimestampType or TimestampNTZType => vector.Get<long>(at),
        DecimalType { Scale: 0 } => DecimalValues.Get(vector, at),
        _ => throw Mismatch(conversion, vector),
    };

    private static string Show(ColumnVector vector, int at)
    {
        Span<byte> buffer = stackalloc byte[64];
        switch (vector.Physical)
        {
            case PhysicalType.String: return vector.Get<StringView>(at).ToText();
            case PhysicalType.Bool: return vector.Get<bool>(at) ? "true" : "false";
            case PhysicalType.Int8: return vector.Get<sbyte>(at).ToString(CultureInfo.InvariantCulture);
            case PhysicalType.Int16: return vector.Get<short>(at).ToString(CultureInfo.InvariantCulture);
            case PhysicalType.Int32: return vector.Get<int>(at).ToString(CultureInfo.InvariantCulture);
            case PhysicalType.Float64: return Encoding.ASCII.GetString(buffer[..Foundation.Numerics.JavaDouble.Write(vector.Get<double>(at), buffer)]);
            case PhysicalType.Float32: return Encoding.ASCII.GetString(buffer[..Foundation.Numerics.JavaDouble.Write(vector.Get<float>(at), buffer)]);
            default:
                if (vector.Type is DecimalType d) return Encoding.ASCII.GetString(buffer[..Foundation.Numerics.DecimalText.WritePlain(DecimalValues.Get(vector, at), d.Scale, buffer)]);
                return vector.Get<long>(at).ToString(CultureInfo.InvariantCulture);
        }
    }
}
