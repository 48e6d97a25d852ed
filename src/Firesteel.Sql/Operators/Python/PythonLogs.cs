using System.Collections.Concurrent;
using System.Text;

namespace Firesteel.Sql.Operators.Python;

/// <summary>
/// What the Python workers of a session logged and printed, where it wants that kept: lines of JSON, the last of them. PySpark marks its lines,
/// on the workers' standard output, with a word and the worker's process id.
/// </summary>
sealed class PythonLogs
{
    /// <summary>The setting that turns keeping on.</summary>
    public const string Key = "spark.sql.pyspark.worker.logging.enabled";

    /// <summary>The variable that tells workers to mark what they log, with the session's name.</summary>
    public const string Variable = "PYSPARK_SPARK_SESSION_UUID";

    private const string Mark = "PYTHON_WORKER_LOGGING:";
    private const int MostLines = 10_000;
    private static readonly ConcurrentDictionary<string, WeakReference<PythonLogs>> Known = new();
    private readonly Queue<string> _lines = [];

    public PythonLogs()
    {
        foreach (var (name, logs) in Known)
            if (!logs.TryGetTarget(out _)) Known.TryRemove(name, out _);
        Known[Name] = new(this);
    }

    public string Name { get; } = Guid.NewGuid().ToString();

    /// <summary>The lines so far, the oldest first.</summary>
    public IReadOnlyList<string> Lines()
    {
        lock (_lines) return [.. _lines];
    }

    /// <summary>Reads what a process prints to its end; lines without the mark go to <paramref name="rest"/>.</summary>
    public static async Task Read(string session, Stream output, Action<byte[]> rest)
    {
        using var reader = new StreamReader(output, Encoding.UTF8);
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            var at = line.IndexOf(Mark, StringComparison.Ordinal);
            var json = at < 0 ? -1 : line.IndexOf(':', at + Mark.Length);
            if (json < 0) rest(Encoding.UTF8.GetBytes(line + "\n"));
            // A line without anything ends what a task printed.
            else if (json + 1 < line.Length && Known.TryGetValue(session, out var known) && known.TryGetTarget(out var logs)) logs.Add(line[(json + 1)..]);
        }
    }

    private void Add(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == MostLines) _lines.Dequeue();
            _lines.Enqueue(line);
        }
    }
}
