using System.Globalization;
using System.Text;

namespace Firesteel.Cli.Shell;

/// <summary>Runs statements one after the other and prints their answers: rows to standard output, times and errors to standard error.</summary>
sealed class StatementRunner(IShellSession session, TextWriter output, TextWriter messages, TimeProvider time)
{
    private CancellationTokenSource? _running;

    public bool Silent { get; init; }
    public bool Echo { get; init; }

    /// <summary>A statement has asked to end the shell.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Ends the statement that runs, if one does; the shell goes on.</summary>
    public bool Cancel()
    {
        var running = _running;
        running?.Cancel();
        return running is not null;
    }

    /// <returns>Whether all went well; the first failure ends the rest.</returns>
    public bool RunAll(IEnumerable<string> statements)
    {
        foreach (var statement in statements)
        {
            if (HasEnded) return true;
            if (!Run(statement)) return false;
        }
        return true;
    }

    public bool Run(string statement)
    {
        if (statement.ToUpperInvariant() is "QUIT" or "EXIT")
        {
            HasEnded = true;
            return true;
        }
        if (Echo) output.WriteLine(statement);
        using var cancellation = _running = new CancellationTokenSource();
        try
        {
            if (statement.StartsWith("source ", StringComparison.OrdinalIgnoreCase)) return RunFile(statement["source ".Length..].Trim());
            var started = time.GetTimestamp();
            var rows = Print(session.Execute(statement, cancellation.Token), cancellation.Token);
            if (!Silent) messages.WriteLine(TimeTaken(time.GetElapsedTime(started), rows));
            return true;
        }
        catch (OperationCanceledException)
        {
            output.Flush();
            messages.WriteLine("The statement was cancelled.");
            return false;
        }
        catch (Exception e)
        {
            // What the user did is told in a sentence; what we did wrong, with its stack. The shell lives on.
            output.Flush();
            messages.WriteLine(e is SparkException or IOException or UsageException ? e.Message : e.ToString());
            return false;
        }
        finally
        {
            _running = null;
        }
    }

    public bool RunFile(string path)
    {
        if (File.Exists(path)) return RunAll(StatementSplitter.Split(File.ReadAllText(path)));
        messages.WriteLine($"The file {path} does not exist.");
        return false;
    }

    private long Print(ShellResult result, CancellationToken cancellation)
    {
        var line = new StringBuilder();
        if (result.Columns.Count > 0 && IsOn("spark.sql.cli.print.header")) WriteRow(line, result.Columns);
        long count = 0;
        foreach (var row in result.Rows)
        {
            cancellation.ThrowIfCancellationRequested();
            WriteRow(line, row);
            count++;
        }
        output.Flush();
        return count;
    }

    private void WriteRow(StringBuilder line, IReadOnlyList<string> row)
    {
        line.Clear();
        for (var i = 0; i < row.Count; i++)
        {
            if (i > 0) line.Append('\t');
            line.Append(row[i]);
        }
        output.WriteLine(line);
    }

    private bool IsOn(string key) => "true".Equals(session.GetConf(key), StringComparison.OrdinalIgnoreCase);

    private static string TimeTaken(TimeSpan taken, long rows)
    {
        var seconds = Math.Round(taken.TotalSeconds, 3).ToString("0.0##", CultureInfo.InvariantCulture);
        return rows > 0 ? $"Time taken: {seconds} seconds, Fetched {rows} row(s)" : $"Time taken: {seconds} seconds";
    }
}
