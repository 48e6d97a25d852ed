using System.Globalization;
using System.Text;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Foundation.Tests.Numerics;

public class DecimalGoldenTests
{
    private static Int128 Unscaled(string text, int scale)
    {
        Assert.Equal(NumberParse.Ok, DecimalText.Parse(Encoding.UTF8.GetBytes(text), 38, scale, out var value));
        return value;
    }

    private static string Scientific(Int128 value, int scale) => GoldenTable.Text(value, (v, d) => DecimalText.WriteScientific(v, scale, d));

    private delegate bool Operation(Int128 a, int scaleA, Int128 b, int scaleB, int precision, int scale, out Int128 result);

    [Theory]
    [InlineData("Numerics/decimal-arithmetic.tsv", true)]
    [InlineData("Numerics/decimal-wide.tsv", false)]
    public void Arithmetic_is_exact_and_fitted_to_the_result_type(string file, bool remainders) => GoldenTable.Check(file, row =>
    {
        var n = row[0].Split(',').Select(int.Parse).ToArray();
        var (typeA, typeB) = (new DecimalType(n[0], n[1]), new DecimalType(n[2], n[3]));
        var (a, b) = (Unscaled(row[1], n[1]), Unscaled(row[2], n[3]));
        var answers = new List<string>();
        void Add(DecimalType type, Operation operation)
        {
            answers.Add(type.SimpleString);
            answers.Add(operation(a, n[1], b, n[3], type.Precision, type.Scale, out var result) ? Scientific(result, type.Scale) : "NULL");
        }
        Add(DecimalPrecision.Add(typeA, typeB, true), Decimals.TryAdd);
        Add(DecimalPrecision.Add(typeA, typeB, true), Decimals.TrySubtract);
        Add(DecimalPrecision.Multiply(typeA, typeB, true), Decimals.TryMultiply);
        Add(DecimalPrecision.Divide(typeA, typeB, true), Decimals.TryDivide);
        if (!remainders) return [.. answers];
        Add(DecimalPrecision.Remainder(typeA, typeB, true), Decimals.TryRemainder);
        var whole = DecimalPrecision.IntegralDivide(typeA, typeB);
        answers.Add(Decimals.TryIntegralDivide(a, n[1], b, n[3], whole.Precision, out var quotient) ? unchecked((long)quotient).ToString() : "NULL");
        return [.. answers];
    }, inputs: 3);

    [Fact]
    public void Result_types_with_and_without_loss_of_precision() => GoldenTable.Check("Numerics/decimal-types.tsv", row =>
    {
        var n = row[0].Split(',')[..4].Select(int.Parse).ToArray();
        var loss = row[0].EndsWith("true", StringComparison.Ordinal);
        var (a, b) = (new DecimalType(n[0], n[1]), new DecimalType(n[2], n[3]));
        return
        [
            DecimalPrecision.Add(a, b, loss).SimpleString, DecimalPrecision.Multiply(a, b, loss).SimpleString,
            DecimalPrecision.Divide(a, b, loss).SimpleString, DecimalPrecision.Remainder(a, b, loss).SimpleString,
        ];
    });

    [Fact]
    public void Decimals_convert_and_round() => GoldenTable.Check("Numerics/decimal-convert.tsv", row =>
    {
        static string Of(string text, int scale, Func<Int128, string> answer) =>
            DecimalText.Parse(Encoding.UTF8.GetBytes(text), 38, scale, out var value) == NumberParse.Ok ? answer(value) : "NULL";
        string Fitted(Int128 value, int digits, RoundingMode mode) => GoldenTable.Text(Decimals.DropDigits(value, 18 - digits, mode), (v, d) => DecimalText.WritePlain(v, digits, d));
        return
        [
            Of(row[0], 18, v => GoldenTable.Text(JavaDouble.FromDecimal(v, 18), JavaDouble.Write)),
            Of(row[0], 18, v => GoldenTable.Text(JavaDouble.FloatFromDecimal(v, 18), JavaDouble.Write)),
            Of(row[0], 0, v => GoldenTable.Text(JavaDouble.FromDecimal(v, 0), JavaDouble.Write)),
            Of(row[0], 0, v => GoldenTable.Text(JavaDouble.FloatFromDecimal(v, 0), JavaDouble.Write)),
            Of(row[0], 18, v => Scientific(v, 18)),
            Of(row[0], 18, v => Fitted(v, 3, RoundingMode.HalfUp)),
            Of(row[0], 18, v => Fitted(v, 3, RoundingMode.HalfEven)),
            Of(row[0], 18, v => Fitted(v, 0, RoundingMode.Floor)),
            Of(row[0], 18, v => Fitted(v, 0, RoundingMode.Ceiling)),
        ];
    });

    [Fact]
    public void Compares_across_scales_even_where_raising_the_scale_overflows()
    {
        Assert.Equal(0, Decimals.Compare(150, 2, 15, 1));
        Assert.True(Decimals.Compare(Decimals.PowerOfTen(37), 0, 1, 38) > 0);
        Assert.True(Decimals.Compare(-Decimals.PowerOfTen(37), 0, 1, 38) < 0);
        Assert.True(Decimals.Compare(1, 38, Decimals.PowerOfTen(37), 0) < 0);
        Assert.Equal(1, Decimals.DigitCount(0));
        Assert.Equal(38, Decimals.DigitCount(Decimals.PowerOfTen(38) - 1));
        for (var i = 0; i < 38; i++)
        {
            Assert.Equal(i + 1, Decimals.DigitCount(Decimals.PowerOfTen(i)));
            Assert.Equal(Math.Max(i, 1), Decimals.DigitCount(Decimals.PowerOfTen(i) - 1));
        }
    }
}
