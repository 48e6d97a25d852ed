using Firesteel.Foundation.Numerics;
using Xunit;

namespace Firesteel.Foundation.Tests.Numerics;

/// <summary>Numbers of any length as they are shown where they do not fit a type.</summary>
public class DecimalRoundingTests
{
    [Theory]
    [InlineData("12345.6", 2, "12345.60")]
    [InlineData("9999999.995", 2, "10000000.00")]
    [InlineData("-0.005", 2, "-0.01")]
    [InlineData("0.0049", 2, "0.00")]
    [InlineData("-1234567890123456789012345678901234567890", 2, "-1234567890123456789012345678901234567890.00")]
    [InlineData("1.5E+3", 0, "1500")]
    [InlineData("25E-1", 0, "3")]
    [InlineData("1E+999999999", 2, "1E+999999999")]
    [InlineData("1E+99999999999", 2, "1E+99999999999")]
    [InlineData("NaN", 2, "NaN")]
    public void Half_goes_up(string text, int scale, string expected) => Assert.Equal(expected, DecimalText.Rounded(text, scale));
}
