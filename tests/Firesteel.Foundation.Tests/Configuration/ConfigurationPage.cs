using System.Text;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Foundation.Tests.Configuration;

/// <summary>Writes docs/configuration.md from the registry.</summary>
static class ConfigurationPage
{
    public static string Render()
    {
        var page = new StringBuilder("""
            # Configuration

            Settings have Spark's names. A program's own `SparkConf` goes before `spark-submit`'s options, and those before `conf/spark-defaults.conf`.
            `SET key=value` changes a session's settings while it runs. A key that is not known is kept, reported once, and has no effect.

            Sizes are written `512k`, `64m`, `2g`; durations `100ms`, `10s`, `5min`, `1h`, `1d`.

            This page is made from the registry in `src/Firesteel.Foundation/Configuration`: change it there and run the tests with `UPDATE_GOLDEN=1`.

            ## Settings that the engine reads

            | key | type | default | since | meaning |
            | --- | --- | --- | --- | --- |

            """);
        foreach (var entry in ConfigRegistry.All.Where(e => e.Support == ConfigSupport.Honoured)) Row(page, entry);
        page.Append("""

            ## Settings that are checked and have no effect yet

            | key | type | default | since | meaning |
            | --- | --- | --- | --- | --- |

            """);
        foreach (var entry in ConfigRegistry.All.Where(e => e.Support == ConfigSupport.Accepted)) Row(page, entry);
        page.Append("\n## Other keys of Spark\n\nThey are known by name and default, so that `SET key` answers; nothing reads them yet.\n\n| key | default | since |\n| --- | --- | --- |\n");
        foreach (var key in KnownKeys.All.Where(k => ConfigRegistry.Find(k.Name) is null).OrderBy(k => k.Name, StringComparer.Ordinal))
            page.Append($"| `{key.Name}` | {Text(key.Default)} | {key.Since} |\n");
        return page.ToString();
    }

    private static void Row(StringBuilder page, ConfigEntry entry)
    {
        var initial = entry.Key switch
        {
            "spark.sql.session.timeZone" => "the machine's",
            "spark.sql.warehouse.dir" => "spark-warehouse in the working folder",
            _ => Text(entry.DefaultText),
        };
        page.Append($"| `{entry.Key}` | {entry.TypeName} | {initial} | {entry.Since} | {entry.Doc.Replace("|", "\\|", StringComparison.Ordinal)}{(entry.IsStatic ? " Fixed when the application starts." : "")} |\n");
    }

    private static string Text(string value) => value switch
    {
        "" => "(empty)",
        "<undefined>" => "(none)",
        _ => $"`{value.Replace("|", "\\|", StringComparison.Ordinal)}`",
    };
}
