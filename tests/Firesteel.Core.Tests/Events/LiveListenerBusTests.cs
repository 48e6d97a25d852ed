using Firesteel.Core.Events;
using Xunit;

namespace Firesteel.Core.Tests.Events;

public sealed class LiveListenerBusTests
{
    [Fact]
    public void SlowListenerLosesEventsOfItsOwnQueueOnly()
    {
        using var bus = new LiveListenerBus(3, TimeProvider.System);
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var slow = new Recorder(() =>
        {
            entered.Set();
            release.Wait(TimeSpan.FromMinutes(1));
        });
        bus.AddListener(slow, "slow");
        bus.Post(new SparkListenerUnpersistRdd(0));
        entered.Wait(TestContext.Current.CancellationToken);
        // One event is with the listener; three more fit, two are dropped.
        for (var i = 1; i < 6; i++) bus.Post(new SparkListenerUnpersistRdd(i));
        Assert.Equal(2, bus.DroppedEvents);
        var quick = new Recorder();
        bus.AddListener(quick);
        bus.Post(new SparkListenerUnpersistRdd(6));
        release.Set();
        bus.WaitUntilEmpty();
        Assert.Equal([0, 1, 2, 3], slow.Seen);
        Assert.Equal([6], quick.Seen);
    }

    [Fact]
    public void ThrowingListenerDoesNotStopOthers()
    {
        using var bus = new LiveListenerBus(100, TimeProvider.System);
        var good = new Recorder();
        bus.AddListener(new Recorder(() => throw new InvalidOperationException()));
        bus.AddListener(good);
        bus.Post(new SparkListenerUnpersistRdd(1));
        bus.WaitUntilEmpty();
        Assert.Equal([1], good.Seen);
    }

    private sealed class Recorder(Action? before = null) : EventListener
    {
        public List<int> Seen { get; } = [];

        public override void OnEvent(SparkListenerEvent e)
        {
            before?.Invoke();
            Seen.Add(((SparkListenerUnpersistRdd)e).RddId);
        }
    }
}
