using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Types;

namespace Firesteel.Python.Tests.Udf;

[Collection("spark context")]
public sealed class PythonUdfTests(PythonUdfs python) : IClassFixture<PythonUdfs>
{
    [Theory]
    [InlineData(PythonEvalType.Batched)]
    [InlineData(PythonEvalType.ArrowBatched)]
    public void Every_type_goes_to_Python_and_comes_back(object evalType)
    {
        var kind = (PythonEvalType)evalType;
        string[] values =
        [
            "true", "-128Y", "-32768S", "2147483647", "-9223372036854775808", "1.5F", "-0.1D", "'é\\u0000𝄞'", "X'00FF'", "date'1582-10-15'", "timestamp'1969-12-31 23:59:59.999999'",
            "timestamp_ntz'9999-12-31 23:59:59'", "-1.05BD", "1234567890123456789012345678.0123456789BD", "interval '1 02:03:04.5' day to second",
            "array(1, null, 3)", "map('a', 1.5D, 'b', null)", "named_struct('a', date'2024-02-29', 'b', array('x', null))",
        ];
        for (var i = 0; i < values.Length; i++)
        {
            var type = SchemaJson.Parse(PythonUdfs.Types[i]);
            python.Register($"same{i}", $"same:{PythonUdfs.Types[i].Replace(" ", "", StringComparison.Ordinal)}", kind, type);
            var rows = python.Session.Sql($"select cast(v as string) <=> cast(same{i}(v) as string) from (select cast({values[i]} as {type.Sql}) v union all select null)").Collect();
            Assert.True(rows.All(r => (bool)r[0]!), $"{values[i]} came back otherwise");
        }
    }

    [Theory]
    [InlineData(PythonEvalType.Batched, "plus")]
    [InlineData(PythonEvalType.ArrowBatched, "plus")]
    [InlineData(PythonEvalType.ScalarPandas, "doubled")]
    public void Results_stand_beside_their_rows_whatever_the_sizes_of_batches(object evalType, string function)
    {
        var session = python.Session.NewSession();
        session.Conf().Set("spark.firesteel.batch.rows", "7");
        session.Conf().Set("spark.sql.execution.arrow.maxRecordsPerBatch", "5");
        session.State.Functions.Register(PythonFunctions.Define("f", python.Function(function), LongType.Instance, (PythonEvalType)evalType, true));
        var wanted = function == "plus" ? "id + 1" : "id * 2";
        var row = session.Sql($"select count(*), count_if(f(id) = {wanted} and t = cast(id as string)) from (select id, cast(id as string) t from range(0, 1003, 1, 2)) where id % 3 <> 1 and f(id) > 4").Collect()[0];
        Assert.Equal(row[0], row[1]);
        Assert.InRange((long)row[0]!, 660, 670);
    }

    [Fact]
    public void Calls_of_one_kind_are_chained_and_of_two_kinds_are_not()
    {
        python.Register("p", "plus", PythonEvalType.ArrowBatched, LongType.Instance);
        python.Register("q", "plus", PythonEvalType.Batched, LongType.Instance);
        Assert.Single(Optimized("select p(p(id)), p(id) from range(3)").Collect<PythonEval>());
        Assert.Equal(2, Optimized("select p(q(id)) from range(3)").Collect<PythonEval>().Count());
        var filtered = Optimized("select id from range(3) where p(id) > 1 and id < 2");
        Assert.IsType<Catalyst.Plans.Filter>(filtered.Collect<PythonEval>().Single().Child);
        Assert.Equal([3L, 2L, 5L], Row("select p(p(id)), q(id), p(q(p(id + 1))) from range(1, 2)"));
        Assert.Equal([1L], Row("select count(*) from range(3) a join range(3) b on p(a.id + b.id) = 5"));
        Assert.Equal([3L, 6L], Row("select count(*), sum(k) from (select p(id % 3) k, p(count(*)) from range(9) group by p(id % 3))"));
    }

    [Fact]
    public void Arguments_go_by_place_and_by_name()
    {
        python.Register("pair", "pair", PythonEvalType.ArrowBatched, StringType.Instance);
        Assert.Equal(["1/a", "1/a", "1/None"], Row("select pair(1, 'a'), pair(y => 'a', x => 1), pair(1)"));
        Assert.Equal("UNEXPECTED_POSITIONAL_ARGUMENT", Assert.Throws<AnalysisException>(() => python.Session.Sql("select pair(x => 1, 'a')")).Condition);
    }

    [Fact]
    public void A_limit_ends_the_function_early_and_the_session_lives_after_errors()
    {
        python.Register("p", "plus", PythonEvalType.Batched, LongType.Instance);
        python.Register("bad", "raises", PythonEvalType.Batched, LongType.Instance);
        python.Register("gone", "leaves", PythonEvalType.Batched, LongType.Instance);
        Assert.Equal([1L], Row("select p(id) from range(100000) limit 1"));
        var error = Assert.Throws<SparkRuntimeException>(() => Row("select bad(id) from range(1)"));
        Assert.Equal("PYTHON_EXCEPTION", error.Condition);
        Assert.Contains("no such number: 0", error.Message);
        Assert.Contains("exited unexpectedly", Assert.ThrowsAny<SparkException>(() => Row("select gone(id) from range(1)")).Message);
        Assert.Equal([1L], Row("select p(id) from range(1)"));
    }

    [Fact]
    public void Groups_and_windows_are_aggregated()
    {
        python.Register("pmean", "mean", PythonEvalType.GroupedAggPandas, DoubleType.Instance);
        var rows = python.Session.Sql("select k, pmean(v) + 1, pmean(k) from (select id % 2 k, id v from range(10)) group by k order by k").Collect();
        Assert.Equal([0L, 5.0, 0.0], rows[0].ToArray());
        Assert.Equal([1L, 6.0, 1.0], rows[1].ToArray());
        Assert.Equal([4.5], Row("select pmean(id) from range(10)"));
        Assert.Equal([0.0, 0.5, 1.5, 2.5], Column("select pmean(id) over (order by id rows between 1 preceding and current row), sum(id) over (order by id) from range(4)"));
        Assert.Equal([1.0, 1.0, 2.0, 2.0], Column("select pmean(id) over (partition by id % 2) from range(4) order by 1"));
        Assert.Equal("INVALID_PANDAS_UDF_PLACEMENT", Assert.Throws<AnalysisException>(() => Row("select pmean(id), sum(id) from range(3)")).Condition);
    }

    [Fact]
    public void Groups_and_partitions_are_mapped()
    {
        var rows = python.Session.Sql("select id % 2 k, cast(id as double) v from range(10)").Plan;
        var grown = new PythonRowsFunction("grown", python.Function("grown"), PythonEvalType.MapPandasIter, Schema("k long, v double"));
        Assert.Equal([50.0], Row(new MapInPython(grown, grown.NewColumns(), false, rows), "sum(v)"));
        var counted = new PythonRowsFunction("counted", python.Function("counted"), PythonEvalType.GroupedMapPandas, Schema("k long, n long"));
        var key = new UnresolvedFunction(["+"], [rows.Output[0], Literal.Of(10L)]);
        Assert.Equal([2L, 21L, 10L], Row(new FlatMapGroupsInPython([key], counted, counted.NewColumns(), rows), "count(*), sum(k), sum(n)"));
        var sides = new PythonRowsFunction("sides", python.Function("sides"), PythonEvalType.CogroupedMapPandas, Schema("l long, r long"));
        var other = python.Session.Sql("select id k from range(3)").Plan;
        Assert.Equal([3L, 10L, 3L], Row(new FlatMapCoGroupsInPython([rows.Output[0]], [other.Output[0]], sides, sides.NewColumns(), rows, other), "count(*), sum(l), sum(r)"));
    }

    [Theory]
    [InlineData(PythonEvalType.Table)]
    [InlineData(PythonEvalType.ArrowTable)]
    public void Table_functions_give_rows_for_rows_and_for_tables(object evalType)
    {
        var kind = (PythonEvalType)evalType;
        python.Session.State.Functions.Register(new PythonTableFunction("times", python.Function("Times"), Schema("i int, t string"), kind, true));
        python.Session.State.Functions.Register(new PythonTableFunction("total", python.Function("Total"), Schema("n int, s double"), kind, true));
        Assert.Equal([3L, 3L, "k"], Row("select count(*), sum(i), max(t) from times(3, text => 'k')"));
        Assert.Equal([3L, "x"], Row("select count(*), max(t) from range(3) r, lateral times(cast(r.id as int)) where t = 'x'"));
        Assert.Equal([2L, 10L, 45.0], Row("select count(*), sum(n), sum(s) from total(table(select id % 2 k, cast(id as double) v from range(10)) partition by k)"));
    }

    private static StructType Schema(string ddl) => Catalyst.Parser.SqlParser.ParseTableSchema(ddl);

    private Catalyst.Plans.LogicalPlan Optimized(string sql) => python.Session.State.Optimize(python.Session.Sql(sql).Plan);

    private object?[] Row(string sql) => python.Session.Sql(sql).Collect()[0].ToArray();

    private object?[] Row(Catalyst.Plans.LogicalPlan plan, string items) => DataFrame.Of(python.Session, plan).SelectExpr(items.Split(", ")).Collect()[0].ToArray();

    private object?[] Column(string sql) => [.. python.Session.Sql(sql).Collect().Select(r => r[0])];
}
