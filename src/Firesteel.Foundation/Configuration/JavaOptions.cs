using System.Text;

namespace Firesteel.Foundation.Configuration;

/// <summary>Options that people write for a JVM, read for their meaning: <c>-Dkey=value</c>, log levels, and flags that mean nothing here.</summary>
/// <param name="Settings">Keys that begin with <c>spark.</c>.</param>
/// <param name="Properties">All other <c>-D</c> keys, log levels left out.</param>
/// <param name="LogLevels">Names of loggers or packages with their levels; <c>""</c> for the root.</param>
/// <param name="LogFile">File of log levels, where one is named.</param>
/// <param name="Ignored">Flags without a meaning here.</param>
sealed record JavaOptions(
    IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, string> Properties, IReadOnlyDictionary<string, string> LogLevels, string? LogFile, IReadOnlyList<string> Ignored)
{
    private const string LoggerPrefix = "log4j.logger.";

    public static JavaOptions Parse(string text)
    {
        var (settings, properties, levels, ignored) = (new Dictionary<string, string>(), new Dictionary<string, string>(), new Dictionary<string, string>(), new List<string>());
        string? file = null;
        foreach (var word in Split(text))
        {
            if (!word.StartsWith("-D", StringComparison.Ordinal) || word.Length == 2)
            {
                ignored.Add(word);
                continue;
            }
            var equals = word.IndexOf('=');
            var (key, value) = equals > 2 ? (word[2..equals], word[(equals + 1)..]) : (word[2..], "");
            switch (key)
            {
                case "log4j2.configurationFile" or "log4j.configurationFile" or "log4j.configuration": file = PathOf(value); break;
                case "log4j.rootLogger" or "log4j2.level" or "log4j.rootCategory": levels[""] = value.Split(',')[0].Trim(); break;
                case var named when named.StartsWith(LoggerPrefix, StringComparison.Ordinal): levels[named[LoggerPrefix.Length..]] = value.Split(',')[0].Trim(); break;
                case var own when own.StartsWith("spark.", StringComparison.Ordinal): settings[own] = value; break;
                default: properties[key] = value; break;
            }
        }
        return new JavaOptions(settings, properties, levels, file, ignored);
    }

    // file:/x, file:///x and file://host/x are all written.
    private static string PathOf(string text)
    {
        if (!text.StartsWith("file:", StringComparison.Ordinal)) return text;
        var rest = text["file:".Length..];
        return rest.StartsWith("//", StringComparison.Ordinal) && rest.IndexOf('/', 2) is > 0 and var root ? rest[root..] : rest;
    }

    /// <summary>Words split by blanks; quotes hold blanks together, a backslash takes the next character as it is.</summary>
    private static List<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, any) = ('\0', false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && quote != '\'' && i + 1 < text.Length) word.Append(text[++i]);
            else if (quote != '\0' && c == quote) quote = '\0';
            else if (quote == '\0' && c is '"' or '\'') (quote, any) = (c, true);
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (word.Length > 0 || any) words.Add(word.ToString());
                word.Clear();
                any = false;
            }
            else word.Append(c);
        }
        if (word.Length > 0 || any) words.Add(word.ToString());
        return words;
    }
}
