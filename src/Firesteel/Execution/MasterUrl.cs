using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Firesteel.Execution;

/// <summary>A master's address, read.</summary>
/// <param name="Threads">How many tasks run at a time in this process; 0 where they run in others.</param>
/// <param name="MaxFailures">How often a task may fail before its job does; for a cluster the settings say.</param>
sealed partial record MasterUrl(int Threads, int MaxFailures)
{
    public bool IsCluster => Threads == 0;

    [GeneratedRegex(@"^local(\[\s*(\*|[0-9]+)\s*(,\s*([0-9]+)\s*)?\])?$")]
    private static partial Regex Local();

    public static bool TryParse(string text, [NotNullWhen(true)] out MasterUrl? master, [NotNullWhen(false)] out string? why)
    {
        (master, why) = (null, null);
        if (text.StartsWith("spark://", StringComparison.Ordinal) || text.StartsWith("local-cluster[", StringComparison.Ordinal))
        {
            master = new MasterUrl(0, 0);
            return true;
        }
        var match = Local().Match(text);
        if (!match.Success)
        {
            why = Refusal(text);
            return false;
        }
        var threads = match.Groups[2] is { Success: true, Value: var count } ? Count(count) : 1;
        var failures = match.Groups[4] is { Success: true, Value: var limit } ? Count(limit) : 1;
        if (threads is null or 0 || failures is null or 0)
        {
            why = $"The master {text} asks for no thread, or for a number that is out of range.";
            return false;
        }
        master = new MasterUrl(threads.Value, failures.Value);
        return true;
    }

    private static int? Count(string text) =>
        text == "*" ? Environment.ProcessorCount : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Refusal(string text)
    {
        var kind = text switch
        {
            _ when text.StartsWith("k8s://", StringComparison.Ordinal) => "Kubernetes",
            "yarn" => "YARN",
            _ => null,
        };
        return kind is null
            ? $"The master {text} is not one of local, local[N], local[*], local[N,FAILURES], local-cluster[N,CORES,MEMORY] and spark://HOST:PORT."
            : $"The master {text} is {kind}, which is not supported yet: use local[*] or spark://HOST:PORT.";
    }
}
