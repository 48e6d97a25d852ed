using System.Text.RegularExpressions;

namespace Firesteel.Foundation.Configuration;

/// <summary>Hides values that must not reach logs, pages or event logs.</summary>
static partial class Redaction
{
    public const string Hidden = "*********(redacted)";
    private static volatile Regex? _own;

    [GeneratedRegex("secret|password|token|access[.]?key|credential", RegexOptions.IgnoreCase)]
    private static partial Regex SecretKey();

    /// <summary>Hides what matches a pattern of the user's, in place of the built-in one.</summary>
    /// <exception cref="SparkException">It is no pattern.</exception>
    public static void Use(string pattern)
    {
        try { _own = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)); }
        catch (ArgumentException e)
        {
            throw SparkException.WithoutCondition($"spark.redaction.regex is no regular expression: {e.Message}", e);
        }
    }

    /// <summary>The value as it may be shown: hidden when key or value speak of a secret.</summary>
    public static string Value(string key, string value)
    {
        var pattern = _own ?? SecretKey();
        return pattern.IsMatch(key) || pattern.IsMatch(value) ? Hidden : value;
    }
}
