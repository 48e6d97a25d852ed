using Firesteel.Tests.Support;
using Firesteel.Types;
using Xunit;
using static Firesteel.Functions;

namespace Firesteel.Tests.Frames;

/// <summary>DataFrames against what Spark 4.3 answers to the same calls.</summary>
public class DataFrameTests
{
    private static SparkSession Spark => Support.Sessions.Shared;

    private static DataFrame Frame => Spark.CreateDataFrame([("a", 1, 2.5), ("b", 2, 3.5), ("a", 3, 1.0)]).ToDF("k", "v", "d");

    [Fact]
    public void Columns_are_named_as_in_Spark() => Assert.Equal(
        ["(v + 1)", "negative(v)", "(v = 1)", "(NOT (v > 1))", "(k IN (a, b))", "k", "((v >= 1) AND (v <= 2))", "substr(k, 1, 2)", "k LIKE a%", "CASE WHEN (v > 1) THEN x ELSE y END", "(v IS NULL)", "a", "(v <=> 1)", "(v % 2)", "(v / 2)", "(v & 1)",
            "startswith(k, a)"],
        Frame.Select(Col("v") + 1, -Col("v"), Col("v") == 1, !(Col("v") > 1), Col("k").IsIn("a", "b"), Col("k").Cast("int"), Col("v").Between(1, 2), Col("k").Substr(1, 2), Col("k").Like("a%"), When(Col("v") > 1, "x").Otherwise("y"), Col("v").IsNull(), Lit("a"),
            Col("v").EqNullSafe(1), Col("v") % 2, Col("v") / 2, Col("v").BitwiseAND(1), Col("k").StartsWith("a")).Columns());

    [Fact]
    public void Keys_that_a_join_hides_go_through_select_lists()
    {
        var (a, b) = (Spark.CreateDataFrame([(1, "x"), (2, "y")]).ToDF("a", "l"), Spark.CreateDataFrame([(1, "p"), (3, "q")]).ToDF("a", "r"));
        var both = a.Join(b, ["a"], "left").Select("l", "r");
        Assert.Equal(["[1]", "[]"], both.OrderBy("l").Select(b["a"]).Collect().Select(r => $"[{r[0]}]"));
        Assert.Equal("y", both.Where(b["a"].IsNull()).Collect().Single()[0]);
        Assert.Equal(["a", "r"], both.WithColumn("z", Lit(1)).Select(b["*"]).Columns());
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Assert.Throws<AnalysisException>(() => both.Select("a")).Condition);
    }

    [Fact]
    public void Aggregates_are_named_as_in_Spark() => Assert.Equal(
        ["count(DISTINCT k, v)", "sum(DISTINCT v)", "first(k)", "collect_set(k)", "count(1)", "avg(v)", "c"],
        Frame.Agg(CountDistinct("k", "v"), SumDistinct("v"), First("k", true), CollectSet("k"), Count("*"), Avg("v"), Expr("count(1) as c")).Columns());

    [Fact]
    public void Describe_counts_and_measures() => Assert.Equal("""
        +-------+----+---+------------------+
        |summary|   k|  v|                 d|
        +-------+----+---+------------------+
        |  count|   3|  3|                 3|
        |   mean|NULL|2.0|2.3333333333333335|
        | stddev|NULL|1.0|1.2583057392117916|
        |    min|   a|  1|               1.0|
        |    25%|NULL|  1|               1.0|
        |    50%|NULL|  2|               2.5|
        |    75%|NULL|  3|               3.5|
        |    max|   b|  3|               3.5|
        +-------+----+---+------------------+

        """, Frame.Summary().ShowString());

    [Fact]
    public void Pivot_gives_a_column_a_value() => Assert.Equal("""
        +---+----+--------+----+--------+----+--------+
        |  k| 1_s|1_max(d)| 2_s|2_max(d)| 3_s|3_max(d)|
        +---+----+--------+----+--------+----+--------+
        |  a| 2.5|     2.5|NULL|    NULL| 1.0|     1.0|
        |  b|NULL|    NULL| 3.5|     3.5|NULL|    NULL|
        +---+----+--------+----+--------+----+--------+

        """, Frame.GroupBy("k").Pivot("v").Agg(Sum("d").Alias("s"), Max("d")).OrderBy("k").ShowString());

    [Fact]
    public void A_value_of_a_pivot_that_a_group_has_not_is_null()
    {
        Assert.Equal(["[a,1,null,1]", "[b,null,1,null]"], Texts(Frame.GroupBy("k").Pivot("v").Count().OrderBy("k")));
        Assert.Equal(["[a,2.5,null]", "[b,null,3.5]"], Texts(Frame.GroupBy("k").Pivot("v", [1, 2]).Agg(Coalesce(Sum("d"), Lit(0.0))).OrderBy("k")));
        // Texts are not gathered that way.
        Assert.Equal(["[a,1,a,0,null]", "[b,0,null,1,b]"], Texts(Frame.GroupBy("k").Pivot("v", [1, 2]).Agg(Count("d"), Max("k")).OrderBy("k")));
    }

    [Fact]
    public void Crosstab_counts_pairs() => Assert.Equal("""
        +---+---+---+---+
        |k_v|  1|  2|  3|
        +---+---+---+---+
        |  a|  1|  0|  1|
        |  b|  0|  1|  0|
        +---+---+---+---+

        """, Frame.Stat().Crosstab("k", "v").OrderBy("k_v").ShowString());

    [Fact]
    public void Cube_and_rollup_give_subtotals()
    {
        Assert.Equal(["[null,null,7.0,3]", "[null,1,2.5,2]", "[null,2,3.5,2]", "[null,3,1.0,2]", "[a,null,3.5,1]", "[a,1,2.5,0]", "[a,3,1.0,0]", "[b,null,3.5,1]", "[b,2,3.5,0]"],
            Texts(Frame.Cube("k", "v").Agg(Sum("d"), GroupingId()).OrderBy("k", "v")));
        Assert.Equal(["[null,3]", "[a,2]", "[b,1]"], Texts(Frame.Rollup("k").Count().OrderBy("k")));
    }

    [Fact]
    public void Unpivot_gives_a_row_a_value() => Assert.Equal(["[a,1.0]", "[a,1.0]", "[a,2.5]", "[a,3.0]", "[b,2.0]", "[b,3.5]"], Texts(Frame.Coalesce(1).Unpivot(["k"], ["v", "d"], "var", "val").Select("k", "val").OrderBy("k", "val")));

    [Fact]
    public void With_columns_replaces_and_adds() => Assert.Equal(["[a,2,2.5,1]", "[b,4,3.5,1]", "[a,6,1.0,1]"], Texts(Frame.WithColumns(new Dictionary<string, Column> { ["v"] = Col("v") * 2, ["z"] = 1 })));

    [Fact]
    public void Aggregates_in_a_select_need_no_groups() => Assert.Equal(["[6]"], Texts(Frame.Select(Sum("v"))));

    [Fact]
    public void A_frame_joined_with_one_made_of_it()
    {
        var some = Frame is var frame ? frame.Filter("v > 1") : null!;
        Assert.Equal(["[a,1,2.5,a,3,1.0]", "[a,3,1.0,a,3,1.0]", "[b,2,3.5,b,2,3.5]"], Texts(frame.Join(some, frame["k"] == some["k"])).Order(StringComparer.Ordinal));
        Assert.Equal("_LEGACY_ERROR_TEMP_1182", Error(() => frame.Join(some, frame["k"] == some["v"])));
        // Only an equation has a meaning of its own.
        Assert.Equal("_LEGACY_ERROR_TEMP_1182", Error(() => frame.Join(some, frame["v"] > some["v"])));
        Assert.Equal(["[a,1,2.5]"], Texts(frame.Join(some, frame["v"] == some["v"], "left_anti")));
        Assert.Equal("AMBIGUOUS_REFERENCE", Error(() => frame.Join(some, frame["k"] == some["k"]).Join(some, frame["k"] == some["k"])));
    }

    [Fact]
    public void A_column_that_shows_on_both_sides_of_a_join_with_itself_means_neither()
    {
        var frame = Frame;
        var some = frame.Filter("v > 1");
        var joined = frame.Join(some, frame["v"] == some["v"]);
        Assert.Equal("_LEGACY_ERROR_TEMP_1182", Assert.Throws<AnalysisException>(() => joined.Select(frame["k"])).Condition);
        Assert.Equal("_LEGACY_ERROR_TEMP_1182", Assert.Throws<AnalysisException>(() => joined.Filter(some["k"] == "a")).Condition);
        Assert.Equal(["[b]", "[a]"], Texts(frame.Alias("l").Join(some.Alias("r"), Col("l.v") == Col("r.v")).OrderBy("l.v").Select("r.k")));
        var sums = frame.GroupBy("k").Agg(Sum("v").Alias("s"));
        var summed = frame.Join(sums, frame["k"] == sums["k"]);
        Assert.Equal(["[1,4]", "[2,2]", "[3,4]"], Texts(summed.Select(frame["v"], sums["s"]).OrderBy("v")));
        Assert.Equal("_LEGACY_ERROR_TEMP_1182", Assert.Throws<AnalysisException>(() => summed.Select(sums["k"])).Condition);
        Assert.Equal(["k", "v", "d"], summed.Select(frame["*"]).Columns());
        Assert.Equal(["[2]", "[3]"], Texts(joined.Select(Sum(frame["v"]).Over(Window.PartitionBy(some["v"])).Alias("t")).OrderBy("t")));
    }

    [Fact]
    public void A_column_of_another_frame_is_missing()
    {
        var other = Spark.CreateDataFrame([("a", 1)]).ToDF("k", "w");
        Assert.Equal("MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT", Error(() => Frame.Select(other["w"])));
        Assert.Equal("MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_APPEAR_IN_OPERATION", Error(() => Frame.Filter(other["k"] == "a")));
        Assert.Equal("MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT", Error(() => Frame.GroupBy(other["w"]).Count()));
        var frame = Frame;
        Assert.Equal("MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT", Error(() => frame.Drop("d").Select(frame["d"])));
        Assert.Equal("MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT", Error(() => frame.Select("k").Join(other, frame["v"] == other["w"])));
        Assert.Equal("MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT", Error(() => frame.Select(Explode(Array(other["w"])))));
        Assert.Equal("MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT", Error(() => frame.Cube(other["w"]).Count()));
        Assert.Equal("MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT", Error(() => frame.Unpivot([other["w"]], [Col("v")], "n", "u")));
        Assert.Equal("MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT", Error(() => frame.GroupBy("k").Count().Filter(frame["v"] > 1)));
        Assert.Equal("MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT", Error(() => frame.GroupBy("k").Count().Sort(frame["v"])));
        Assert.Equal(["[a]"], Texts(frame.Select("k").Filter(frame["v"] == 1)));
    }

    [Fact]
    public void Columns_have_the_names_that_Spark_gives_them()
    {
        var window = Window.PartitionBy("k").OrderBy("v");
        Assert.Equal(
            [
                "sum(v) OVER (PARTITION BY k ORDER BY v ASC NULLS FIRST ROWS BETWEEN -1 FOLLOWING AND 1 FOLLOWING)",
                "sum(v) OVER (PARTITION BY k ORDER BY v ASC NULLS FIRST ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)",
                "update_fields(struct(k, v), dropfield())",
            ],
            Frame.Select(Sum("v").Over(window.RowsBetween(-1, 1)), Expr("sum(v) over (partition by k order by v rows between 1 preceding and 1 following)"), Struct("k", "v").DropFields("v")).Columns());
    }

    [Fact]
    public void Statistics_of_columns_with_nulls()
    {
        var frame = Spark.Sql("select * from values (1, 10D, 'x'), (2, null, 'y'), (3, 30D, 'z'), (null, 7D, 'z'), (5, double('NaN'), 'z') as t(a, b, s)");
        // A null counts as 0 there, as in Spark.
        Assert.Equal(-0.15, frame.Filter("a is null or a < 5").Union(Spark.Sql("select 5, 1D, 's'")).Stat().Cov("a", "b"), 1e-12);
        Assert.Equal(double.NaN, frame.Stat().Corr("a", "b"));
        // NaN is no number.
        Assert.Equal([7.0, 10.0, 30.0], frame.Stat().ApproxQuantile("b", [0, 0.5, 1], 0));
        Assert.EndsWith("column s with data type StringType is not supported.", Assert.Throws<ArgumentException>(() => frame.Stat().ApproxQuantile("s", [0.5], 0)).Message);
        Assert.EndsWith("covariance calculation for columns with dataType string not supported.", Assert.Throws<ArgumentException>(() => frame.Stat().Cov("s", "a")).Message);
        Assert.Equal("UNRECOGNIZED_STATISTIC", Assert.Throws<SparkException>(() => frame.Summary("count", "x%")).Condition);
        Assert.Equal("UNPIVOT_VALUE_DATA_TYPE_MISMATCH", Error(() => frame.Unpivot([], [Col("a"), Col("s")], "k", "v")));
        Assert.Equal("_LEGACY_ERROR_TEMP_1321", Error(() => frame.CreateTempView("a b")));
    }

    [Fact]
    public void Using_columns_show_once() => Assert.Equal(["[a,1,2.5,1]", "[a,3,1.0,1]"],
        Texts(Frame.Join(Spark.CreateDataFrame([("a", 1)]).ToDF("k", "w"), "k").OrderBy("v")));

    [Fact]
    public void Semi_and_anti_joins_keep_the_left_side()
    {
        var one = Spark.CreateDataFrame([("a", 1)]).ToDF("k", "w");
        Assert.Equal(2, Frame.Join(one, ["k"], "left_semi").Count());
        Assert.Equal(["[b,2,3.5]"], Texts(Frame.Join(one, ["k"], "left_anti")));
    }

    [Fact]
    public void Errors_come_where_the_call_is_made()
    {
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Error(() => Frame.Select("nosuch")));
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Error(() => Frame.Col("nosuch")));
        Assert.Equal("_LEGACY_ERROR_TEMP_1323", Error(() => Frame.GroupBy("v").Sum("k")));
        Assert.Equal("UNSUPPORTED_JOIN_TYPE", Error(() => Frame.Join(Frame, "k", "funny")));
        Assert.Equal("UNRESOLVED_COLUMN_AMONG_FIELD_NAMES", Error(() => Frame.DropDuplicates("zz")));
        Assert.Equal("TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS", Error(() => Frame.CreateTempView("a.b")));
        Assert.Equal("TABLE_OR_VIEW_NOT_FOUND", Error(() => Spark.Table("zz")));
        Assert.Equal("NUM_COLUMNS_MISMATCH", Error(() => Frame.Union(Frame.Select("k"))));
        Assert.Equal("MISSING_AGGREGATION", Error(() => Frame.GroupBy("k").Agg(Col("v"))));
        Assert.Equal("MISSING_GROUP_BY", Error(() => Frame.Select(Sum("v"), "k")));
        Assert.Equal("INVALID_ATTRIBUTE_NAME_SYNTAX", Error(() => Frame.Select("a..b")));
        Assert.Equal("ASSIGNMENT_ARITY_MISMATCH", Error(() => Frame.ToDF("a")));
        Assert.Equal("UNSUPPORTED_FEATURE.PIVOT_AFTER_GROUP_BY", Error(() => Frame.Rollup("k").Pivot("v").Count()));
        Assert.Equal("UNBOUND_SQL_PARAMETER", Error(() => Spark.Sql("select :a")));
        Assert.Equal("FIELD_NOT_FOUND", Assert.Throws<SparkException>(() => Frame.First().FieldIndex("zz")).Condition);
        Assert.Equal("CAST_INVALID_INPUT", Assert.ThrowsAny<SparkException>(() => Frame.Select(Col("k").Cast("int")).Collect()).Condition);
    }

    [Fact]
    public void Parameters_take_values_and_columns()
    {
        Assert.Equal(["[5,x]"], Texts(Spark.Sql("select :n + 1, :s", new Dictionary<string, object?> { ["n"] = 4, ["s"] = Lit("x") })));
        Assert.Equal(["[7]"], Texts(Spark.Sql("select ? + ?", 3, 4)));
    }

    [Fact]
    public void Values_go_in_and_out_unchanged()
    {
        var schema = new StructType(
            new StructField("b", BinaryType.Instance), new StructField("dec", new DecimalType(38, 10)), new StructField("d", DateType.Instance), new StructField("t", TimestampType.Instance), new StructField("n", TimestampNTZType.Instance),
            new StructField("a", new ArrayType(IntegerType.Instance)), new StructField("m", new MapType(StringType.Instance, LongType.Instance)), new StructField("s", new StructType(new StructField("x", ByteType.Instance), new StructField("y", StringType.Instance))));
        var row = new Row(new byte[] { 1, 2 }, 12.5m, new Date(2024, 1, 31), new Timestamp(2024, 1, 31, 1, 2, 3, 4), new DateTime(2024, 1, 31), new object?[] { 1, null }, new Dictionary<object, object?> { ["k"] = 1L }, new Row((sbyte)1, null));
        var back = Spark.CreateDataFrame([row, new Row(new object?[8])], schema).Collect();
        Assert.Equal(row.Get(0), back[0].Get(0));
        Assert.Equal(12.5m, back[0].GetAs<decimal>("dec"));
        Assert.Equal(new DateOnly(2024, 1, 31), back[0].GetAs<DateOnly>("d"));
        Assert.Equal(new DateTimeOffset(2024, 1, 31, 1, 2, 3, TimeSpan.Zero).AddTicks(40), back[0].GetAs<DateTimeOffset>("t"));
        for (var i = 0; i < row.Count; i++) Assert.True(new Row(row[i]).Equals(new Row(back[0][i])), $"{i}: {back[0][i]}");
        Assert.True(row.Equals(back[0]));
        Assert.True(back[1].All(v => v is null));
        Assert.Equal([1], back[0].GetAs<List<int?>>("a").OfType<int>());
        Assert.Equal("NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", Assert.Throws<SparkRuntimeException>(() => Spark.CreateDataFrame([new Row(123.4m)], new StructType(new StructField("x", new DecimalType(2, 0))))).Condition);
    }

    [Fact]
    public void Missing_values_are_filled_dropped_and_replaced()
    {
        var frame = Spark.Sql("select * from values (1, 'x', cast('NaN' as double)), (null, null, 1.0), (3, 'y', null) as t(a, b, c)");
        Assert.Equal(["[1,x,0.0]", "[0,null,1.0]", "[3,y,0.0]"], Texts(frame.Na().Fill(0L)));
        Assert.Equal(["[1,x,NaN]", "[null,-,1.0]", "[3,y,null]"], Texts(frame.Na().Fill("-")));
        Assert.Equal(0, frame.Na().Drop().Count());
        Assert.Equal(["[1,x,NaN]", "[3,y,null]"], Texts(frame.Na().Drop(["a"])));
        Assert.Equal(["[1,z,NaN]", "[null,null,1.0]", "[3,y,null]"], Texts(frame.Na().Replace("b", new Dictionary<string, string> { ["x"] = "z" })));
    }

    [Fact]
    public void A_cached_frame_is_computed_once()
    {
        var calls = 0;
        var count = Udf<long, long>(x => { Interlocked.Increment(ref calls); return x; });
        var frame = Spark.Range(0, 10, 1, 2).Select(count(Col("id")).As("x")).Cache();
        Assert.Equal(10, frame.Filter(Col("x") >= 0).Count());
        Assert.Equal(45L, frame.Agg(Sum("x")).First()[0]);
        Assert.Equal(10, calls);
        frame.Unpersist();
        frame.Collect();
        Assert.Equal(20, calls);
    }

    [Fact]
    public void Hundreds_of_columns_one_by_one()
    {
        var frame = Frame;
        for (var i = 0; i < 500; i++) frame = frame.WithColumn($"c{i}", Col("v") + i);
        Assert.Equal(500, frame.First()["c499"]);
    }

    [Fact]
    public void Windows_number_rows_and_sum_up_to_them() => Assert.Equal(["[a,1,1,2.5]", "[a,3,2,3.5]", "[b,2,1,3.5]"],
        Texts(Frame.Select("k", "v", RowNumber().Over(Window.PartitionBy("k").OrderBy("v")), Sum("d").Over(Window.PartitionBy("k").OrderBy("v").RowsBetween(Window.UnboundedPreceding, Window.CurrentRow))).OrderBy("k", "v")));

    [Fact]
    public void Lambdas_work_on_elements() => Assert.Equal(["[ArraySeq(2, 3),6,ArraySeq(2)]"],
        Texts(Spark.Sql("select array(1, 2) a").Select(Transform("a", x => x + 1), Aggregate(Col("a"), Lit(0), (sum, x) => sum + x * 2), Filter("a", x => x > 1))));

    [Fact]
    public void Fields_are_added_replaced_and_dropped()
    {
        var frame = Spark.Sql("select named_struct('a', 1, 'b', named_struct('c', 2, 'd', 3)) s");
        Assert.Equal(["[[1,[2,3],9]]"], Texts(frame.Select(Col("s").WithField("z", 9))));
        Assert.Equal(["[[x,[2,3]]]"], Texts(frame.Select(Col("s").WithField("a", Lit("x")))));
        Assert.Equal(["[[1,[7,3]]]"], Texts(frame.Select(Col("s").WithField("b.c", 7))));
        Assert.Equal(["[[[2]]]"], Texts(frame.Select(Col("s").DropFields("a", "b.d"))));
        Assert.Equal("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", Error(() => Frame.Select(Col("v").WithField("z", 9))));
    }

    [Fact]
    public void Samples_draw_as_in_Spark()
    {
        Assert.Equal(2, Frame.RandomSplit([1, 1], 7)[0].Count());
        Assert.Equal(2, Frame.Sample(0.5, seed: 3).Count());
        Assert.Equal(100, Spark.Range(100).RandomSplit([1, 2, 3], 42).Sum(part => part.Count()));
    }

    [Fact]
    public void Views_of_a_session_are_its_own()
    {
        Frame.CreateOrReplaceTempView("own");
        Frame.CreateOrReplaceGlobalTempView("shared_by_all");
        var other = Spark.NewSession();
        Assert.True(Spark.Catalog.TableExists("own"));
        Assert.False(other.Catalog.TableExists("own"));
        Assert.Equal(3, other.Table("global_temp.shared_by_all").Count());
        Assert.True(Spark.Catalog.DropTempView("own"));
        Assert.False(Spark.Catalog.DropTempView("own"));
    }

    private static string[] Texts(DataFrame frame) => [.. frame.Collect().Select(r => r.ToString())];

    private static string Error(Action action) => Assert.ThrowsAny<AnalysisException>(action).Condition;

    [Fact]
    public void Partitions_are_counted_from_one()
    {
        const string Expected = "requirement failed: Number of partitions (0) must be positive.";
        var frame = Support.Sessions.Shared.Range(3);
        Action[] wrong =
        [
            () => frame.Repartition(0), () => frame.Coalesce(0), () => frame.Repartition(0, Col("id")), () => frame.RepartitionByRange(0, Col("id")),
            () => Support.Sessions.Shared.Sql("select /*+ coalesce(0) */ 1"), () => Support.Sessions.Shared.Sql("select /*+ repartition_by_range(0, id) */ id from range(3)"),
        ];
        foreach (var call in wrong) Assert.StartsWith(Expected, Assert.Throws<ArgumentException>(call).Message);
    }

    [Fact]
    public void Columns_of_a_frame_may_be_null_after_an_outer_join()
    {
        var (left, right) = (Spark.Range(5), Spark.Range(3));
        var joined = left.Join(right, left["id"] == right["id"], "left");
        Assert.Equal(2, joined.Filter(right["id"].IsNull()).Count());
        Assert.Equal([0L, 1, 2, -1, -1], joined.OrderBy(left["id"]).Select(Coalesce(right["id"], Lit(-1L))).Collect().Select(r => r.GetAs<long>(0)));
        Assert.Equal([false, true], joined.Select(left["id"], right["id"]).Schema().Fields.Select(f => f.Nullable));
    }
}
