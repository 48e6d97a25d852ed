namespace Firesteel.Foundation.Configuration;

/// <summary>Databases, tables and views.</summary>
static class CatalogConfig
{
    public static readonly ConfigEntry<string> WarehouseDir =
        ConfigBuilder.Of("spark.sql.warehouse.dir").Doc("Folder of managed tables.").OfApplication().Computed(ConfigTypes.Text, () => "file:" + Path.GetFullPath("spark-warehouse"));

    public static readonly ConfigEntry<string> DefaultCatalog =
        ConfigBuilder.Of("spark.sql.defaultCatalog").Doc("Catalog of names that say none.").Text("spark_catalog");

    public static readonly ConfigEntry<string> DefaultDatabase =
        ConfigBuilder.Of("spark.sql.catalog.spark_catalog.defaultDatabase").Doc("Database that a session starts in.").OfApplication().Text("default");

    public static readonly ConfigEntry<string> CatalogImplementation =
        ConfigBuilder.Of("spark.sql.catalogImplementation").Doc("Where tables are remembered.").Since("2.0.0").OfApplication().OneOf("in-memory", "in-memory", "hive");

    public static readonly ConfigEntry<string> GlobalTempDatabase =
        ConfigBuilder.Of("spark.sql.globalTempDatabase").Doc("Database of global temporary views.").Since("2.1.0").OfApplication().Text("global_temp");

    public static readonly ConfigEntry<bool> CreateHiveTableByDefault =
        ConfigBuilder.Of("spark.sql.legacy.createHiveTableByDefault").Doc("CREATE TABLE without USING makes a Hive table.").Since("3.1.0").NotYet().Boolean("false");

    public static readonly ConfigEntry<bool> DropTableOnView =
        ConfigBuilder.Of("spark.sql.dropTableOnView.enabled").Doc("DROP TABLE of a view is no error.").Boolean("true");

    public static readonly ConfigEntry<bool> DefaultColumnEnabled =
        ConfigBuilder.Of("spark.sql.defaultColumn.enabled").Doc("Allow DEFAULT values of columns.").Since("3.4.0").Boolean("true");

    public static readonly ConfigEntry<bool> StoreAnalyzedPlanForView =
        ConfigBuilder.Of("spark.sql.legacy.storeAnalyzedPlanForView").Doc("A temporary view keeps its plan and not its text.").Since("3.1.0").Boolean("false");

    public static readonly ConfigEntry<bool> ViewSchemaCompensation =
        ConfigBuilder.Of("spark.sql.legacy.viewSchemaCompensation").Doc("A view casts its columns to what they were when it was made.").Since("4.0.0").Boolean("true");

    public static readonly ConfigEntry<bool> KeepCommandOutputSchema =
        ConfigBuilder.Of("spark.sql.legacy.keepCommandOutputSchema").Doc("SHOW and DESCRIBE have their columns of Spark 3.").Since("3.0.2").Boolean("false");

    public static readonly ConfigEntry<long> MetadataCacheTtl =
        ConfigBuilder.Of("spark.sql.metadataCacheTTLSeconds").Doc("How long listings of files are remembered; negative for ever.").OfApplication().Duration("-1000ms", TimeUnit.SECONDS);

    public static readonly ConfigEntry<string?> Extensions =
        ConfigBuilder.Of("spark.sql.extensions").Doc("Classes that add rules, parsers and functions.").NotYet().OfApplication().OptionalText();

    public static readonly ConfigEntry<bool> SetCommandRejectsCoreConfs =
        ConfigBuilder.Of("spark.sql.legacy.setCommandRejectsSparkCoreConfs").Doc("SET of an application's key is an error.").Since("3.0.0").Boolean("true");

    public static readonly ConfigEntry<string> RedactionOptionsRegex =
        ConfigBuilder.Of("spark.sql.redaction.options.regex").Doc("Options whose key matches are hidden in plans.").NotYet().Text("(?i)url");

    public static readonly ConfigEntry<int> LocalRelationCacheThreshold =
        ConfigBuilder.Of("spark.sql.session.localRelationCacheThreshold").Doc("Larger local data of a Connect client is sent once.").NotYet().Int("1048576");
}
