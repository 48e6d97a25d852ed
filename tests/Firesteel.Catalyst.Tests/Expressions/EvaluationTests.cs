using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Foundation.Collections;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Catalyst.Tests.Expressions;

/// <summary>Core expressions over batches of every layout and size.</summary>
public class EvaluationTests
{
    private static readonly BooleanType Bool = BooleanType.Instance;
    private static readonly LongType Long = LongType.Instance;

    public static TheoryData<Layout, int> Shapes
    {
        get
        {
            var data = new TheoryData<Layout, int>();
            foreach (var layout in Enum.GetValues<Layout>())
                foreach (var size in new[] { 1, 7, 4096 }) data.Add(layout, size);
            return data;
        }
    }

    private static BoundReference Column(int ordinal, DataType type) => new(ordinal, type, true);
    private static Expression Compare(ComparisonOperator op, Expression a, Expression b) => new Comparison(op, a, b);
    private static Arithmetic Math(ArithmeticOperator op, Expression a, Expression b, EvalMode mode = EvalMode.Ansi) => new(op, a, b, mode);

    [Theory, MemberData(nameof(Shapes))]
    public void ConnectivesHaveThreeValues(Layout layout, int size)
    {
        using var batches = new Batches();
        object?[] values = [true, false, null];
        var rows = (from a in values from b in values select new[] { a, b }).ToList();
        var (x, y) = (Column(0, Bool), Column(1, Bool));
        Assert.Equal([true, false, null, false, false, false, null, false, null], batches.Evaluate(new And(x, y), [Bool, Bool], rows, layout, size));
        Assert.Equal([true, true, true, true, false, null, true, null, null], batches.Evaluate(new Or(x, y), [Bool, Bool], rows, layout, size));
        Assert.Equal([false, true, null], batches.Evaluate(new Not(x), [Bool], [[true], [false], [null]], layout, size));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void FiltersPickWhatTheirConditionIsTrueFor(Layout layout, int size)
    {
        var random = new Random(7);
        DataType[] types = [Long, DoubleType.Instance, StringType.Instance, Bool];
        var rows = Enumerable.Range(0, 150).Select(_ => new object?[]
        {
            random.Next(10) == 0 ? null : random.NextInt64(-5, 6),
            random.Next(6) switch { 0 => null, 1 => double.NaN, 2 => -0.0, 3 => 0.0, _ => (object)(double)random.Next(-3, 4) },
            random.Next(8) == 0 ? null : new string((char)('a' + random.Next(3)), random.Next(0, 7)),
            random.Next(3) switch { 0 => null, 1 => true, _ => (object)false },
        }).ToList();
        var (a, d, s, b) = (Column(0, Long), Column(1, DoubleType.Instance), Column(2, StringType.Instance), Column(3, Bool));
        Expression[] leaves =
        [
            Compare(ComparisonOperator.LessThan, a, Literal.Of(2L)), Compare(ComparisonOperator.GreaterThanOrEqual, Literal.Of(0L), a),
            Compare(ComparisonOperator.Equal, d, Literal.Of(0.0)), Compare(ComparisonOperator.GreaterThan, d, Literal.Of(1.0)), Compare(ComparisonOperator.LessThanOrEqual, d, Literal.Of(double.NaN)),
            Compare(ComparisonOperator.GreaterThan, s, Literal.Of("aab")), Compare(ComparisonOperator.Equal, s, Literal.Of("bbbbb")), b, new IsNull(a), new IsNotNull(s),
            new In(a, [Literal.Of(1L), Literal.Of(-3L)]), new In(s, [Literal.Of("a"), Literal.Of("cc"), Literal.NullOf(StringType.Instance)]),
            Compare(ComparisonOperator.EqualNullSafe, a, Literal.NullOf(Long)),
        ];
        var conditions = leaves.ToList();
        for (var i = 0; i < 60; i++)
        {
            var (x, y) = (conditions[random.Next(conditions.Count)], conditions[random.Next(conditions.Count)]);
            conditions.Add(random.Next(3) switch { 0 => new And(x, y), 1 => new Or(x, y), _ => new Not(x) });
        }
        using var batches = new Batches();
        foreach (var condition in conditions)
        {
            // Booleans computed row by row say what the choice of rows must be.
            var expected = batches.Evaluate(condition, types, rows, Layout.Flat, 1).Select((v, i) => (v, i)).Where(p => p.v is true).Select(p => p.i).ToList();
            Assert.Equal(expected, batches.Evaluate(condition, types, rows, layout, size).Select((v, i) => (v, i)).Where(p => p.v is true).Select(p => p.i));
            var filter = new FilterEvaluator(condition, batches.Context);
            var picked = new List<int>();
            var start = 0;
            foreach (var chunk in rows.Chunk(size))
            {
                var batch = batches.Batch(types, chunk, layout);
                var selection = filter.Evaluate(batch, batch.Selection);
                for (var k = 0; k < selection.Count; k++) picked.Add(start + (layout == Layout.FlatSparse ? selection[k] / 2 : selection[k]));
                start += chunk.Length;
            }
            Assert.True(expected.SequenceEqual(picked), condition.ToString());
        }
    }

    [Fact]
    public void TheRightSideIsLeftAloneWhereTheLeftDecides()
    {
        using var batches = new Batches();
        var fails = Compare(ComparisonOperator.Equal, Math(ArithmeticOperator.IntegralDivide, Literal.Of(1L), Column(0, Long)), Literal.Of(1L));
        var isNotZero = new Not(Compare(ComparisonOperator.Equal, Column(0, Long), Literal.Of(0L)));
        object?[][] rows = [[0L], [1L], [null], [2L]];
        Assert.Equal([false, true, null, false], batches.Evaluate(new And(isNotZero, fails), [Long], rows, Layout.Flat, 10));
        var guarded = new CaseWhen([new CaseBranch(isNotZero, Math(ArithmeticOperator.IntegralDivide, Literal.Of(10L), Column(0, Long)))], Literal.Of(-1L));
        Assert.Equal([-1L, 10L, -1L, 5L], batches.Evaluate(guarded, [Long], rows, Layout.Flat, 10));
        var error = Assert.Throws<SparkRuntimeException>(() => batches.Evaluate(new And(fails, isNotZero), [Long], rows, Layout.Flat, 10));
        Assert.Equal("DIVIDE_BY_ZERO", error.Condition);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void OverflowIsFoundOnlyInRowsThatHaveValues(Layout layout, int size)
    {
        using var batches = new Batches();
        object?[][] rows = [.. Enumerable.Range(0, 20).Select(i => new object?[] { (long)i, 1L }), [long.MaxValue, null], [long.MaxValue, 1L], [3L, 4L]];
        var (a, b) = (Column(0, Long), Column(1, Long));
        var error = Assert.Throws<SparkRuntimeException>(() => batches.Evaluate(Math(ArithmeticOperator.Add, a, b), [Long, Long], rows, layout, size));
        Assert.Equal("ARITHMETIC_OVERFLOW", error.Condition);
        var tried = batches.Evaluate(Math(ArithmeticOperator.Add, a, b, EvalMode.Try), [Long, Long], rows, layout, size);
        Assert.Equal([null, null, 7L], tried.TakeLast(3));
        var legacy = batches.Evaluate(Math(ArithmeticOperator.Multiply, a, Literal.Of(2L), EvalMode.Legacy), [Long, Long], rows, layout, size);
        Assert.Equal([-2L, -2L, 6L], legacy.TakeLast(3));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void DecimalsAreExactWhetherNarrowOrWide(Layout layout, int size)
    {
        using var batches = new Batches();
        var money = new DecimalType(15, 2);
        var random = new Random(11);
        var rows = Enumerable.Range(0, 300).Select(i => new object?[]
        {
            random.Next(12) == 0 ? null : (Int128)random.NextInt64(-999_999_999_999_999, 999_999_999_999_999) / (i < 150 ? 10_000_000 : 1),
            random.Next(12) == 0 ? null : (Int128)random.Next(0, 11),
        }).ToList();
        // price * (1 - discount) * (1 + discount), as the analyzer types it.
        var one = new Literal((Int128)1, new DecimalType(1, 0));
        var less = new Arithmetic(ArithmeticOperator.Subtract, one, Column(1, money), EvalMode.Ansi) { ResultType = new DecimalType(16, 2) };
        var more = new Arithmetic(ArithmeticOperator.Add, one, Column(1, money), EvalMode.Ansi) { ResultType = new DecimalType(16, 2) };
        var net = new Arithmetic(ArithmeticOperator.Multiply, Column(0, money), less, EvalMode.Ansi) { ResultType = new DecimalType(32, 4) };
        var gross = new Arithmetic(ArithmeticOperator.Multiply, net, more, EvalMode.Ansi) { ResultType = new DecimalType(38, 6) };
        var expected = rows.Select(r => r[0] is Int128 p && r[1] is Int128 d ? p * (100 - d) * (100 + d) : (object?)null).ToList();
        Assert.Equal(expected, batches.Evaluate(gross, [money, money], rows, layout, size));
        var wide = new DecimalType(30, 2);
        var product = new Arithmetic(ArithmeticOperator.Multiply, Column(0, wide), Column(1, wide), EvalMode.Ansi) { ResultType = new DecimalType(38, 4) };
        Assert.Equal(rows.Select(r => r[0] is Int128 p && r[1] is Int128 d ? p * d : (object?)null), batches.Evaluate(product, [wide, wide], rows, layout, size));
        Assert.Equal(rows.Select(r => r[0] is Int128 p && r[1] is Int128 d ? p * (100 - d) : (object?)null), batches.Evaluate(net, [money, money], rows, layout, size));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void CommonPartsOfAProjectionAreComputedOnceAndRight(Layout layout, int size)
    {
        using var batches = new Batches();
        var sum = Math(ArithmeticOperator.Add, Column(0, Long), Literal.Of(1L));
        var twice = Math(ArithmeticOperator.Multiply, sum, Literal.Of(2L));
        var lazy = new Coalesce([Column(0, Long), Math(ArithmeticOperator.Multiply, Literal.Of(2L), Literal.Of(21L))]);
        var projection = ExpressionCompiler.CompileAll([sum, twice, sum, lazy], batches.Context);
        object?[][] rows = [.. Enumerable.Range(0, 20).Select(i => new object?[] { i % 5 == 0 ? null : (long)i })];
        var seen = 0;
        foreach (var chunk in rows.Chunk(size))
        {
            var batch = batches.Batch([Long], chunk, layout);
            var results = projection.Evaluate(batch, batch.Selection);
            Assert.Same(results[0], results[2]);
            for (var k = 0; k < batch.Selection.Count; k++, seen++)
            {
                var row = batch.Selection[k];
                var value = (long?)rows[seen][0];
                Assert.Equal(value + 1, (long?)LiteralVectors.Read(results[0], row));
                Assert.Equal((value + 1) * 2, (long?)LiteralVectors.Read(results[1], row));
                Assert.Equal(value ?? 42, (long?)LiteralVectors.Read(results[3], row));
            }
        }
    }

    [Fact]
    public void ColumnsAreBoundByIdOrRefused()
    {
        var (a, b) = (new AttributeReference("a", Long, true, ExprId.Next()), new AttributeReference("a", Long, true, ExprId.Next()));
        var bound = BindReferences.Bind(new Arithmetic(ArithmeticOperator.Add, b, a, EvalMode.Ansi), [a, b]);
        Assert.Equal([1, 0], bound.Collect<BoundReference>().Select(r => r.Ordinal));
        Assert.Equal("INTERNAL_ERROR", Assert.Throws<SparkException>(() => BindReferences.Bind(b, [a])).Condition);
    }
}
