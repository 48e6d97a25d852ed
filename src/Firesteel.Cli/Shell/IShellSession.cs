namespace Firesteel.Cli.Shell;

/// <summary>What the SQL shell asks of a session.</summary>
interface IShellSession : IDisposable
{
    /// <summary>The database that the prompt names.</summary>
    string CurrentDatabase { get; }

    /// <summary>Runs one statement to its end, or until it is cancelled.</summary>
    /// <exception cref="SparkException">The statement failed.</exception>
    ShellResult Execute(string sql, CancellationToken cancellation);

    /// <summary>The text of a setting, or null.</summary>
    string? GetConf(string key);

    /// <summary>Names of tables, columns and functions that start with a prefix.</summary>
    IEnumerable<string> Complete(string prefix);
}

/// <summary>The answer to a statement.</summary>
/// <param name="Columns">Names of the columns; empty where a statement returns no table.</param>
/// <param name="Rows">The rows as the shell prints them, a text a column.</param>
sealed record ShellResult(IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<string>> Rows)
{
    public static readonly ShellResult Nothing = new([], []);
}
