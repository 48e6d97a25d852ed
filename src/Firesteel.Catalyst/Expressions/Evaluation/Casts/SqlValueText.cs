using System.Globalization;
using System.Text;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>A value as an SQL literal, as error messages quote it.</summary>
static class SqlValueText
{
    public static string Of(ColumnVector flat, int at) => flat.Type switch
    {
        ByteType => flat.Get<sbyte>(at).ToString(CultureInfo.InvariantCulture) + "Y",
        ShortType => flat.Get<short>(at).ToString(CultureInfo.InvariantCulture) + "S",
        IntegerType => flat.Get<int>(at).ToString(CultureInfo.InvariantCulture),
        LongType => flat.Get<long>(at).ToString(CultureInfo.InvariantCulture) + "L",
        FloatType => OfFloat(flat.Get<float>(at)),
        DoubleType => PlainDouble(flat.Get<double>(at)) + "D",
        DecimalType d => EvaluationErrors.Plain(DecimalVectors.Read(flat, at), d.Scale) + "BD",
        StringType => "'" + Encoding.UTF8.GetString(flat.Get<StringView>(at).Span) + "'",
        _ => new ValueText(TextStyle.Cast, "UTC").Text(flat, at),
    };

    public static string PlainDouble(double value)
    {
        Span<byte> buffer = stackalloc byte[JavaDouble.MaxLength];
        return Encoding.ASCII.GetString(buffer[..JavaDouble.Write(value, buffer)]);
    }

    private static string OfFloat(float value)
    {
        Span<byte> buffer = stackalloc byte[JavaDouble.MaxLength];
        return $"CAST('{Encoding.ASCII.GetString(buffer[..JavaDouble.Write(value, buffer)])}' AS FLOAT)";
    }
}
