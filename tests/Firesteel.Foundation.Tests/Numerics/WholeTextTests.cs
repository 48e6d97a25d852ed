using System.Globalization;
using System.Text;
using Firesteel.Foundation.Numerics;
using Xunit;

namespace Firesteel.Foundation.Tests.Numerics;

public sealed unsafe class WholeTextTests
{
    [Fact]
    public void NumbersBecomeTheirDigits()
    {
        var random = new Random(7);
        var numbers = new List<long> { 0, 9, 10, 99, 100, 999, 1000, 9999, 10_000, 10_001, 99_999_999, 100_000_000, long.MaxValue, long.MinValue, long.MinValue + 1, -1, -9, -10, -9999, -10_000 };
        for (var bits = 1; bits < 63; bits++)
            for (var i = 0; i < 200; i++) numbers.Add(random.NextInt64(1L << bits) * (i % 2 == 0 ? 1 : -1));
        var room = stackalloc byte[WholeText.MaxLength];
        foreach (var number in numbers)
        {
            var length = WholeText.Write(number, room);
            Assert.Equal(number.ToString(CultureInfo.InvariantCulture), Encoding.ASCII.GetString(room, length));
        }
    }

    [Fact]
    public void ShortNumbersAreWordsWithZerosBehind()
    {
        for (var number = 0u; number < 10_000; number++)
        {
            var word = WholeText.Short(number, out var length);
            var text = Encoding.ASCII.GetString(BitConverter.GetBytes(word));
            Assert.Equal(number.ToString(CultureInfo.InvariantCulture).PadRight(4, '\0'), text);
            Assert.Equal(text.TrimEnd('\0').Length, length);
        }
    }
}
