namespace Firesteel.Deploy.Commands;

/// <summary>What daemons say to those who start them.</summary>
static class DaemonUsage
{
    public const string SparkVersion = "4.3.0";

    /// <returns>The exit code.</returns>
    public static int Print(DaemonUsageException problem, string usage)
    {
        if (problem.Text is { } text) Console.Error.WriteLine(text);
        (problem.Text is null ? Console.Out : Console.Error).WriteLine(usage);
        return problem.Text is null ? 0 : 1;
    }
}
