using Firesteel.Types;
using static Firesteel.Functions;

namespace Firesteel.Connect.Tests.Client;

/// <summary>Programs in the areas of PySpark's DataFrame documentation.</summary>
static class FrameExamples
{
    private static readonly StructType PeopleSchema = new([new("name", StringType.Instance), new("age", IntegerType.Instance), new("dept", StringType.Instance)]);

    public static IEnumerable<Example> All =>
    [
        new("select", s => People(s).Select(Col("name"), (Col("age") + 1).As("next"), Lit(1.5m))),
        new("select star and alias", s => People(s).Alias("p").Select(Col("p.*"), Col("p.age") * 2).OrderBy("name")),
        new("selectExpr", s => People(s).SelectExpr("age % 7 as m", "upper(name)", "case when age > 20 then 'old' else 'new' end").OrderBy("m", "upper(name)")),
        new("filter by column", s => People(s).Filter(Col("age") >= 23 & Col("dept") != "hr").OrderBy("name")),
        new("filter by text", s => People(s).Where("age between 20 and 40 and name like '%e'").OrderBy("name")),
        new("null tests", s => People(s).Select(Col("name"), Col("age").IsNull(), Col("age").IsNotNull(), Col("age").EqNullSafe(Lit(null))).OrderBy("name")),
        new("isin", s => People(s).Filter(Col("name").IsIn("Alice", "Eve")).OrderBy("name")),
        new("strings", s => People(s).Select(Col("name").StartsWith("A"), Col("name").EndsWith("e"), Col("name").Contains("li"), Col("name").Substr(2, 2), Col("name").RLike("^[AB]")).OrderBy(Col("name"))),
        new("bits", s => s.Range(4).Select(Col("id").BitwiseAND(1), Col("id").BitwiseOR(2), Col("id").BitwiseXOR(3), -Col("id"), Col("id") % 3)),
        new("when", s => People(s).Select(Col("name"), When(Col("age") > 30, "old").When(Col("age").IsNull(), "unknown").Otherwise("young").As("w")).OrderBy("name")),
        new("cast", s => People(s).Select(Col("age").Cast("string"), Col("age").Cast(DoubleType.Instance), Lit("x").TryCast("int")).OrderBy("age")),
        new("cast that fails", s => s.Range(1).Select(Lit("x").Cast("int"))),
        new("withColumn", s => People(s).WithColumn("age", Col("age") * 2).WithColumn("b", Lit("b")).OrderBy("name")),
        new("withColumns", s => People(s).WithColumns([KeyValuePair.Create("a", Col("age") + 1), KeyValuePair.Create("b", Lit(2L))]).OrderBy("name")),
        new("renamed", s => People(s).WithColumnRenamed("name", "n").WithColumnsRenamed([KeyValuePair.Create("age", "a"), KeyValuePair.Create("none", "x")]).OrderBy("n")),
        new("renamed one after the other", s => s.Range(2).WithColumnsRenamed([KeyValuePair.Create("id", "x"), KeyValuePair.Create("x", "y")])),
        new("drop names", s => People(s).Drop("age", "nothing").OrderBy("name")),
        new("drop column", s => People(s) is var p ? p.Drop(p["age"]).OrderBy("name") : null),
        new("drop after join", s => People(s) is var p && Depts(s) is var d ? p.Join(d, p["dept"] == d["dept"]).Drop(d["dept"]).OrderBy("name") : null),
        new("toDF", s => People(s).ToDF("a", "b", "c").OrderBy("a")),
        new("toDF of too few", s => People(s).ToDF("a")),
        new("to schema", s => People(s).To(new([new("age", LongType.Instance), new("name", StringType.Instance)])).OrderBy("name")),
        new("columns and types", s => new object[] { People(s).Columns(), People(s).DTypes().Select(t => $"{t.Name}:{t.Type}"), People(s).ToString() }),
        new("printed schema", s => SchemaTree.Write(Types(s).Schema())),
        new("count, head, take, first, tail", s => new object?[] { People(s).Count(), People(s).OrderBy("name").Head(2), People(s).OrderBy("name").Take(1), People(s).OrderBy("name").First(), People(s).OrderBy("name").Tail(2), People(s).IsEmpty() }),
        new("show", s => People(s).OrderBy("name").ShowString(3, 3) + People(s).OrderBy("name").ShowString(1, 0, vertical: true)),
        new("show nothing", s => People(s).Filter("false").ShowString()),
        new("local iterator", s => s.Range(0, 10_000, 1, 3).ToLocalIterator().Sum(r => r.GetAs<long>(0))),
        new("distinct", s => People(s).Select("dept").Distinct().OrderBy("dept")),
        new("dropDuplicates", s => People(s).Select("dept", "age").DropDuplicates("dept").Select("dept").OrderBy("dept")),
        new("sort", s => People(s).Sort(Col("dept").DescNullsFirst(), Col("age").AscNullsLast())),
        new("limit and offset", s => s.Range(10).OrderBy("id").Offset(3).Limit(4)),
        new("join using", s => People(s).Join(Depts(s), "dept").OrderBy("name")),
        new("join kinds", s => string.Join("/", new[] { "inner", "left", "right", "full", "semi", "anti", "leftouter" }.Select(k => $"{k} {People(s).Join(Depts(s), ["dept"], k).Count()}"))),
        new("join on condition", s => People(s) is var p && Depts(s) is var d ? p.Join(d, p["dept"] == d["dept"], "left").Select(p["name"], d["floor"]).OrderBy("name") : null),
        new("join of ranges on ids", s => s.Range(5) is var a && s.Range(3, 8) is var b ? a.Join(b, a["id"] == b["id"]).Select(a["id"], b["id"].As("other")).OrderBy("other") : null),
        new("cross join", s => s.Range(2).CrossJoin(s.Range(2).ToDF("b")).OrderBy("id", "b")),
        new("union", s => s.Range(2).Union(s.Range(5, 7)).OrderBy("id")),
        new("unionByName", s => s.Range(2).UnionByName(s.Range(1).Select(Lit("x").As("n"), Col("id")), allowMissingColumns: true).OrderBy("id", "n")),
        new("intersect and except", s => new[] { s.Range(5).Intersect(s.Range(3, 9)).Count(), s.Range(5).ExceptAll(s.Range(3, 9)).Count(), s.Range(5).Except(s.Range(1)).Count(), s.Range(5).Union(s.Range(2)).IntersectAll(s.Range(5)).Count() }),
        new("groupBy and agg", s => People(s).GroupBy("dept").Agg(Count("*").As("n"), Max(Col("age")), Avg("age"), CollectList(Col("name")).Cast("string").As("l")).Select("dept", "n", "max(age)", "avg(age)").OrderBy("dept")),
        new("groupBy shortcuts", s => string.Join("|", new[] { "sum", "avg", "min", "max" }.Select(f => string.Join(",", Shortcut(People(s).GroupBy("dept"), f).OrderBy("dept").Collect().Select(r => $"{r[0]}{r[1]}"))))),
        new("groupBy by name of function", s => People(s).GroupBy("dept").Agg(new Dictionary<string, string> { ["age"] = "max" }).OrderBy("dept")),
        new("groupBy expression", s => People(s).GroupBy((Col("age") / 10).Cast("int").As("decade")).Count().OrderBy("decade")),
        new("agg of all", s => People(s).Agg(Sum("age"), CountDistinct(Col("dept")))),
        new("rollup", s => People(s).Rollup("dept").Agg(Count("*").As("n"), Grouping(Col("dept"))).OrderBy(Col("dept").AscNullsFirst(), Col("n"))),
        new("cube", s => People(s).Cube("dept", "age").Count().OrderBy(Col("dept").AscNullsFirst(), Col("age").AscNullsFirst(), Col("count"))),
        new("pivot", s => People(s).GroupBy("dept").Pivot("name", ["Alice", "Bob"]).Sum("age").OrderBy("dept")),
        new("pivot that finds values", s => People(s).GroupBy("name").Pivot("dept").Agg(Max("age")).OrderBy("name")),
        new("unpivot", s => s.Sql("select 1 id, 2 a, 3 b").Unpivot([Col("id")], [Col("a"), Col("b")], "k", "v").OrderBy("k")),
        new("melt", s => s.Sql("select 1 id, 2 a, 3 b").Melt([Col("id")], "k", "v").OrderBy("k")),
        new("transpose", s => s.Sql("select * from values ('a', 1, 2), ('b', 3, 4) as t(k, x, y)").Transpose()),
        new("window", s => People(s).Select(Col("name"), RowNumber().Over(Window.PartitionBy("dept").OrderBy("age")).As("r"), Sum("age").Over(Window.PartitionBy("dept").OrderBy("age").RowsBetween(Window.UnboundedPreceding, Window.CurrentRow)).As("running")).OrderBy("name")),
        new("window of lag", s => s.Range(4).Select(Col("id"), Lag(Col("id"), 1).Over(Window.OrderBy("id")).As("before"), Lead(Col("id"), 2, -1L).Over(Window.OrderBy("id")).As("after")).OrderBy("id")),
        new("na.fill", s => People(s).Na().Fill(0).Na().Fill("none", ["dept"]).OrderBy("name")),
        new("na.fill by column", s => People(s).Na().Fill(new Dictionary<string, object> { ["age"] = 7, ["dept"] = "d" }).OrderBy("name")),
        new("na.drop", s => new[] { People(s).Na().Drop().Count(), People(s).Na().Drop("all").Count(), People(s).Na().Drop(2).Count(), People(s).Na().Drop(["dept"]).Count() }),
        new("na.replace", s => People(s).Na().Replace("name", new Dictionary<string, string> { ["Alice"] = "A", ["Bob"] = "B" }).OrderBy("name")),
        new("stat", s => new object[] { s.Range(10).Select(Col("id"), (Col("id") * 2).As("b")) is var f ? Math.Round(f.Stat().Corr("id", "b"), 6) : 0, s.Range(10).Select(Col("id"), (Col("id") * 2).As("b")).Stat().Cov("id", "b"), s.Range(101).Stat().ApproxQuantile("id", [0.0, 0.5, 1.0], 0) }),
        new("crosstab", s => People(s).Stat().Crosstab("dept", "name").OrderBy("dept_name").Select("dept_name", "Alice", "Bob")),
        new("freqItems", s => s.Sql("select 1 a union all select 1").Stat().FreqItems(["a"], 0.9)),
        new("sampleBy", s => s.Range(100).Select((Col("id") % 2).As("k")).Stat().SampleBy(Col("k"), new Dictionary<long, double> { [0] = 1.0 }, 1).Distinct()),
        new("describe", s => s.Range(5).Describe("id")),
        new("summary", s => s.Range(5).Summary("count", "min", "50%", "max")),
        new("noop sink", s => { s.Range(10).Write().Format("noop").Mode("overwrite").Save(); return "written"; }),
        new("noop sink that may not exist", s => { s.Range(10).Write().Format("noop").Save(); return "written"; }),
        new("order by what an alias hides", s => s.Sql("select -i as a from values (1), (3), (2) a(i) order by a.i")),
        new("sample with replacement", s => s.Range(0, 20, 1, 3).Sample(1.5, withReplacement: true, 42)),
        new("sample and split", s => new object[] { s.Range(1000).Sample(1.0).Count(), s.Range(100).RandomSplit([1, 2], 7).Sum(p => p.Count()) }),
        new("repartitionById", s => s.Range(0, 10, 1, 2).RepartitionById(3, (Col("id") - 5).Cast("int")).Select(Col("id"), SparkPartitionId())),
        new("repartitionById of nulls", s => s.Range(0, 10, 1, 2).RepartitionById(3, When(Col("id") > 3, Col("id").Cast("int"))).Select(Col("id"), SparkPartitionId())),
        new("repartitionById by what is no number", s => s.Range(10).RepartitionById(3, Col("id"))),
        new("nearest rows", s => Nearest(s.Range(3).Select((Col("id") * 10).As("a")), s.Range(8).Select((Col("id") * 4).As("b")), 2, "exact", "distance", "inner")),
        new("nearest rows, none", s => Nearest(s.Range(3).Select(Col("id").As("a")), s.Range(0).Select(Col("id").As("b")), 2, "approx", "similarity", "left_outer")),
        new("nearest rows in an unknown direction", s => Nearest(s.Range(3).Select(Col("id").As("a")), s.Range(3).Select(Col("id").As("b")), 2, "exact", "up", "inner")),
        new("nearest rows, too many", s => Nearest(s.Range(3).Select(Col("id").As("a")), s.Range(3).Select(Col("id").As("b")), 100_001, "exact", "distance", "inner")),
        new("repartition", s => s.Range(10).Repartition(3).RepartitionByRange(2, Col("id")).Coalesce(1).Repartition(Col("id")).OrderBy("id").Agg(Sum("id"))),
        new("hint", s => s.Range(3).Hint("broadcast").Join(Broadcast(s.Range(2)), "id").OrderBy("id")),
        new("struct fields", s => Types(s).Select(Col("st.a"), Col("st").GetField("b"), Col("arr").GetItem(0), Col("m").GetItem("k"), Col("arr")[1])),
        new("withField and dropFields", s => Types(s).Select(Col("st").WithField("c", Lit(9)).As("w"), Col("st").DropFields("a").As("d"))),
        new("higher order", s => Types(s).Select(Transform(Col("arr"), x => x + 1).As("t"), Filter(Col("arr"), x => x > 1).As("f"), Aggregate(Col("arr"), Lit(0), (a, x) => a + x).As("g"), Exists(Col("arr"), x => x == 2).As("e"))),
        new("explode", s => Types(s).Select(Explode(Col("arr")).As("x"), Lit("l")).OrderBy("x")),
        new("explode of a map", s => Types(s).Select(Explode(Col("m")).As(["key", "value"]))),
        new("all types", s => Types(s)),
        new("made rows of all types", s => s.CreateDataFrame([Everything()], EverythingSchema)),
        new("made rows", s => People(s).OrderBy("name")),
        new("made objects", s => s.CreateDataFrame(new[] { (1, "a"), (2, "b") }).OrderBy("_1")),
        new("many made rows", s => s.CreateDataFrame(Enumerable.Range(0, 200_000).Select(i => new Row(i, $"row {i}")), new([new("i", IntegerType.Instance), new("s", StringType.Instance)])).Agg(Sum("i"), Max("s"), Count("*"))),
        new("no rows", s => s.EmptyDataFrame().Count()),
        new("no rows of a schema", s => s.CreateDataFrame(new List<Row>(), PeopleSchema)),
        new("typed dataset", s => s.CreateDataset([3L, 1L, 2L]).OrderBy(Col("value")).Collect()),
        new("regular columns", s => People(s).Select(People(s).ColRegex("`(n|d).*`")).OrderBy("name")),
        new("unknown column", s => People(s).Select("nam").Collect()),
        new("ambiguous column", s => s.Range(1).CrossJoin(s.Range(1)).Select("id").Collect()),
        new("observe", s => Observed(s)),
        new("checkpoint", s => s.Range(3).LocalCheckpoint().OrderBy("id")),
        new("deep plan", s => Enumerable.Range(0, 60).Aggregate(s.Range(1).ToDF(), (f, i) => f.WithColumn($"c{i}", Lit(i))).Columns().Count),
    ];

    private static DataFrame People(SparkSession s) => s.CreateDataFrame(
        [new Row("Alice", 34, "it"), new Row("Bob", 23, "hr"), new Row("Eve", null, "it"), new Row("Carol", 51, null), new Row("Dave", 23, "it")], PeopleSchema);

    private static DataFrame Depts(SparkSession s) => s.Sql("select * from values ('it', 1), ('hr', 2), ('law', 3) as t(dept, floor)");

    private static DataFrame Types(SparkSession s) => s.Sql("""
        select true b, 1Y y, 2S s, 3 i, 4L l, cast(1.5 as float) f, 2.5D d, 12.345BD dec, 'text' str, x'0102' bin, date'2024-02-29' dt, timestamp'2024-02-29 12:34:56.789Z' ts,
          timestamp_ntz'2024-02-29 12:34:56' ntz, interval '1' day dti, interval '2' year ymi, array(1, 2, 3) arr, map('k', 'v') m, named_struct('a', 1, 'b', 'x') st, cast(null as int) n
        """);

    private static readonly StructType EverythingSchema = new(
    [
        new("b", BooleanType.Instance), new("y", ByteType.Instance), new("s", ShortType.Instance), new("i", IntegerType.Instance), new("l", LongType.Instance), new("f", FloatType.Instance), new("d", DoubleType.Instance),
        new("dec", new DecimalType(30, 4)), new("str", StringType.Instance), new("bin", BinaryType.Instance), new("dt", DateType.Instance), new("ts", TimestampType.Instance), new("ntz", TimestampNTZType.Instance),
        new("dti", DayTimeIntervalType.Default), new("ymi", YearMonthIntervalType.Default), new("arr", new ArrayType(StringType.Instance)), new("m", new MapType(StringType.Instance, LongType.Instance)),
        new("st", new StructType([new("a", IntegerType.Instance), new("b", new ArrayType(DoubleType.Instance))])), new("n", NullType.Instance),
    ]);

    private static Row Everything() => new(true, (sbyte)-1, (short)-2, -3, -4L, -1.5f, -2.5, -12.3456m, "tëxt", new byte[] { 1, 255 }, new DateOnly(1969, 12, 31), new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero),
        new DateTime(2024, 1, 2, 3, 4, 5), TimeSpan.FromHours(30), 14, new[] { "a", null }, new Dictionary<string, long> { ["k"] = 1 }, new Row(1, new[] { 0.5 }), null);

    private static DataFrame Shortcut(RelationalGroupedDataset groups, string function) => function switch
    {
        "sum" => groups.Sum("age"),
        "avg" => groups.Avg("age"),
        "min" => groups.Min("age"),
        _ => groups.Max("age"),
    };

    private static DataFrame Nearest(DataFrame left, DataFrame right, int count, string mode, string direction, string joinType)
        => left.NearestByJoin(right, Abs(Col("a") - Col("b")), count, mode, direction, joinType).OrderBy("a", "b");

    private static object? Observed(SparkSession s)
    {
        var observation = new Observation("seen");
        var rows = s.Range(10).Observe(observation, Count(Lit(1)).As("n"), Max(Col("id")).As("top")).Filter("id > 3").Count();
        return new object?[] { rows, observation.Get()["n"], observation.Get()["top"] };
    }
}
