using Firesteel.Foundation.Configuration;
using Firesteel.Testing;

namespace Firesteel.Foundation.Tests.Configuration;

public sealed class RegistryTests
{
    // Their defaults depend on the machine; authentication is on unless it is turned off.
    private static readonly string[] Computed = ["spark.sql.session.timeZone", "spark.sql.warehouse.dir", "spark.authenticate"];

    [Fact]
    public void Typed_entries_have_the_defaults_that_Spark_documents()
    {
        var different = ConfigRegistry.All
            .Where(e => !Computed.Contains(e.Key) && KnownKeys.Find(e.Key) is { } known && known.Default != e.DefaultText && !(known.Default.Length > 0 && SameValue(e, known.Default)))
            .Select(e => $"{e.Key}: {e.DefaultText}, not {KnownKeys.Find(e.Key)!.Default}");
        Assert.Empty(different);
    }

    [Fact]
    public void Every_entry_says_what_it_means_and_since_when() =>
        Assert.Empty(ConfigRegistry.All.Where(e => !e.Doc.EndsWith('.') || e.Since.Length == 0).Select(e => e.Key));

    [Fact]
    public void Every_key_of_Spark_is_known() => Assert.Equal(986, KnownKeys.All.Count());

    [Fact]
    public void An_unused_key_is_reported_once()
    {
        string[] keys = ["spark.reported.once", "spark.streams.of.no.effect", "spark.sql.shuffle.partitions", "spark.hadoop.fs.x"];
        Assert.Equal(2, ConfigRegistry.ReportUnused(keys).Count());
        Assert.Empty(ConfigRegistry.ReportUnused(keys));
    }

    [Fact]
    public void The_page_is_what_the_registry_says() => Golden.Check("docs/configuration.md", ConfigurationPage.Render());

    private static bool SameValue(ConfigEntry entry, string text) => entry is ConfigEntry<long> size && !text.StartsWith('<') && size.Parse(text) == size.Default;
}
