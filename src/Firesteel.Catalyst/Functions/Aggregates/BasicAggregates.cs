using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>count, sum, avg, min, max and their like.</summary>
static class BasicAggregates
{
    private static readonly TypeClass NumericOrInterval = new TypeClass.Several([TypeClass.Numeric, new TypeClass.Family("ANSI INTERVAL", t => t is YearMonthIntervalType or DayTimeIntervalType, DayTimeIntervalType.Default)]) { IsBare = true };

    public static void Register(FunctionRegistry registry) => registry.Register(
        new CountFunction(),
        Sum("sum", null), Sum("try_sum", EvalMode.Try),
        Average("avg", null, "mean"), Average("try_avg", EvalMode.Try),
        MinMax("min", isMax: false), MinMax("max", isMax: true));

    private static EvalMode ModeOf(AggregateCall call) => (EvalMode)call.State!;

    private static Func<FunctionCall, object?> Mode(EvalMode? mode) => call => mode ?? (call.Session.Ansi ? EvalMode.Ansi : EvalMode.Legacy);

    // Without ANSI rules timestamps are summed as seconds.
    private static ValueList<Expression> Seconds(FunctionCall call, ValueList<Expression> arguments) => !call.Session.Ansi && arguments is [{ DataType: TimestampType } only]
        ? [new Cast(only, DoubleType.Instance, EvalMode.Legacy) { TimeZone = call.Session.TimeZone, Origin = only.Origin }] : arguments;

    private static Aggregate Sum(string name, EvalMode? mode) => new(name, [NumericOrInterval], SumType, SumPartials, call => SumKernel(call, ModeOf(call)))
    {
        Adapt = Seconds,
        StateOf = Mode(mode),
        ThrowsWhen = call => ModeOf(call) == EvalMode.Ansi && call.DataType is not FractionalType,
        OrderMatters = call => call.DataType is FractionalType,
    };

    private static DataType SumType(ValueList<Expression> arguments) => arguments[0].DataType switch
    {
        DecimalType d => DecimalPrecision.Bounded(d.Precision + 10, d.Scale),
        IntegralType => LongType.Instance,
        YearMonthIntervalType or DayTimeIntervalType => arguments[0].DataType,
        _ => DoubleType.Instance,
    };

    private static ValueList<DataType> SumPartials(AggregateCall call) => call.DataType switch
    {
        DecimalType d => [new DecimalType(DecimalType.MaxPrecision, d.Scale), LongType.Instance],
        DoubleType => [DoubleType.Instance],
        _ => [LongType.Instance, BooleanType.Instance],
    };

    private static AggregateKernel SumKernel(AggregateCall call, EvalMode mode) => call.Arguments[0].DataType switch
    {
        DecimalType { Precision: <= DecimalType.MaxLongPrecision } => new DecimalTotalKernel<long, NarrowDecimalStep>(call, mode),
        DecimalType => new DecimalTotalKernel<Int128, WideDecimalStep>(call, mode),
        ByteType => new WholeSumKernel<sbyte>(call, mode),
        ShortType => new WholeSumKernel<short>(call, mode),
        IntegerType or YearMonthIntervalType => new WholeSumKernel<int>(call, mode == EvalMode.Legacy && call.DataType is not NumericType ? EvalMode.Ansi : mode),
        LongType or DayTimeIntervalType => new WholeSumKernel<long>(call, mode == EvalMode.Legacy && call.DataType is not NumericType ? EvalMode.Ansi : mode),
        FloatType => new DoubleSumKernel<float>(),
        _ => new DoubleSumKernel<double>(),
    };

    private static Aggregate Average(string name, EvalMode? mode, params string[] aliases) => new(name, [NumericOrInterval], AverageType, AveragePartials, call => AverageKernel(call, ModeOf(call)))
    {
        Adapt = Seconds,
        As = aliases,
        StateOf = Mode(mode),
        ThrowsWhen = call => ModeOf(call) == EvalMode.Ansi && call.DataType is not FractionalType,
        OrderMatters = call => call.DataType is FractionalType,
    };

    private static DataType AverageType(ValueList<Expression> arguments) => arguments[0].DataType switch
    {
        DecimalType d => DecimalPrecision.Bounded(d.Precision + 4, d.Scale + 4),
        YearMonthIntervalType => YearMonthIntervalType.Default,
        DayTimeIntervalType => DayTimeIntervalType.Default,
        _ => DoubleType.Instance,
    };

    private static ValueList<DataType> AveragePartials(AggregateCall call) => call.Arguments[0].DataType switch
    {
        DecimalType d => [new DecimalType(DecimalType.MaxPrecision, d.Scale), LongType.Instance],
        YearMonthIntervalType or DayTimeIntervalType => [LongType.Instance, LongType.Instance, BooleanType.Instance],
        _ => [DoubleType.Instance, LongType.Instance],
    };

    private static AggregateKernel AverageKernel(AggregateCall call, EvalMode mode) => call.Arguments[0].DataType switch
    {
        DecimalType { Precision: <= DecimalType.MaxLongPrecision } d => new DecimalAverageKernel<long, NarrowDecimalStep>(call, mode, d.Scale),
        DecimalType d => new DecimalAverageKernel<Int128, WideDecimalStep>(call, mode, d.Scale),
        YearMonthIntervalType => new IntervalAverageKernel<int>(call, mode),
        DayTimeIntervalType => new IntervalAverageKernel<long>(call, mode),
        ByteType => new DoubleAverageKernel<sbyte>(),
        ShortType => new DoubleAverageKernel<short>(),
        IntegerType => new DoubleAverageKernel<int>(),
        LongType => new DoubleAverageKernel<long>(),
        FloatType => new DoubleAverageKernel<float>(),
        _ => new DoubleAverageKernel<double>(),
    };

    private static Aggregate MinMax(string name, bool isMax) => new(name, [TypeClass.Any], a => a[0].DataType, call => [call.DataType], call => ExtremeKernel(call.DataType, isMax))
    {
        NeedsOrder = true,
        DuplicatesDoNotMatter = true,
    };

    public static AggregateKernel ExtremeKernel(DataType type, bool isMax) => PhysicalTypes.Of(type) switch
    {
        PhysicalType.Bool => Fixed<byte, NumberOrder<byte>>(isMax),
        PhysicalType.Int8 => Fixed<sbyte, NumberOrder<sbyte>>(isMax),
        PhysicalType.Int16 => Fixed<short, NumberOrder<short>>(isMax),
        PhysicalType.Int32 => Fixed<int, NumberOrder<int>>(isMax),
        PhysicalType.Int64 => Fixed<long, NumberOrder<long>>(isMax),
        PhysicalType.Int128 => Fixed<Int128, NumberOrder<Int128>>(isMax),
        PhysicalType.Float32 => Fixed<float, FloatingOrder<float>>(isMax),
        PhysicalType.Float64 => Fixed<double, FloatingOrder<double>>(isMax),
        _ => new SlotExtremeKernel(type, isMax),
    };

    private static AggregateKernel Fixed<T, TOrder>(bool isMax) where T : unmanaged where TOrder : struct, IOrder<T>
        => isMax ? new ExtremeKernel<T, MaxStep<T, TOrder>>() : new ExtremeKernel<T, MinStep<T, TOrder>>();
}
