namespace Firesteel.Cli.Shell;

/// <summary>Opens the session behind the shell.</summary>
static class ShellSessions
{
    /// <summary>A session with the settings that this process was started with.</summary>
    public static IShellSession Open() => throw new UsageException("The engine has no SQL session yet.");
}
