using System.Numerics;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>Finds the caster of a pair of types.</summary>
sealed class CasterFactory(Cast cast, EvaluationContext context)
{
    private readonly ZoneRules _zone = TimeZones.Get(cast.TimeZone ?? context.TimeZone);

    /// <summary>The caster, or null where values stay as they are.</summary>
    /// <exception cref="SparkException">INTERNAL_ERROR for a pair that the analyzer should have refused.</exception>
    public Caster? Create(DataType from, DataType to)
    {
        (from, to) = (TypeEquality.Stored(from), TypeEquality.Stored(to));
        if (TypeEquality.SameShape(from, to)) return null;
        return (from, to) switch
        {
            (NullType, _) => new AlwaysNullCaster(cast, from, to),
            (VariantType, _) => new FromVariantCaster(cast, from, to, new FromVariant(to, _zone.Id, cast.Mode != EvalMode.Try, cast.Origin.Context, context)),
            (_, VariantType) => new ToVariantCaster(cast, from, to),
            (StringType or CharType or VarcharType or BinaryType, StringType or CharType or VarcharType or BinaryType) => new ShareBytesCaster(cast, from, to),
            (ByteType, StringType or CharType or VarcharType) => new WholeToStringCaster<sbyte>(cast, from, to),
            (ShortType, StringType or CharType or VarcharType) => new WholeToStringCaster<short>(cast, from, to),
            (IntegerType, StringType or CharType or VarcharType) => new WholeToStringCaster<int>(cast, from, to),
            (LongType, StringType or CharType or VarcharType) => new WholeToStringCaster<long>(cast, from, to),
            (_, StringType or CharType or VarcharType) => new ToStringCaster(cast, from, to, new ValueText(cast.Mode == EvalMode.Legacy ? TextStyle.LegacyCast : TextStyle.Cast, _zone)),
            (StringType or CharType or VarcharType, _) => FromString(from, to),
            (IntegralType, BinaryType) => new WholeToBinaryCaster(cast, from, to),
            (BooleanType or NumericType, TimestampType) => ToTimestamp(from, to),
            (_, DecimalType d) => ToDecimal(from, d),
            (DecimalType d, _) => FromDecimal(d, to),
            (YearMonthIntervalType, YearMonthIntervalType) or (DayTimeIntervalType, DayTimeIntervalType) => new BetweenIntervalsCaster(cast, from, to),
            (YearMonthIntervalType or DayTimeIntervalType, IntegralType) => ByWhole(to, new IntervalToWhole(this, from, to)),
            (IntegralType, YearMonthIntervalType or DayTimeIntervalType) => new NumberToIntervalCaster(cast, from, to),
            (DateType or TimestampType or TimestampNTZType or TimeType, DateType or TimestampType or TimestampNTZType or TimeType) => new BetweenTimesCaster(cast, from, to, _zone),
            (DateType, _) => new AlwaysNullCaster(cast, from, to),
            (TimestampType or TimeType, IntegralType) => ByWhole(to, new TimeToWhole(this, from, to)),
            (TimestampType or TimeType, FractionalType or BooleanType) => new TimestampToFloatingCaster(cast, from, to),
            (BooleanType or NumericType, BooleanType or NumericType) => Numbers(from, to),
            (ArrayType a, ArrayType b) => new ListCaster(cast, from, to, [Create(a.ElementType, b.ElementType)]),
            (MapType a, MapType b) => new ListCaster(cast, from, to, [Create(a.KeyType, b.KeyType), Create(a.ValueType, b.ValueType)]),
            (StructType a, StructType b) => new StructCaster(cast, from, to, a.Fields.Zip(b.Fields).Select(f => Create(f.First.DataType, f.Second.DataType)).ToArray()),
            _ => throw NoCast(from, to),
        };
    }

    private static SparkException NoCast(DataType from, DataType to)
        => new("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = $"Cannot cast {from} to {to}." });

    private Caster FromString(DataType from, DataType to) => to switch
    {
        IntegralType => ByWhole(to, new StringToWhole(this, from, to)),
        FractionalType => new StringToFloatingCaster(cast, from, to),
        BooleanType => new StringToBooleanCaster(cast, from, to),
        DecimalType d => new StringToDecimalCaster(cast, from, d),
        DateType or TimestampType or TimestampNTZType or TimeType => new StringToTimeCaster(cast, from, to, _zone),
        YearMonthIntervalType or DayTimeIntervalType or CalendarIntervalType => new StringToIntervalCaster(cast, from, to),
        _ => throw NoCast(from, to),
    };

    private Caster ToTimestamp(DataType from, DataType to) => from switch
    {
        BooleanType => new BooleanToTimestampCaster(cast, from, to),
        FractionalType => new FloatingToTimestampCaster(cast, from, to),
        DecimalType d => new DecimalToOtherCaster(cast, d, to),
        _ => ByWhole(from, new WholeToTimestamp(this, from, to)),
    };

    private Caster ToDecimal(DataType from, DecimalType to) => from switch
    {
        FractionalType => new FloatingToDecimalCaster(cast, from, to),
        TimeType => new TimeToDecimalCaster(cast, from, to),
        YearMonthIntervalType or DayTimeIntervalType => new IntervalToDecimalCaster(cast, from, to),
        BooleanType or IntegralType or DecimalType or TimestampType => new ToDecimalCaster(cast, from, to),
        DateType => new AlwaysNullCaster(cast, from, to),
        _ => throw NoCast(from, to),
    };

    private Caster FromDecimal(DecimalType from, DataType to) => to switch
    {
        FractionalType => new DecimalToFloatingCaster(cast, from, to),
        BooleanType => new DecimalToOtherCaster(cast, from, to),
        YearMonthIntervalType or DayTimeIntervalType => new NumberToIntervalCaster(cast, from, to),
        IntegralType => ByWhole(to, new DecimalToWhole(this, from, to)),
        _ => throw NoCast(from, to),
    };

    private Caster Numbers(DataType from, DataType to) => from switch
    {
        BooleanType => to switch
        {
            FloatType => new NumberCaster<byte, float, FromBoolean<float>>(cast, from, to),
            DoubleType => new NumberCaster<byte, double, FromBoolean<double>>(cast, from, to),
            _ => ByWhole(to, new BooleanToWhole(this, from, to)),
        },
        FloatType => FromFloating<float>(from, to),
        DoubleType => FromFloating<double>(from, to),
        _ => ByWhole(from, new FromWhole(this, from, to)),
    };

    private Caster FromFloating<T>(DataType from, DataType to) where T : unmanaged, IFloatingPoint<T> => to switch
    {
        BooleanType => new NumberCaster<T, byte, ToBoolean<T>>(cast, from, to),
        FloatType => new NumberCaster<T, float, FloatingToFloating<T, float>>(cast, from, to),
        DoubleType => new NumberCaster<T, double, FloatingToFloating<T, double>>(cast, from, to),
        _ => ByWhole(to, new FloatingToWholeMaker<T>(this, from, to)),
    };

    // Each maker builds a generic caster for whichever whole type stands on its open side.
    private interface IMaker { Caster Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>; }

    private static Caster ByWhole<TMaker>(DataType whole, TMaker maker) where TMaker : IMaker => whole switch
    {
        ByteType => maker.Make<sbyte>(),
        ShortType => maker.Make<short>(),
        IntegerType => maker.Make<int>(),
        _ => maker.Make<long>(),
    };

    private readonly record struct IntervalToWhole(CasterFactory Owner, DataType From, DataType To) : IMaker
    {
        public Caster Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new IntervalToWholeCaster<T>(Owner.Cast, From, To);
    }

    private readonly record struct TimeToWhole(CasterFactory Owner, DataType From, DataType To) : IMaker
    {
        public Caster Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new TimeToNumberCaster<T>(Owner.Cast, From, To);
    }

    private readonly record struct StringToWhole(CasterFactory Owner, DataType From, DataType To) : IMaker
    {
        public Caster Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new StringToWholeCaster<T>(Owner.Cast, From, To);
    }

    private readonly record struct WholeToTimestamp(CasterFactory Owner, DataType From, DataType To) : IMaker
    {
        public Caster Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new WholeToTimestampCaster<T>(Owner.Cast, From, To);
    }

    private readonly record struct DecimalToWhole(CasterFactory Owner, DecimalType From, DataType To) : IMaker
    {
        public Caster Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new DecimalToWholeCaster<T>(Owner.Cast, From, To);
    }

    private readonly record struct BooleanToWhole(CasterFactory Owner, DataType From, DataType To) : IMaker
    {
        public Caster Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new NumberCaster<byte, T, FromBoolean<T>>(Owner.Cast, From, To);
    }

    private readonly record struct FloatingToWholeMaker<TFrom>(CasterFactory Owner, DataType From, DataType To) : IMaker where TFrom : unmanaged, IFloatingPoint<TFrom>
    {
        public Caster Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new NumberCaster<TFrom, T, FloatingToWhole<TFrom, T>>(Owner.Cast, From, To);
    }

    private readonly record struct FromWhole(CasterFactory Owner, DataType From, DataType To) : IMaker
    {
        public Caster Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => To switch
        {
            BooleanType => new NumberCaster<T, byte, ToBoolean<T>>(Owner.Cast, From, To),
            FloatType => new NumberCaster<T, float, WholeToFloating<T, float>>(Owner.Cast, From, To),
            DoubleType => new NumberCaster<T, double, WholeToFloating<T, double>>(Owner.Cast, From, To),
            _ => ByWhole(To, new WholeFrom<T>(Owner, From, To)),
        };
    }

    private readonly record struct WholeFrom<TFrom>(CasterFactory Owner, DataType From, DataType To) : IMaker where TFrom : unmanaged, IBinaryInteger<TFrom>
    {
        public Caster Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new NumberCaster<TFrom, T, WholeToWhole<TFrom, T>>(Owner.Cast, From, To);
    }

    private Cast Cast => cast;
}
