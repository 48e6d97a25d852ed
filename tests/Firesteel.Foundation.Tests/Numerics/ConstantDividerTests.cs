using Firesteel.Foundation.Numerics;

namespace Firesteel.Foundation.Tests.Numerics;

public sealed class ConstantDividerTests
{
    [Fact]
    public void QuotientsAreThoseOfDivision()
    {
        var random = new Random(11);
        var numbers = new List<long> { 0, 1, -1, 2, -2, 3, 7, 10, 1000, -1000, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, long.MaxValue - 1, long.MinValue + 1 };
        for (var bits = 2; bits < 63; bits++)
            for (var i = 0; i < 6; i++) numbers.Add((random.NextInt64(1L << bits) + (i % 3 == 0 ? 1L << bits : 0)) * (i % 2 == 0 ? 1 : -1));
        for (var bits = 1; bits < 63; bits++) numbers.AddRange([1L << bits, -(1L << bits), (1L << bits) - 1, (1L << bits) + 1]);
        foreach (var divisor in numbers.Where(n => n is > 1 or < -1))
        {
            var divider = new ConstantDivider(divisor);
            foreach (var dividend in numbers) Assert.True(dividend / divisor == divider.Divide(dividend), $"{dividend} / {divisor}");
        }
    }
}
