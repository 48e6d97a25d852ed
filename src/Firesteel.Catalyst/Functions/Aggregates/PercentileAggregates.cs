using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>How a percentile between two values is found.</summary>
enum PercentileKind
{
    /// <summary>Between the two nearest, in proportion.</summary>
    Continuous,
    /// <summary>The first value at or beyond it.</summary>
    Discrete,
    /// <summary>The value at its rank, as the approximate one answers.</summary>
    Rank,
}

/// <summary>What a percentile's kernel must know; compares by value.</summary>
sealed record PercentileState(PercentileKind Kind, ValueList<double> Points, bool IsArray, bool Descending, double Tolerance);

/// <summary>percentile and its kin.</summary>
static class PercentileAggregates
{
    public static void Register(FunctionRegistry registry) => registry.Register(
        new PercentileFunction("percentile", PercentileForm.Plain), new PercentileFunction("median", PercentileForm.Median),
        new PercentileFunction("percentile_cont", PercentileForm.Continuous), new PercentileFunction("percentile_disc", PercentileForm.Discrete),
        new PercentileFunction("percentile_approx", PercentileForm.Approximate, "approx_percentile"));
}

enum PercentileForm { Plain, Median, Continuous, Discrete, Approximate }

/// <summary>One percentile function; arguments of the bound call are the value and how often it counts.</summary>
sealed class PercentileFunction(string name, PercentileForm form, params string[] aliases) : AggregateFunction
{
    private static readonly TypeClass Percentage = TypeClass.OneOf(TypeClass.Double, TypeClass.ArrayOf(DoubleType.Instance));

    public override string Name => name;
    public override ValueList<string> Aliases => new(aliases.AsSpan());
    public override ValueList<DataType> PartialTypes(AggregateCall call) => [new ArrayType(DoubleType.Instance, false), new ArrayType(LongType.Instance, false)];
    public override AggregateKernel CreateKernel(AggregateCall call) => new PercentileKernel((PercentileState)call.State!);

    public override Expression Bind(FunctionCall call)
    {
        var (value, percentage, rest) = Parts(call);
        var points = TypeCoercion.ImplicitCast(percentage, Percentage, call.Session.Ansi, call.Session.TimeZone)
            ?? throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call), 1, percentage, Percentage.Sql);
        if (!points.Foldable) throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "percentage", DoubleType.Instance, points);
        var constant = ConstantFolding.Evaluate(points, call.Session.TimeZone);
        if (constant.Value is null) throw ArgumentChecks.UnexpectedNull(call.Origin, Operands.Shown(call), "percentage");
        var list = constant.Value is NestedValue nested ? nested.Items.Select(p => p is double d ? d : throw ArgumentChecks.UnexpectedNull(call.Origin, Operands.Shown(call), "percentage")).ToList() : [(double)constant.Value];
        if (list.Any(p => p is < 0 or > 1))
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))), ("exprName", "percentage"), ("valueRange", "[0.0, 1.0]"), ("currentValue", string.Join(",", list)));
        var tolerance = 0.0;
        Expression frequency = Literal.Of(1L);
        if (form == PercentileForm.Approximate) tolerance = 1.0 / Accuracy(call, rest);
        else if (rest != null)
            frequency = TypeCoercion.ImplicitCast(rest, TypeClass.Integral, call.Session.Ansi, call.Session.TimeZone) is { } counted ? Operands.CastTo(call, counted, LongType.Instance)
                : throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call), 2, rest, "\"INTEGRAL\"");
        var fitted = form == PercentileForm.Approximate ? ApproximateInput(call, value) : TypeCoercion.ImplicitCast(value, NumericOrInterval, call.Session.Ansi, call.Session.TimeZone);
        if (fitted == null) throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call), 0, value, NumericOrInterval.Sql);
        var single = form == PercentileForm.Approximate ? fitted.DataType : fitted.DataType switch
        {
            YearMonthIntervalType => YearMonthIntervalType.Default,
            DayTimeIntervalType => DayTimeIntervalType.Default,
            _ => DoubleType.Instance,
        };
        var isArray = constant.Value is NestedValue;
        var kind = form switch { PercentileForm.Discrete => PercentileKind.Discrete, PercentileForm.Approximate => PercentileKind.Rank, _ => PercentileKind.Continuous };
        return new AggregateCall(this, [fitted, frequency], isArray ? new ArrayType(single, false) : single, true)
        {
            Name = call.Name.ToLowerInvariant(), IsDistinct = call.IsDistinct, Filter = call.Filter, Origin = call.Origin,
            State = new PercentileState(kind, new(list), isArray, call.WithinGroup.Count > 0 && !call.WithinGroup[0].Ascending, tolerance),
            Display = Shown(call, value, rest),
        };
    }

    private static readonly TypeClass NumericOrInterval = TypeClass.OneOf(TypeClass.Numeric, TypeClass.YearMonthInterval, TypeClass.DayTimeInterval);

    private static Expression? ApproximateInput(FunctionCall call, Expression value)
        => TypeCoercion.ImplicitCast(value, TypeClass.OneOf(TypeClass.Numeric, TypeClass.Date, TypeClass.Timestamp, TypeClass.TimestampNtz, TypeClass.YearMonthInterval, TypeClass.DayTimeInterval), call.Session.Ansi, call.Session.TimeZone);

    private (Expression Value, Expression Percentage, Expression? Last) Parts(FunctionCall call)
    {
        switch (form)
        {
            case PercentileForm.Median:
                ArgumentChecks.Count(call, 1);
                return (call.Arguments[0], Literal.Of(0.5), null);
            case PercentileForm.Continuous or PercentileForm.Discrete:
                ArgumentChecks.Count(call, 1);
                if (call.WithinGroup.Count != 1)
                    throw ArgumentChecks.Error(call.Origin, call.WithinGroup.Count == 0 ? "INVALID_WITHIN_GROUP_EXPRESSION.WITHIN_GROUP_MISSING" : "INVALID_WITHIN_GROUP_EXPRESSION.WRONG_NUM_ORDERINGS",
                        ("funcName", SqlIdentifier.Quote(name)), ("expectedOrderingNum", "1"), ("actualOrderingNum", $"{call.WithinGroup.Count}"));
                return (call.WithinGroup[0].Child, call.Arguments[0], null);
            default:
                ArgumentChecks.Count(call, 2, 3);
                return (call.Arguments[0], call.Arguments[1], call.Arguments.Count > 2 ? call.Arguments[2] : null);
        }
    }

    private static double Accuracy(FunctionCall call, Expression? accuracy)
    {
        if (accuracy == null) return 10000;
        var cast = TypeCoercion.ImplicitCast(accuracy, TypeClass.Integral, call.Session.Ansi, call.Session.TimeZone) ?? throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call), 2, accuracy, "\"INTEGRAL\"");
        if (!cast.Foldable) throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "accuracy", cast.DataType, cast);
        var value = ConstantFolding.Evaluate(Operands.CastTo(call, cast, LongType.Instance)).Value as long? ?? throw ArgumentChecks.UnexpectedNull(call.Origin, Operands.Shown(call), "accuracy");
        if (value is <= 0 or > int.MaxValue)
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))), ("exprName", "accuracy"), ("valueRange", $"(0, {int.MaxValue}]"), ("currentValue", $"{value}L"));
        return value;
    }

    private string? Shown(FunctionCall call, Expression value, Expression? rest) => form switch
    {
        PercentileForm.Median => $"median({value.Sql})",
        PercentileForm.Plain => $"percentile({value.Sql}, {call.Arguments[1].Sql}, {rest?.Sql ?? "1"})",
        PercentileForm.Approximate => $"{call.Name.ToLowerInvariant()}({value.Sql}, {call.Arguments[1].Sql}, {rest?.Sql ?? "10000"})",
        _ => $"{name}({call.Arguments[0].Sql}) WITHIN GROUP (ORDER BY {value.Sql}{(call.WithinGroup[0].Ascending ? "" : " DESC")})",
    };
}

/// <summary>Values of a group and how often each counts.</summary>
sealed class CountedValues
{
    public List<double> Values { get; } = [];
    public List<long> Counts { get; } = [];
}

/// <summary>Exact percentiles over all values of a group.</summary>
sealed class PercentileKernel(PercentileState state) : ManagedKernel<CountedValues>
{
    protected override CountedValues NewState(AggregateStore store) => new();

    protected override bool Takes(ColumnVector[] arguments, int row) => base.Takes(arguments, row) && !arguments[1].IsNull(row) && arguments[1].Get<long>(row) != 0;

    protected override void Add(CountedValues values, ColumnVector[] arguments, int row)
    {
        var count = arguments[1].Get<long>(row);
        if (count < 0) throw new SparkRuntimeException("NEGATIVE_VALUES_IN_FREQUENCY_EXPRESSION", new Dictionary<string, string> { ["frequencyExpression"] = "\"frequency\"", ["negativeValue"] = $"{count}L" });
        values.Values.Add(NumberColumns.ToDouble(arguments[0], row));
        values.Counts.Add(count);
    }

    protected override void MergeOne(CountedValues values, ColumnVector[] partials, int row)
    {
        values.Values.AddRange(ArrayColumns.Read<double>(partials[0], row));
        values.Counts.AddRange(ArrayColumns.Read<long>(partials[1], row));
    }

    protected override void WriteOne(CountedValues? values, ColumnVector[] partials, int row)
    {
        ArrayColumns.Write(partials[0], row, values?.Values ?? []);
        ArrayColumns.Write(partials[1], row, values?.Counts ?? []);
    }

    protected override void FinishOne(CountedValues? values, ColumnVector result, int row)
    {
        if (values == null || values.Values.Count == 0) { result.SetNull(row); return; }
        var (keys, counts) = (values.Values.ToArray(), values.Counts.ToArray());
        Array.Sort(keys, counts, Comparer<double>.Create(Columnar.Kernels.FloatingOrder<double>.Compare));
        if (state.Descending)
        {
            Array.Reverse(keys);
            Array.Reverse(counts);
        }
        for (var i = 1; i < counts.Length; i++) counts[i] += counts[i - 1];
        if (!state.IsArray) { NumberColumns.FromDouble(result, row, Find(keys, counts, state.Points[0])); return; }
        var elements = result.Children[0];
        var start = elements.Count;
        elements.EnsureCapacity(start + state.Points.Count);
        for (var i = 0; i < state.Points.Count; i++) NumberColumns.FromDouble(elements, start + i, Find(keys, counts, state.Points[i]));
        elements.Count = start + state.Points.Count;
        result.Set(row, new ListEntry(start, state.Points.Count));
    }

    // Counts are accumulated: the value at position p is the first whose count exceeds it.
    private double Find(double[] keys, long[] counts, double point)
    {
        var total = counts[^1];
        switch (state.Kind)
        {
            case PercentileKind.Rank:
                if (point <= state.Tolerance) return keys[0];
                if (point >= 1 - state.Tolerance) return keys[^1];
                return At(keys, counts, Math.Max(0, (long)Math.Ceiling(point * total) - 1));
            case PercentileKind.Discrete:
                return At(keys, counts, Math.Max(0, (long)Math.Ceiling(point * total) - 1));
            default:
                var position = (total - 1) * point;
                var (lower, higher) = ((long)Math.Floor(position), (long)Math.Ceiling(position));
                var low = At(keys, counts, lower);
                if (lower == higher) return low;
                var high = At(keys, counts, higher);
                return low == high ? low : low + (high - low) * (position - lower);
        }
    }

    private static double At(double[] keys, long[] counts, long position)
    {
        var found = Array.BinarySearch(counts, position + 1);
        return keys[found >= 0 ? found : ~found];
    }
}
