using static Firesteel.Functions;

namespace Firesteel.Connect.Tests.Client;

/// <summary>Programs in the areas of SQL, settings, the catalog, files and tables.</summary>
static class SessionExamples
{
    public static IEnumerable<Example> All =>
    [
        new("sql", s => s.Sql("select id, id * id sq from range(4) order by id")),
        new("sql with named arguments", s => s.Sql("select :a + 1, :b, :d", new Dictionary<string, object?> { ["a"] = 1, ["b"] = "x", ["d"] = new DateOnly(2024, 1, 1) })),
        new("sql with positional arguments", s => s.Sql("select ? + ?, array(?)", 1, 2L, Array(Lit(1), Lit(2)))),
        new("sql used further", s => s.Sql("select * from range(10)").Filter("id > 7").OrderBy("id")),
        new("sql that fails to parse", s => s.Sql("selec 1")),
        new("sql of an unknown table", s => s.Sql("select * from nowhere_at_all")),
        new("sql of an unknown column", s => s.Sql("select x from range(1)")),
        new("error while it runs", s => s.Sql("select 1 / (id - 1) from range(2)").Collect()),
        new("overflow", s => s.Sql("select 2147483647 + cast(id as int) + 1 from range(1)").Collect()),
        new("temporary view", s => Do(() => s.Range(5).CreateOrReplaceTempView("five"), () => s.Sql("select sum(id) from five"))),
        new("temporary view twice", s => Do(() => s.Range(5).CreateOrReplaceTempView("twice"), () => { s.Range(1).CreateTempView("twice"); return null; })),
        new("global view", s => Do(() => s.Range(2).CreateOrReplaceGlobalTempView("everywhere"), () => s.Sql("select * from global_temp.everywhere order by id"))),
        new("view of made rows", s => Do(() => s.CreateDataFrame(new[] { (1, "a"), (2, "b") }).CreateOrReplaceTempView("made"), () => s.Sql("select _2, _1 from made order by _1"))),
        new("settings", s => { s.Conf().Set("spark.sql.shuffle.partitions", 3); return new object?[] { s.Conf().Get("spark.sql.shuffle.partitions"), s.Conf().Get("spark.none", "d"), s.Conf().GetOption("spark.none"), s.Conf().IsModifiable("spark.sql.ansi.enabled") }; }),
        new("setting unset", s => { s.Conf().Set("spark.sql.ansi.enabled", false); var off = s.Sql("select cast('x' as int)").Collect()[0][0]; s.Conf().Unset("spark.sql.ansi.enabled"); return new object?[] { off, s.Conf().Get("spark.sql.ansi.enabled") }; }),
        new("unknown setting", s => s.Conf().Get("spark.sql.nothing.of.the.kind")),
        new("current names", s => new object[] { s.Catalog.CurrentDatabase(), s.Catalog.CurrentCatalog(), s.Catalog.DatabaseExists("default"), s.Catalog.DatabaseExists("nope"), s.Catalog.FunctionExists("upper"), s.Catalog.FunctionExists("nope_nope") }),
        new("catalog of views", s => Do(() => s.Range(1).CreateOrReplaceTempView("listed"), () => new object?[] { s.Catalog.TableExists("listed"), s.Catalog.GetTable("listed").IsTemporary, s.Catalog.ListColumns("listed").Select(c => c.Name + c.DataType), s.Catalog.DropTempView("listed"), s.Catalog.TableExists("listed") })),
        new("rows of a client are kept", s =>
        {
            var frame = s.CreateDataFrame([(1, "a"), (2, "b")]);
            var before = frame.StorageLevel();
            var kept = frame.Persist(StorageLevel.DiskOnly).StorageLevel();
            var answers = new object[] { before.ToString(), kept.ToString(), frame.Count(), frame.Unpersist(true).StorageLevel().ToString() };
            s.CreateDataFrame([(1, "c")]).CreateOrReplaceTempView("kept_levels");
            s.Catalog.CacheTable("kept_levels", StorageLevel.MemoryOnly);
            return Do(() => { }, () => (object[])[.. answers, s.Table("kept_levels").StorageLevel().ToString(), s.Catalog.IsCached("kept_levels")]);
        }),
        new("catalog cache", s => Do(() => s.Range(1).CreateOrReplaceTempView("kept"), () => { s.Catalog.CacheTable("kept"); var kept = s.Catalog.IsCached("kept"); s.Catalog.UncacheTable("kept"); return new object[] { kept, s.Catalog.IsCached("kept") }; })),
        new("parquet", s => Files(s, (f, p) => f.Write().Parquet(p), p => s.Read().Parquet(p))),
        new("csv", s => Files(s, (f, p) => f.Write().Option("header", true).Csv(p), p => s.Read().Option("header", true).Option("inferSchema", true).Csv(p))),
        new("json of a schema", s => Files(s, (f, p) => f.Write().Json(p), p => s.Read().Schema("id BIGINT, name STRING").Json(p))),
        new("text", s => Files(s, (f, p) => f.Select("name").Write().Text(p), p => s.Read().Text(p).Select(Col("value").As("name"), Lit(1L).As("id")))),
        new("format, load, save, partitions", s => Files(s, (f, p) => f.Write().Format("parquet").PartitionBy("id").Mode("overwrite").Save(p), p => s.Read().Format("parquet").Load(p))),
        new("save twice", s => Files(s, (f, p) => { f.Write().Parquet(p); f.Write().Mode("ignore").Parquet(p); f.Write().Mode(SaveMode.Append).Parquet(p); }, p => s.Read().Parquet(p))),
        new("read nothing", s => s.Read().Parquet("/nowhere/at/all").Count()),
        new("tables", s => Tables(s)),
        new("insert of SQL", s => Inserts(s)),
        new("typed values", s => s.Sql("select 1 a, 'x' b").As<(int, string)>().Collect().Select(t => $"{t.Item1}{t.Item2}")),
        new("new session", s => NewSession(s)),
        new("cloned session", s => Cloned(s)),
        new("functions", s => s.Range(1).Select(Upper(Lit("a")), Concat(Lit("a"), Lit("b")), Coalesce(Lit(null), Lit(1)), ToDate(Lit("2024-01-02")), DateFormat(Lit(new DateOnly(2024, 3, 4)), "yyyy/MM"), Array(Lit(1), Lit(2)), Struct(Lit(1).As("a")), Greatest(Lit(1), Lit(3)), Expr("sequence(1, 3)"), Sha2(Lit("a"), 256))),
        new("called function", s => s.Range(2).Select(CallFunction("power", Col("id"), Lit(2))).OrderBy(Col("id"))),
        new("explained", s => s.Range(1).ToString()),
        new("table function", s => s.Sql("select * from explode(array(3, 4))")),
        new("classic things are refused", s => s.Sql("select 1").Count()),
    ];

    private static object? Do(Action first, Func<object?> then)
    {
        first();
        return then();
    }

    private static DataFrame Files(SparkSession s, Action<DataFrame, string> write, Func<string, DataFrame> read)
    {
        var path = Path.Combine(Path.GetTempPath(), $"firesteel-{Guid.NewGuid():N}");
        try
        {
            write(s.CreateDataFrame(new[] { (1L, "a"), (2L, "b"), (3L, "ç") }).ToDF("id", "name"), path);
            var rows = read(path).Select(Col("id").Cast("bigint").As("id"), Col("name")).OrderBy("id", "name").Collect();
            return s.CreateDataFrame(rows, new Firesteel.Types.StructType([new("id", Firesteel.Types.LongType.Instance), new("name", Firesteel.Types.StringType.Instance)])).OrderBy("id", "name");
        }
        finally
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        }
    }

    private static object Tables(SparkSession s)
    {
        var name = $"t_{Guid.NewGuid():N}";
        try
        {
            s.Range(3).Write().SaveAsTable(name);
            s.Range(3, 5).Write().InsertInto(name);
            s.Range(9, 10).Write().Mode("append").SaveAsTable(name);
            return new object?[] { s.Table(name).Count(), s.Catalog.TableExists(name), s.Catalog.GetTable(name).TableType, s.Catalog.ListTables().Any(t => t.Name == name), s.Read().Table(name).Agg(Sum("id")).First()[0] };
        }
        finally
        {
            s.Sql($"drop table if exists {name}");
        }
    }

    private static DataFrame Inserts(SparkSession s)
    {
        var name = $"t_{Guid.NewGuid():N}";
        s.Sql($"create table {name} (a int, b string) using parquet");
        s.Sql($"insert into {name} values (1, 'x'), (2, 'y')");
        var rows = s.Sql($"select * from {name} order by a").Collect();
        s.Sql($"drop table {name}");
        return s.CreateDataFrame(rows, new Firesteel.Types.StructType([new("a", Firesteel.Types.IntegerType.Instance), new("b", Firesteel.Types.StringType.Instance)])).OrderBy("a");
    }

    private static object NewSession(SparkSession s)
    {
        s.Range(1).CreateOrReplaceTempView("mine");
        var other = s.NewSession();
        var sees = other.Catalog.TableExists("mine");
        if (other.Remote is not null) other.Stop();
        return sees;
    }

    private static object Cloned(SparkSession s)
    {
        s.Range(2).CreateOrReplaceTempView("ours");
        var other = s.CloneSession();
        var sees = other.Table("ours").Count();
        if (other.Remote is not null) other.Stop();
        return sees;
    }
}
