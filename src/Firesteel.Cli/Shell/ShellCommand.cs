namespace Firesteel.Cli.Shell;

/// <summary><c>spark-sql</c>.</summary>
static class ShellCommand
{
    public static int Run(string[] args) => throw new UsageException("The SQL shell is not there yet.");
}
