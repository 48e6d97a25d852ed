using Firesteel.Foundation.Time;

namespace Firesteel.Foundation.Tests.Time;

public class SpecialDateTimeTests
{
    private const long Now = 1_710_072_000_000_000; // 2024-03-10 05:00 in Los Angeles, a day of 23 hours

    private static readonly ZoneRules Zone = TimeZones.Get("America/Los_Angeles");

    [Theory]
    [InlineData("epoch", 0)]
    [InlineData(" NOW ", Now)]
    [InlineData("today", 1_710_057_600_000_000)]
    [InlineData("Tomorrow Asia/Tokyo", 1_710_140_400_000_000)]
    [InlineData("yesterday  +01:00", 1_709_971_200_000_000)]
    public void Words_stand_for_instants(string text, long expected)
    {
        Assert.True(SpecialDateTime.TryParse(text, Now, Zone, out var micros));
        Assert.Equal(expected, micros);
    }

    [Theory]
    [InlineData("now UTC")]
    [InlineData("todayUTC")]
    [InlineData("today foo")]
    [InlineData("2024-01-01")]
    [InlineData("")]
    public void Other_texts_do_not(string text) => Assert.False(SpecialDateTime.TryParse(text, Now, Zone, out _));

    [Fact]
    public void Days_and_local_times()
    {
        Assert.True(SpecialDateTime.TryParseDate("epoch UTC", Now, Zone, out var day));
        Assert.Equal(0, day);
        Assert.True(SpecialDateTime.TryParseDate("today", Now, Zone, out day));
        Assert.Equal(19792, day);
        Assert.True(SpecialDateTime.TryParseLocal("today", Now, Zone, out var local));
        Assert.Equal(19792 * Micros.PerDay, local);
    }
}
