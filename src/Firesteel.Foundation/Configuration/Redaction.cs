using System.Text.RegularExpressions;

namespace Firesteel.Foundation.Configuration;

/// <summary>Hides values that must not reach logs, pages or event logs.</summary>
static partial class Redaction
{
    public const string Hidden = "*********(redacted)";

    [GeneratedRegex("secret|password|token|access[.]?key", RegexOptions.IgnoreCase)]
    private static partial Regex SecretKey();

    /// <summary>The value as it may be shown: hidden when key or value speak of a secret.</summary>
    public static string Value(string key, string value) => SecretKey().IsMatch(key) || SecretKey().IsMatch(value) ? Hidden : value;
}
