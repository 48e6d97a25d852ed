using System.Diagnostics;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Catalyst.Tests.Analysis;

public sealed class ResolutionTests
{
    private readonly TestSession _session = new();

    public ResolutionTests()
    {
        _session.CreateTable("t", new StructType(new StructField("a", IntegerType.Instance), new StructField("b", LongType.Instance), new StructField("c", StringType.Instance),
            new StructField("s", new StructType(new StructField("x", IntegerType.Instance)))));
        _session.CreateTable("u", new StructType(new StructField("a", IntegerType.Instance), new StructField("d", DateType.Instance)));
    }

    [Theory]
    [InlineData("select A, t.b, s.x, s.x + 1 from t", "A int, b bigint, x int, (s.x + 1) int")]
    [InlineData("select * except (a, s) from t", "b bigint, c string")]
    [InlineData("select s.* from t", "x int")]
    [InlineData("select a x, x + 1 from t", "x int, (lateralAliasReference(x) + 1) int")]
    [InlineData("select a + 1 k, sum(b) from t group by k having max(b) > 1 order by min(c), k", "k int, sum(b) bigint")]
    [InlineData("select sum(b) as b from t group by a order by a, sum(b)", "b bigint")]
    [InlineData("select c from t order by b", "c string")]
    [InlineData("select t.a, u.a, a from t full join u using (a)", "a int, a int, a int")]
    [InlineData("select * from t natural join u", "a int, b bigint, c string, s struct<x:int>, d date")]
    [InlineData("select a, grouping(a), grouping_id() from t group by cube (a, c) having grouping(a) = 0 order by grouping(c)", "a int, grouping(a) tinyint, grouping_id() bigint")]
    [InlineData("with x as (select a from t), y as (select a from x) select * from x, y, y z", "a int, a int, a int")]
    [InlineData("with recursive r(n) as (select 1 union all select n + 1 from r where n < 5) select * from r", "n int")]
    [InlineData("select (select max(d) from u where u.a = t.a), a in (select a from u), exists (select 1 from u) from t", "scalarsubquery(a) date, (a IN (listquery())) boolean, exists() boolean")]
    [InlineData("select a from t group by a having exists (select 1 from u where u.a > max(t.b))", "a int")]
    [InlineData("select sum(a) over (partition by c order by b), sum(sum(b)) over () from t group by a, b, c",
        "sum(a) OVER (PARTITION BY c ORDER BY b ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) bigint, sum(sum(b)) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) bigint")]
    [InlineData("select 1 union all select 2.5 union all select 'x'", "1 double")]
    [InlineData("select * from t pivot (sum(b) as total for a in (1 as one, 2)) as p", "c string, s struct<x:int>, one bigint, 2 bigint")]
    [InlineData("select * from (select a, b from t) unpivot (v for n in (a, b))", "n string, v bigint")]
    [InlineData("select * from t, lateral (select d, t.a + u.a as e from u)", "a int, b bigint, c string, s struct<x:int>, d date, e int")]
    [InlineData("select d - date'2020-01-01', d + interval 1 month, cast(a as decimal(10, 2)) * 1.5 from u", "(d - DATE '2020-01-01') interval day, d + INTERVAL '1' MONTH date, (CAST(a AS DECIMAL(10,2)) * 1.5) decimal(13,3)")]
    public void Schema(string sql, string schema)
        => Assert.Equal(schema, string.Join(", ", _session.Analyze(sql).Schema.Fields.Select(f => $"{f.Name} {f.DataType.SimpleString}")));

    [Theory]
    [InlineData("select nosuch from t", "UNRESOLVED_COLUMN.WITH_SUGGESTION", "nosuch")]
    [InlineData("select a from t, u", "AMBIGUOUS_REFERENCE", "a")]
    [InlineData("select * from nosuch", "TABLE_OR_VIEW_NOT_FOUND", "nosuch")]
    [InlineData("select nosuch(a) from t", "UNRESOLVED_ROUTINE", "nosuch(a)")]
    [InlineData("select s.y from t", "FIELD_NOT_FOUND", "s.y")]
    [InlineData("select a, sum(b) from t", "MISSING_GROUP_BY", "a")]
    [InlineData("select c, sum(b) from t group by a", "MISSING_AGGREGATION", "c")]
    [InlineData("select a from t where sum(b) > 1", "INVALID_WHERE_CONDITION", "sum(b) > 1")]
    [InlineData("select a from t group by 2", "GROUP_BY_POS_OUT_OF_RANGE", "2")]
    [InlineData("select a from t order by 2", "ORDER_BY_POS_OUT_OF_RANGE", "2")]
    [InlineData("select grouping(a) from t group by a", "UNSUPPORTED_GROUPING_EXPRESSION", "grouping(a)")]
    [InlineData("select a from t union select a, b from t", "NUM_COLUMNS_MISMATCH", null)]
    [InlineData("select s from t union select a from t", "INCOMPATIBLE_COLUMN_TYPE", null)]
    [InlineData("select cast(a as date) from t", "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION", "cast(a as date)")]
    [InlineData("select a + c = s from t", "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES", "a + c = s")]
    [InlineData("select a from t limit -1", "INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE", "-1")]
    [InlineData("select (select a, b from t)", "INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN", "(select a, b from t)")]
    [InlineData("select sum(distinct a) over () from t", "DISTINCT_WINDOW_FUNCTION_UNSUPPORTED", "sum(distinct a) over ()")]
    [InlineData("create view v as select * from (select * from tmp)", "INVALID_TEMP_OBJ_REFERENCE", null)]
    public void Error(string sql, string condition, string? fragment)
    {
        new StatementRunner(_session).Run("create temporary view tmp as select 1 as one");
        var error = Assert.Throws<AnalysisException>(() => _session.Analyze(sql));
        Assert.Equal(condition, error.Condition);
        if (fragment != null) Assert.Equal(fragment, error.Context?.Fragment);
    }

    [Fact]
    public void Constants_are_computed()
        => Assert.Equal(101L, ConstantFolding.Evaluate(new Cast(Literal.Of(101), LongType.Instance, EvalMode.Ansi)).Value);

    [Fact]
    public void Every_column_of_a_plan_comes_from_below()
    {
        foreach (var sql in (string[])
        [
            "select a + 1 k, sum(b) from t group by a + 1 having max(b) > 1 order by min(c)",
            "select rank_sum + 1, a from (select a, sum(sum(b)) over (partition by a % 2) rank_sum from t group by a) order by rank_sum",
            "select x.a, y.a from (select * from t) x join (select * from t) y on x.a = y.b",
            "select a x, x + 1 y, sum(b) over (order by a) + y from t",
            "with w as (select a, b from t) select * from w x join w y on x.a = y.a",
        ])
            Assert.Null(PlanIntegrity.Check(_session.Analyze(sql)));
    }

    [Fact]
    public void Plans_on_analysed_plans_cost_linear_work()
    {
        // Each select reads the one before; every plan is analysed once, so that the work for one more does not grow.
        var plan = _session.Analyze("select a from t");
        for (var i = 0; i < 500; i++)
        {
            var below = plan;
            plan = _session.Analyze(new Project([new UnresolvedStar(ValueList<string>.Empty), new Alias(new Arithmetic(ArithmeticOperator.Add, new UnresolvedAttribute(["a"]), Literal.Of(i), EvalMode.Ansi), $"c{i}")], plan));
            Assert.Same(below, plan.Children[0]);
        }
        Assert.Equal(501, plan.Output.Count);
    }
}
