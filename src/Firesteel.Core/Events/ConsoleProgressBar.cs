using System.Text;

namespace Firesteel.Core.Events;

/// <summary>
/// Shows the progress of up to three running stages in the last line of a terminal, in Spark's form:
/// <c>[Stage 0:=====>   (3 + 2) / 8]</c>. Stages that end quickly are not shown.
/// </summary>
sealed class ConsoleProgressBar : EventListener, IDisposable
{
    private const int MaxStages = 3;
    private static readonly TimeSpan UpdateInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);

    // An unchanged line is written again now and then, in case other output went over it.
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(60);

    private readonly TextWriter _terminal;
    private readonly int _width;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(int Id, int Attempt), Progress> _stages = [];
    private string _shown = "";
    private long _shownAt;

    public ConsoleProgressBar(TextWriter terminal, int width, TimeProvider time)
    {
        _terminal = terminal;
        _width = width;
        _time = time;
        _timer = time.CreateTimer(_ => Refresh(), null, FirstDelay, UpdateInterval);
    }

    /// <summary>A bar on standard error; null if that is not a terminal.</summary>
    public static ConsoleProgressBar? ForTerminal(TimeProvider time) =>
        Console.IsErrorRedirected ? null : new ConsoleProgressBar(Console.Error, Console.WindowWidth > 0 ? Console.WindowWidth : 80, time);

    public override void OnEvent(SparkListenerEvent e)
    {
        lock (_gate)
        {
            switch (e)
            {
                case SparkListenerStageSubmitted { StageInfo: var stage }:
                    _stages[(stage.StageId, stage.AttemptNumber)] = new Progress(stage.NumTasks, _time.GetTimestamp());
                    break;
                case SparkListenerStageCompleted { StageInfo: var stage }:
                    _stages.Remove((stage.StageId, stage.AttemptNumber));
                    break;
                case SparkListenerTaskStart start when _stages.TryGetValue((start.StageId, start.StageAttemptId), out var progress):
                    progress.Active++;
                    break;
                case SparkListenerTaskEnd end when _stages.TryGetValue((end.StageId, end.StageAttemptId), out var progress):
                    progress.Active--;
                    if (end.Reason is TaskSuccess) progress.Completed++;
                    break;
                case SparkListenerJobEnd:
                    Clear();
                    break;
            }
        }
    }

    public override void OnStop() => Dispose();

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate) Clear();
    }

    private void Refresh()
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var shown = _stages.Where(stage => _time.GetElapsedTime(stage.Value.SubmittedAt, now) >= FirstDelay).Take(MaxStages).ToList();
            if (shown.Count == 0) return;
            var line = new StringBuilder();
            foreach (var (id, progress) in shown) Append(line, id.Id, progress, _width / shown.Count);
            var text = line.ToString();
            if (text == _shown && _time.GetElapsedTime(_shownAt, now) < RepeatInterval) return;
            _terminal.Write("\r" + text + "\r");
            (_shown, _shownAt) = (text, now);
        }
    }

    private static void Append(StringBuilder line, int stageId, Progress progress, int width)
    {
        var head = $"[Stage {stageId}:";
        var tail = $"({progress.Completed} + {progress.Active}) / {progress.Total}]";
        line.Append(head);
        var room = width - head.Length - tail.Length;
        if (room > 0)
        {
            var done = (int)((long)room * progress.Completed / Math.Max(progress.Total, 1));
            line.Append('=', done);
            if (done < room) line.Append('>').Append(' ', room - done - 1);
        }
        line.Append(tail);
    }

    private void Clear()
    {
        if (_shown.Length == 0) return;
        _terminal.Write("\r" + new string(' ', _width) + "\r");
        _shown = "";
    }

    private sealed class Progress(int total, long submittedAt)
    {
        public int Total => total;
        public long SubmittedAt => submittedAt;
        public int Active { get; set; }
        public int Completed { get; set; }
    }
}
