using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Tests.Expressions;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Catalyst.Tests.Aggregates;

/// <summary>
/// Aggregates against Spark's answers: over one group at once, over groups row by row, and merged from partial states, in every layout.
/// </summary>
public unsafe class AggregateTests
{
    private static readonly DecimalType Money = new(15, 2);
    private static readonly string?[] Words = ["pear", null, "fig", "banana", "apple and a longer tail", "", "fig"];

    private sealed class Session : IBindingSession
    {
        public bool Ansi { get; init; } = true;
        public string TimeZone => "America/Los_Angeles";
        public string Conf(string key) => "";
        public string CurrentCatalog => "spark_catalog";
        public string CurrentDatabase => "default";
        public string CurrentUser => "me";
        public long QueryTimeMicros => 0;
    }

    // Ten rows: a is 1, null, 3, 4, null, 6, 7, 7, 9, 10; d is a / 4; m is a * 100.25 cents.
    private static readonly long?[] A = [1, null, 3, 4, null, 6, 7, 7, 9, 10];

    public static TheoryData<string, string, string> Answers => new()
    {
        { "count", "long", "8" }, { "sum", "long", "47" }, { "avg", "long", "5.875" }, { "min", "long", "1" }, { "max", "long", "10" }, { "try_sum", "long", "47" },
        { "sum", "int", "47" }, { "avg", "int", "5.875" }, { "max", "int", "10" }, { "bit_and", "int", "0" }, { "bit_or", "int", "15" }, { "bit_xor", "int", "3" },
        { "sum", "double", "11.75" }, { "avg", "double", "1.46875" }, { "min", "double", "0.25" }, { "max", "double", "2.5" },
        { "sum", "decimal", "47.00" }, { "avg", "decimal", "5.875000" }, { "min", "decimal", "1.00" }, { "max", "decimal", "10.00" },
        { "sum", "wide", "47.00" }, { "avg", "wide", "5.875000" }, { "max", "wide", "10.00" },
        { "min", "string", "" }, { "max", "string", "pear" }, { "first", "string", "pear" }, { "last", "string", "fig" }, { "mode", "string", "fig" },
        { "collect_list", "string", """["pear","fig","banana","apple and a longer tail","","fig"]""" },
        { "collect_set", "string", """["pear","fig","banana","apple and a longer tail",""]""" },
        { "listagg", "string", "pearfigbananaapple and a longer tailfig" }, { "approx_count_distinct", "long", "7" }, { "approx_count_distinct", "string", "5" },
        { "stddev", "double", "0.7610788864687886" }, { "stddev_pop", "double", "0.7119241093684072" }, { "var_samp", "double", "0.5792410714285713" }, { "var_pop", "double", "0.5068359374999999" },
        { "skewness", "long", "-0.23089344854831972" }, { "kurtosis", "long", "-1.0353614665820214" }, { "median", "long", "6.5" }, { "count_if", "bool", "5" }, { "bool_and", "bool", "false" }, { "bool_or", "bool", "true" },
        { "bitmap_construct_agg", "long", "\ufffd\u0006" + new string('\0', 4094) },
        { "sum", "interval", "0 00:00:47.000000000" }, { "avg", "interval", "0 00:00:05.875000000" },
    };

    private static (DataType Type, List<object?> Values) Data(string kind) => kind switch
    {
        "long" => (LongType.Instance, A.Select(a => (object?)a).ToList()),
        "int" => (IntegerType.Instance, A.Select(a => a is { } v ? (object?)(int)v : null).ToList()),
        "double" => (DoubleType.Instance, A.Select(a => a is { } v ? (object?)(v / 4.0) : null).ToList()),
        "decimal" => (Money, A.Select(a => a is { } v ? (object?)(Int128)(v * 100) : null).ToList()),
        "wide" => (new DecimalType(30, 2), A.Select(a => a is { } v ? (object?)(Int128)(v * 100) : null).ToList()),
        "bool" => (BooleanType.Instance, A.Select(a => a is { } v ? (object?)(v > 5) : null).ToList()),
        "interval" => (DayTimeIntervalType.Default, A.Select(a => a is { } v ? (object?)(v * 1_000_000) : null).ToList()),
        _ => (StringType.Instance, Words.Select(w => (object?)w).ToList()),
    };

    [Theory, MemberData(nameof(Answers))]
    public void FunctionsGiveSparksAnswers(string function, string kind, string expected)
    {
        var (type, values) = Data(kind);
        foreach (var layout in Enum.GetValues<Layout>())
            foreach (var way in Enum.GetValues<Way>())
            {
                var actual = Answer(Bind(function, type), type, values, layout, way);
                Assert.True(expected == actual || way == Way.Merged && IsNear(expected, actual), $"{layout} {way}: {actual}");
            }
    }

    // Merging floating point is another order of the same operations: its last digits are its own.
    private static bool IsNear(string expected, string actual)
        => double.TryParse(expected, out var a) && double.TryParse(actual, out var b) && Math.Abs(a - b) <= 1e-12 * Math.Abs(a);

    [Theory]
    [InlineData("count", "0"), InlineData("sum", "NULL"), InlineData("avg", "NULL"), InlineData("min", "NULL"), InlineData("max", "NULL"), InlineData("collect_list", "[]")]
    [InlineData("stddev", "NULL"), InlineData("first", "NULL"), InlineData("median", "NULL"), InlineData("mode", "NULL"), InlineData("approx_count_distinct", "0"), InlineData("bit_xor", "NULL")]
    public void NothingAndOnlyNullsGiveTheSame(string function, string expected)
    {
        var call = Bind(function, LongType.Instance);
        foreach (var way in Enum.GetValues<Way>())
        {
            Assert.Equal(expected, Answer(call, LongType.Instance, [], Layout.Flat, way));
            Assert.Equal(expected, Answer(call, LongType.Instance, [null, null, null], Layout.Flat, way));
        }
    }

    [Fact]
    public void SumsThatDoNotFitAreErrorsOrNull()
    {
        object?[] values = [long.MaxValue, 1L];
        Assert.Equal("ARITHMETIC_OVERFLOW", Assert.Throws<SparkRuntimeException>(() => Answer(Bind("sum", LongType.Instance), LongType.Instance, [.. values], Layout.Flat, Way.AtOnce)).Condition);
        Assert.Equal("NULL", Answer(Bind("try_sum", LongType.Instance), LongType.Instance, [.. values], Layout.Flat, Way.AtOnce));
        Assert.Equal("-9223372036854775808", Answer(Bind("sum", LongType.Instance, ansi: false), LongType.Instance, [.. values], Layout.Flat, Way.Merged));
        var wide = new DecimalType(38, 0);
        var largest = Int128.Parse(new string('9', 38), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", Assert.Throws<SparkRuntimeException>(() => Answer(Bind("sum", wide), wide, [largest, (Int128)1], Layout.Flat, Way.Merged)).Condition);
    }

    [Fact]
    public void DenseSumsAgreeWithPlainOnes()
    {
        var random = new Random(3);
        foreach (var magnitude in new[] { 1000L, 1L << 45, 1L << 60 })
        {
            var values = Enumerable.Range(0, 1003).Select(_ => (object?)random.NextInt64(-magnitude, magnitude)).ToList();
            var expected = values.Aggregate(0L, (s, v) => unchecked(s + (long)v!)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(expected, Answer(Bind("sum", LongType.Instance, ansi: false), LongType.Instance, values, Layout.Flat, Way.AtOnce));
        }
    }

    /// <summary>How rows reach the states.</summary>
    public enum Way { AtOnce, RowByRow, Merged }

    private static AggregateCall Bind(string function, DataType type, bool ansi = true)
    {
        Assert.True(FunctionRegistry.BuiltIn.TryGet(function, out var definition));
        return (AggregateCall)definition!.Bind(new FunctionCall(function, [new BoundReference(0, type, true)], new Session { Ansi = ansi }));
    }

    private static string Answer(AggregateCall call, DataType type, List<object?> values, Layout layout, Way way)
    {
        using var batches = new Batches();
        using var store = new AggregateStore(batches.Allocator);
        var kernel = ((AggregateFunction)call.Function).CreateKernel(call);
        var states = batches.Allocator.Allocate(2L * kernel.StateSize).Pointer;
        var other = states + kernel.StateSize;
        kernel.Initialize(states);
        kernel.Initialize(other);
        var arguments = ExpressionCompiler.CompileAll(call.Arguments, batches.Context);
        var first = true;
        foreach (var chunk in values.Select(v => new[] { v }).Chunk(way == Way.AtOnce ? 4096 : 3))
        {
            var batch = batches.Batch([type], chunk, layout);
            var inputs = arguments.Evaluate(batch, batch.Selection);
            if (way == Way.AtOnce) kernel.UpdateAll(inputs, batch.Selection, states, store);
            else Update(kernel, inputs, batch.Selection, way == Way.Merged && !first ? other : states, store);
            first = false;
        }
        if (way == Way.Merged)
        {
            var partials = ((AggregateFunction)call.Function).PartialTypes(call).Select(t => new ColumnVector(t, batches.Allocator)).ToArray();
            var one = stackalloc byte*[1];
            one[0] = other;
            kernel.WritePartial(one, 1, partials, store);
            one[0] = states;
            kernel.Merge(partials, new Selection(1), one, store);
        }
        var result = new ColumnVector(call.DataType, batches.Allocator);
        var groups = stackalloc byte*[1];
        groups[0] = states;
        kernel.Finish(groups, 1, result, store);
        return new ValueText(TextStyle.Hive, "America/Los_Angeles").Text(result, 0);
    }

    private static void Update(AggregateKernel kernel, ColumnVector[] inputs, Selection selection, byte* state, AggregateStore store)
    {
        var groups = stackalloc byte*[selection.Count];
        for (var k = 0; k < selection.Count; k++) groups[k] = state;
        kernel.Update(inputs, selection, groups, store);
    }
}
