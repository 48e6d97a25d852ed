using System.Text.Json;
using Xunit;
using static Firesteel.Functions;

namespace Firesteel.Tests.Sessions;

/// <summary>Sessions, their settings, and what listeners learn of an application.</summary>
public class SessionTests
{
    private static SparkSession Spark => Support.Sessions.Shared;

    [Fact]
    public void The_builder_gives_the_session_there_is()
    {
        Assert.Same(Spark, SparkSession.Builder().Config("spark.sql.shuffle.partitions", 2).GetOrCreate());
        Assert.Equal("4.3.0", Spark.Version());
        Assert.StartsWith("local-", Spark.SparkContext.ApplicationId);
        Assert.Equal(2, Spark.SparkContext.DefaultParallelism);
    }

    [Fact]
    public void Settings_belong_to_a_session()
    {
        var own = Spark.NewSession();
        own.Conf().Set("spark.sql.ansi.enabled", false);
        Assert.Null(own.Sql("select cast('x' as int)").First()[0]);
        Assert.Equal("true", Spark.Conf().Get("spark.sql.ansi.enabled"));
        Assert.Equal("CANNOT_MODIFY_STATIC_CONFIG", Assert.ThrowsAny<SparkException>(() => own.Conf().Set("spark.sql.warehouse.dir", "/x")).Condition);
        Assert.Equal("SQL_CONF_NOT_FOUND", Assert.ThrowsAny<SparkException>(() => own.Conf().Get("spark.sql.nosuch")).Condition);
    }

    [Fact]
    public void The_catalog_lists_tables_columns_and_databases()
    {
        Spark.Sql("create database if not exists shelf");
        Spark.Range(3).Select(Col("id"), Lit("x").As("p")).Write().Mode("overwrite").PartitionBy("p").SaveAsTable("shelf.books");
        Assert.Contains(Spark.Catalog.ListDatabases(), d => d.Name == "shelf");
        Assert.Equal(("books", "MANAGED", "shelf"), Spark.Catalog.ListTables("shelf").Where(t => !t.IsTemporary).Select(t => (t.Name, t.TableType, t.Database!)).Single());
        Assert.Equal([("id", "bigint", false), ("p", "string", true)], Spark.Catalog.ListColumns("shelf.books").Select(c => (c.Name, c.DataType, c.IsPartition)));
        Spark.Range(3, 4).Select(Col("id"), Lit("y").As("p")).Write().InsertInto("shelf.books");
        Assert.Equal(4, Spark.Table("shelf.books").Count());
        Assert.Equal("TABLE_OR_VIEW_ALREADY_EXISTS", Assert.ThrowsAny<AnalysisException>(() => Spark.Range(1).Write().SaveAsTable("shelf.books")).Condition);
        Spark.Sql("drop database shelf cascade");
        Assert.False(Spark.Catalog.DatabaseExists("shelf"));
    }

    [Fact]
    public void Files_are_written_once_and_read_back()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("firesteel-files-").FullName, "out");
        var frame = Spark.Range(10).WithColumn("t", Col("id").Cast("string"));
        frame.Write().Parquet(path);
        Assert.Equal("PATH_ALREADY_EXISTS", Assert.ThrowsAny<AnalysisException>(() => frame.Write().Parquet(path)).Condition);
        frame.Write().Mode("ignore").Parquet(path);
        frame.Write().Mode("append").Parquet(path);
        Assert.Equal(20, Spark.Read().Parquet(path).Count());
        frame.Write().Mode("overwrite").Option("header", true).Csv(path);
        Assert.Equal(frame.Schema().SimpleString, Spark.Read().Option("header", true).Schema("id BIGINT, t STRING").Csv(path).Schema().SimpleString);
        Assert.Equal(10, Spark.Read().Format("csv").Option("header", true).Load(path).Count());
        Assert.Equal("INVALID_SAVE_MODE", Assert.ThrowsAny<AnalysisException>(() => frame.Write().Mode("zzz")).Condition);
        Assert.Equal("SORT_BY_WITHOUT_BUCKETING", Assert.ThrowsAny<AnalysisException>(() => frame.Write().SortBy("id")).Condition);
        Assert.Equal("_LEGACY_ERROR_TEMP_1312", Assert.ThrowsAny<AnalysisException>(() => frame.Write().BucketBy(2, "id").Parquet(path)).Condition);
        Assert.Equal("PATH_NOT_FOUND", Assert.ThrowsAny<AnalysisException>(() => Spark.Read().Parquet(path + "-none")).Condition);
    }

    [Fact]
    public void An_application_leaves_an_event_log()
    {
        var folder = Directory.CreateTempSubdirectory("firesteel-events-").FullName;
        var context = new SparkContext(new SparkConf(false).SetMaster("local[1]").SetAppName("logged").Set("spark.eventLog.enabled", "true").Set("spark.eventLog.dir", folder));
        Assert.Equal(3, context.Parallelize([1, 2, 3], 2).Count());
        context.Stop();
        context.Stop();
        var events = File.ReadLines(Directory.GetFiles(folder).Single()).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("Event").GetString()).ToList();
        Assert.Equal("SparkListenerLogStart", events[0]);
        Assert.Subset(events.ToHashSet(), new HashSet<string?> { "SparkListenerApplicationStart", "SparkListenerEnvironmentUpdate", "SparkListenerExecutorAdded", "SparkListenerBlockManagerAdded", "SparkListenerJobStart", "SparkListenerTaskEnd", "SparkListenerJobEnd" });
        Assert.Equal("SparkListenerApplicationEnd", events[^1]);
        Assert.Equal(2, events.Count(e => e == "SparkListenerTaskEnd"));
        Assert.Contains("stopped", Assert.ThrowsAny<SparkException>(() => context.Parallelize([1], 1).Count()).Message);
    }
}
