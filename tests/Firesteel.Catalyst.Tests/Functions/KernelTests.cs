using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Tests.Analysis;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Catalyst.Tests.Functions;

/// <summary>Functions over batches: what a kernel gives for a column is what it gives for each value as a constant.</summary>
public sealed class KernelTests
{
    private static readonly string?[] Texts = ["Spark SQL", null, "", "größer", "a,b,,c", "  x ", "日本語テキスト", "http://h/p?q=1"];

    [Theory]
    [InlineData("upper(s)")]
    [InlineData("substring(s, -4, 3)")]
    [InlineData("lpad(s, 6, '*+')")]
    [InlineData("reverse(s)")]
    [InlineData("s like '%a%k%'")]
    [InlineData("s like '_\u672c%'")]
    [InlineData("regexp_replace(s, '[aeiou]+', '<$0>')")]
    [InlineData("split(s, ',')")]
    [InlineData("translate(s, 'aö', 'x')")]
    [InlineData("concat_ws('-', s, null, upper(s))")]
    [InlineData("hash(s, length(s))")]
    [InlineData("coalesce(nullif(s, ''), 'none')")]
    [InlineData("array_sort(split(s, ''))")]
    [InlineData("transform(split(s, ','), (x, i) -> concat(s, x, i))")]
    [InlineData("aggregate(split(s, ','), '', (acc, x) -> concat(acc, length(x), length(s)))")]
    [InlineData("filter(split(s, ','), x -> exists(split(s, ','), y -> y > x))")]
    [InlineData("map_from_arrays(array('k', coalesce(s, '-')), array(1, 2))")]
    [InlineData("named_struct('t', s, 'n', length(s))")]
    [InlineData("try_parse_url(s, 'HOST')")]
    [InlineData("greatest(s, 'b')")]
    public void ColumnsGiveWhatConstantsGive(string sql)
    {
        var session = new TestSession();
        session.CreateTable("t", new StructType(new StructField("s", StringType.Instance)));
        var plan = (Project)session.Analyze($"select {sql} as v from t");
        var bound = BindReferences.Bind(plan.List[0], plan.Child.Output);
        using var allocator = new MemoryAllocator(MemoryManager.Process, "kernels");
        using var context = new EvaluationContext(allocator) { TimeZone = session.TimeZone };
        var column = new ColumnVector(StringType.Instance, allocator, Texts.Length);
        for (var i = 0; i < Texts.Length; i++)
            if (Texts[i] == null) column.SetNull(i);
            else column.SetString(i, System.Text.Encoding.UTF8.GetBytes(Texts[i]!));
        var batch = new ColumnarBatch([column]);
        batch.SetRows(Texts.Length);
        var text = new ValueText(TextStyle.Hive, session.TimeZone);
        var values = ExpressionCompiler.Compile(bound, context).Evaluate(batch, new Selection(Texts.Length));
        var got = Enumerable.Range(0, Texts.Length).Select(i => text.Text(values, i)).ToList();
        for (var i = 0; i < Texts.Length; i++)
        {
            var constant = bound.TransformUp(e => e is BoundReference ? new Literal(Texts[i], StringType.Instance) : e);
            var one = new ColumnarBatch([]);
            one.SetRows(1);
            Assert.Equal(text.Text(ExpressionCompiler.Compile(constant, context).Evaluate(one, new Selection(1)), 0), got[i]);
        }
    }

    [Fact]
    public unsafe void RowsOutsideTheSelectionAreLeftAlone()
    {
        var session = new TestSession();
        session.CreateTable("t", new StructType(new StructField("a", IntegerType.Instance), new StructField("b", IntegerType.Instance)));
        var plan = (Project)session.Analyze("select pmod(a, b) as v from t");
        using var allocator = new MemoryAllocator(MemoryManager.Process, "kernels");
        using var context = new EvaluationContext(allocator);
        var batch = ColumnarBatch.Allocate(new StructType(new StructField("a", IntegerType.Instance), new StructField("b", IntegerType.Instance)), allocator, 4);
        int[] left = [-7, 5, 9, 1], right = [3, 0, 4, 0];
        for (var i = 0; i < 4; i++) { batch.Columns[0].Set(i, left[i]); batch.Columns[1].Set(i, right[i]); }
        batch.SetRows(4);
        var rows = stackalloc ushort[] { 0, 2 };
        var evaluator = ExpressionCompiler.Compile(BindReferences.Bind(plan.List[0], plan.Child.Output), context);
        var result = evaluator.Evaluate(batch, new Selection(rows, 2));
        Assert.Equal((2, 1), (result.Get<int>(0), result.Get<int>(2)));
        Assert.Equal("REMAINDER_BY_ZERO", Assert.Throws<SparkRuntimeException>(() => evaluator.Evaluate(batch, new Selection(4))).Condition);
    }
}
