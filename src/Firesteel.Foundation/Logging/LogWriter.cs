using System.Globalization;
using System.Text;

namespace Firesteel.Foundation.Logging;

/// <summary>
/// Writes log lines to standard error on a thread of its own, many at a time: who logs does not wait for the file or terminal, unless
/// the lines come faster than they can be written.
/// </summary>
sealed class LogWriter
{
    /// <summary>Lines that may wait.</summary>
    private const int MostWaiting = 10_000;

    // What one event logs comes together, and is worth one write.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly Stream _output;
    private List<Line> _waiting = [];
    private List<Line> _writing = [];
    private long _added;
    private long _written;
    private bool _idle;
    private bool _hurry;

    public LogWriter(Stream output)
    {
        _output = output;
        new Thread(Run) { IsBackground = true, Name = "log-writer" }.Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Flush();
        AppDomain.CurrentDomain.UnhandledException += (_, _) => Flush();
    }

    public void Add(Line line)
    {
        lock (_gate)
        {
            while (_waiting.Count >= MostWaiting) Monitor.Wait(_gate);
            _waiting.Add(line);
            _added++;
            if (_idle) Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Returns when what was added before is written, or cannot be for a while.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            var last = _added;
            _hurry = true;
            Monitor.PulseAll(_gate);
            while (_written < last && Monitor.Wait(_gate, Patience)) { }
        }
    }

    private void Run()
    {
        var text = new StringBuilder();
        while (true)
        {
            lock (_gate)
            {
                while (_waiting.Count == 0)
                {
                    _idle = true;
                    Monitor.Wait(_gate);
                }
                _idle = false;
                if (!_hurry) Monitor.Wait(_gate, Gather);
                _hurry = false;
                (_waiting, _writing) = (_writing, _waiting);
                Monitor.PulseAll(_gate);
            }
            foreach (var line in _writing) line.AppendTo(text);
            try
            {
                _output.Write(Encoding.UTF8.GetBytes(text.ToString()));
                _output.Flush();
            }
            catch (IOException)
            {
                // Nobody reads standard error any more: there is nowhere to say so.
            }
            text.Clear();
            lock (_gate)
            {
                _written += _writing.Count;
                _writing.Clear();
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>One line, or several where it has a cause.</summary>
    public readonly record struct Line(DateTimeOffset Time, LogLevel Level, string Name, string Message, Exception? Cause)
    {
        public void AppendTo(StringBuilder text)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Time:yy/MM/dd HH:mm:ss} {Label} {Name}: {Message}").AppendLine();
            if (Cause is not null) text.Append(Cause).AppendLine();
        }

        private string Label => Level switch
        {
            LogLevel.Trace => "TRACE",
            LogLevel.Debug => "DEBUG",
            LogLevel.Info => "INFO",
            LogLevel.Warn => "WARN",
            LogLevel.Error => "ERROR",
            _ => "FATAL",
        };
    }
}
