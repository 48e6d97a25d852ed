using System.Globalization;
using System.Text;
using Firesteel.Foundation.Numerics;

namespace Firesteel.Foundation.Tests.Numerics;

public class NumberGoldenTests
{
    private static double Double(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Plain(Int128 value, int scale) => GoldenTable.Text(value, (v, d) => DecimalText.WritePlain(v, scale, d));

    [Fact]
    public void Doubles_print_as_in_Java() =>
        GoldenTable.Check("Numerics/double-text.tsv", row => [GoldenTable.Text(Double(row[0]), JavaDouble.Write)]);

    [Fact]
    public void Floats_print_as_in_Java() =>
        GoldenTable.Check("Numerics/float-text.tsv", row => [GoldenTable.Text((float)Double(row[0]), JavaDouble.Write)]);

    [Fact]
    public void Text_casts_to_floating_point() => GoldenTable.Check("Numerics/double-parse.tsv", row =>
    [
        NumberText.TryParseDouble(Utf8(row[0]), out var d) ? GoldenTable.Text(d, JavaDouble.Write) : "NULL",
        NumberText.TryParseFloat(Utf8(row[0]), out var f) ? GoldenTable.Text(f, JavaDouble.Write) : "NULL",
    ]);

    [Theory]
    [InlineData("Numerics/integer-parse.tsv", true)]
    [InlineData("Numerics/integer-parse-ansi.tsv", false)]
    public void Text_casts_to_whole_numbers(string file, bool allowFraction) => GoldenTable.Check(file, row =>
    [
        NumberText.TryParse<sbyte>(Utf8(row[0]), allowFraction, out var b) ? b.ToString() : "NULL",
        NumberText.TryParse<short>(Utf8(row[0]), allowFraction, out var s) ? s.ToString() : "NULL",
        NumberText.TryParse<int>(Utf8(row[0]), allowFraction, out var i) ? i.ToString() : "NULL",
        NumberText.TryParse<long>(Utf8(row[0]), allowFraction, out var l) ? l.ToString() : "NULL",
    ]);

    [Fact]
    public void Text_casts_to_booleans() => GoldenTable.Check("Numerics/boolean-parse.tsv",
        row => [NumberText.TryParseBoolean(Utf8(row[0]), out var b) ? (b ? "true" : "false") : "NULL"]);

    [Fact]
    public void Text_casts_to_decimals()
    {
        static string Cast(string text, int precision, int scale) =>
            DecimalText.Parse(Utf8(text), precision, scale, out var value) == NumberParse.Ok ? Plain(value, scale) : "NULL";
        GoldenTable.Check("Numerics/decimal-parse.tsv", row => [Cast(row[0], 10, 2), Cast(row[0], 38, 0), Cast(row[0], 38, 18), Cast(row[0], 38, 2)]);
    }

    [Fact]
    public void Doubles_round_and_convert()
    {
        static string Decimal(double value, int precision, int scale) =>
            JavaDouble.TryToDecimal(value, precision, scale, out var unscaled) ? GoldenTable.Text(unscaled, (v, d) => DecimalText.WriteScientific(v, scale, d)) : "NULL";
        GoldenTable.Check("Numerics/round.tsv", row =>
        {
            var value = Double(row[0]);
            string Rounded(int scale, RoundingMode mode) => GoldenTable.Text(JavaDouble.Round(value, scale, mode), JavaDouble.Write);
            return
            [
                Rounded(0, RoundingMode.HalfUp), Rounded(2, RoundingMode.HalfUp), Rounded(-3, RoundingMode.HalfUp),
                Rounded(0, RoundingMode.HalfEven), Rounded(2, RoundingMode.HalfEven),
                GoldenTable.Text(JavaDouble.Round((float)value, 1, RoundingMode.HalfUp), JavaDouble.Write),
                Decimal(value, 38, 10), Decimal(value, 20, 3),
                JavaDouble.ToInt(value).ToString(), JavaDouble.ToLong(value).ToString(),
            ];
        });
    }

    [Fact]
    public void Hashes_of_text() => GoldenTable.Check("Numerics/hash-text.tsv", row =>
    [
        Murmur3.HashBytes(Convert.FromHexString(row[0]), Murmur3.Seed).ToString(),
        XxHash64.HashBytes(Convert.FromHexString(row[0]), XxHash64.Seed).ToString(),
    ]);

    [Fact]
    public void Hashes_of_numbers() => GoldenTable.Check("Numerics/hash-numbers.tsv", row =>
    {
        var n = int.Parse(row[0]);
        const int m = Murmur3.Seed;
        const long x = XxHash64.Seed;
        var small = n * (Int128)100;
        var large = n * Decimals.PowerOfTen(20);
        var wideFits = Decimals.Fits(large, 38);
        return new[]
        {
            Murmur3.HashInt(n, m), Murmur3.HashLong(n * 7919L, m), Murmur3.HashDouble(n / 3.0, m), Murmur3.HashFloat(n, m),
            XxHash64.HashInt(n, x), XxHash64.HashLong(n * 7919L, x), XxHash64.HashDouble(n / 3.0, x), XxHash64.HashFloat(n, x),
            Murmur3.HashDecimal(small, 12, m), Murmur3.HashDecimal(large, 38, m), XxHash64.HashDecimal(large, 38, x), Murmur3.HashInt(n, Murmur3.HashInt(n, m)),
        }.Select(h => h.ToString()).ToArray();
    });
}
