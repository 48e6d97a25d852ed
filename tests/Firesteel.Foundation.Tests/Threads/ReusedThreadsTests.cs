using System.Collections.Concurrent;
using Firesteel.Foundation.Threads;

namespace Firesteel.Foundation.Tests.Threads;

public sealed class ReusedThreadsTests
{
    private static readonly AsyncLocal<string?> Flows = new();

    [Fact]
    public async Task WorkThatWaitsForOtherWorkDoesNotStarveIt()
    {
        using var all = new CountdownEvent(100);
        var works = Enumerable.Range(0, 100).Select(i => ReusedThreads.Start($"work {i}", () =>
        {
            all.Signal();
            Assert.True(all.Wait(TimeSpan.FromSeconds(30)));
        })).ToList();
        await Task.WhenAll(works);
    }

    [Fact]
    public async Task AThreadIsUsedAgainUnderItsNewName()
    {
        var seen = new ConcurrentDictionary<Thread, string>();
        for (var i = 0; i < 2000; i++)
        {
            var name = $"again {i}";
            await ReusedThreads.Start(name, () =>
            {
                Assert.Equal(name, Thread.CurrentThread.Name);
                seen[Thread.CurrentThread] = name;
            });
        }
        Assert.InRange(seen.Count, 1, 500);
    }

    [Fact]
    public async Task ErrorsAndContextsBelongToTheirWork()
    {
        Flows.Value = "caller";
        string? inside = null;
        await ReusedThreads.Start("first", () =>
        {
            inside = Flows.Value;
            Flows.Value = "changed";
        });
        Assert.Equal("caller", inside);
        Assert.Equal("caller", Flows.Value);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ReusedThreads.Start("second", () => throw new InvalidDataException("mine")));
        Assert.Equal("mine", error.Message);
        Flows.Value = null;
        await ReusedThreads.Start("third", () => inside = Flows.Value);
        Assert.Null(inside);
    }
}
