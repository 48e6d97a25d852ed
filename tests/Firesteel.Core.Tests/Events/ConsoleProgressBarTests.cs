using Firesteel.Core.Events;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Tests.Support;
using Xunit;

namespace Firesteel.Core.Tests.Events;

public sealed class ConsoleProgressBarTests
{
    [Fact]
    public void ShowsLongStagesAndClearsUp()
    {
        var time = new FakeTime();
        var terminal = new StringWriter();
        using var bar = new ConsoleProgressBar(terminal, 40, time);
        var stage = new StageInfo(7, 0, "s", 8, "");
        bar.OnEvent(new SparkListenerStageSubmitted(stage, LocalProperties.Empty.Values));
        for (var i = 0; i < 5; i++) bar.OnEvent(new SparkListenerTaskStart(7, 0, Task(i)));
        time.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal("", terminal.ToString());
        for (var i = 0; i < 3; i++) bar.OnEvent(new SparkListenerTaskEnd(7, 0, "ResultTask", TaskSuccess.Instance, Task(i), null));
        time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal("\r[Stage 7:=======>           (3 + 2) / 8]\r", terminal.ToString());
        time.Advance(TimeSpan.FromSeconds(5));
        bar.OnEvent(new SparkListenerStageCompleted(stage));
        bar.OnEvent(new SparkListenerJobEnd(0, 0, null));
        Assert.Equal("\r[Stage 7:=======>           (3 + 2) / 8]\r\r" + new string(' ', 40) + "\r", terminal.ToString());
    }

    private static TaskInfo Task(int index) => new(index, index, 0, index, 0, "driver", "localhost", TaskLocality.PROCESS_LOCAL, false);
}
