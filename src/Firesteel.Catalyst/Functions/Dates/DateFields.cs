using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Dates;

/// <summary>Fields of dates and times, by functions of their own and by extract and date_part.</summary>
static class DateFields
{
    private static readonly TypeClass Timed = TypeClass.OneOf(TypeClass.Timestamp, TypeClass.TimestampNtz, TypeClass.Time);

    private static readonly Scalar Year = OfDate<YearOp>("year");
    private static readonly Scalar Quarter = OfDate<QuarterOp>("quarter");
    private static readonly Scalar Month = OfDate<MonthOp>("month");
    private static readonly Scalar Day = OfDate<DayOp>("dayofmonth", "day");
    private static readonly Scalar DayOfYear = OfDate<DayOfYearOp>("dayofyear");
    private static readonly Scalar DayOfWeek = OfDate<DayOfWeekOp>("dayofweek");
    private static readonly Scalar WeekDay = OfDate<WeekDayOp>("weekday");
    private static readonly Scalar Week = OfDate<WeekOp>("weekofyear");
    private static readonly Scalar WeekYear = OfDate<WeekYearOp>("yearofweek");
    private static readonly Scalar IsoDayOfWeek = OfDate<IsoDayOfWeekOp>("dayofweek_iso");
    private static readonly Scalar Hour = OfTime<HourOp>("hour", IntegerType.Instance);
    private static readonly Scalar Minute = OfTime<MinuteOp>("minute", IntegerType.Instance);
    private static readonly Scalar Second = OfTime<SecondOp>("second", IntegerType.Instance);
    private static readonly Scalar SecondWithFraction = OfTime<MicrosOfMinuteOp>("second", new DecimalType(8, 6));

    public static FunctionDefinition[] All =>
    [
        Year, Quarter, Month, Day, DayOfYear, DayOfWeek, WeekDay, Week, Hour, Minute, Second,
        new Scalar("dayname", [TypeClass.Date], StringType.Instance, call => Name(call, "MonTueWedThuFriSatSun", static d => (ProlepticGregorian.DayOfWeek(d) + 6) % 7)),
        new Scalar("monthname", [TypeClass.Date], StringType.Instance, call => Name(call, "JanFebMarAprMayJunJulAugSepOctNovDec", static d => ProlepticGregorian.Month(d) - 1)),
        Extraction("extract", " FROM "), Extraction("date_part", ", "), Extraction("datepart", " FROM "),
    ];

    private static Scalar OfDate<TOp>(string name, params string[] aliases) where TOp : struct, IUnary<int, int>
        => new(name, [TypeClass.Date], IntegerType.Instance, KernelCalls.Map<int, int, TOp>) { As = aliases };

    private static Scalar OfTime<TOp>(string name, DataType result) where TOp : struct, IZonedMap<long, long>
        => new(name, [Timed], result, TimeField<TOp>) { Adapt = AsTimestamp, Preparation = ZonedKernel.Prepare };

    /// <summary>Texts and dates are read as timestamps.</summary>
    internal static Foundation.Collections.ValueList<Expression> AsTimestamp(FunctionCall call, Foundation.Collections.ValueList<Expression> a)
        => a[0].DataType is StringType or DateType or NullType ? [Operands.CastTo(call, a[0], TimestampType.Instance), .. a.Skip(1)] : a;

    private static void TimeField<TOp>(KernelCall call) where TOp : struct, IZonedMap<long, long>
    {
        var values = call.In<long>(0);
        var isTime = call.Arguments[0].Type is TimeType;
        var zone = ZonedKernel.ZoneFor(call, call.Arguments[0].Type);
        var narrow = call.Result.Physical == PhysicalType.Int32;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var field = TOp.Apply(isTime ? values[row] / 1000 : values[row], zone);
            if (narrow) call.Result.Set(row, (int)field);
            else call.Result.Set(row, field);
        }
    }

    private static void Name(KernelCall call, string names, Func<int, int> index)
    {
        var dates = call.In<int>(0);
        Span<byte> text = stackalloc byte[3];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            Encoding.ASCII.GetBytes(names.AsSpan(index(dates[row]) * 3, 3), text);
            call.Result.SetString(row, text);
        }
    }

    private static Rewrite Extraction(string name, string separator) => new(name, 2, 2, Extract)
    {
        Text = c => $"{c.Name.ToLowerInvariant()}({c.Arguments[0].Sql}{separator}{c.Arguments[1].Sql})",
    };

    private static Expression Extract(FunctionCall call)
    {
        if (!call.Arguments[0].Foldable) throw ArgumentChecks.Error(call.Origin, "NON_FOLDABLE_ARGUMENT", ("funcName", $"`{call.Name.ToLowerInvariant()}`"), ("paramName", "`field`"), ("paramType", "\"STRING\""));
        if (!Operands.TryConstant<string>(call.Arguments[0], out var field)) return Literal.NullOf(DoubleType.Instance);
        var source = call.Arguments[1];
        if (source.DataType is YearMonthIntervalType or DayTimeIntervalType or CalendarIntervalType)
            return IntervalFields.Extract(field, source) ?? throw Unknown(call, field);
        var function = field.ToUpperInvariant() switch
        {
            "YEAR" or "Y" or "YEARS" or "YR" or "YRS" => Year,
            "YEAROFWEEK" => WeekYear,
            "QUARTER" or "QTR" => Quarter,
            "MONTH" or "MON" or "MONS" or "MONTHS" => Month,
            "WEEK" or "W" or "WEEKS" => Week,
            "DAY" or "D" or "DAYS" => Day,
            "DAYOFWEEK" or "DOW" => DayOfWeek,
            "DAYOFWEEK_ISO" or "DOW_ISO" => IsoDayOfWeek,
            "DOY" => DayOfYear,
            "HOUR" or "H" or "HOURS" or "HR" or "HRS" => Hour,
            "MINUTE" or "M" or "MIN" or "MINS" or "MINUTES" => Minute,
            "SECOND" or "S" or "SEC" or "SECONDS" or "SECS" => SecondWithFraction,
            _ => throw Unknown(call, field),
        };
        if (source.DataType is TimeType && function != Hour && function != Minute && function != SecondWithFraction) throw Unknown(call, field);
        return function.Bind(call with { Name = function.Name, Arguments = [source] });
    }

    private static AnalysisException Unknown(FunctionCall call, string field)
        => ArgumentChecks.Error(call.Origin, "INVALID_EXTRACT_FIELD", ("field", $"`{field}`"), ("expr", ArgumentChecks.Quote(call.Arguments[1].Sql)));

    private readonly struct YearOp : IUnary<int, int> { public static int Apply(int day) => ProlepticGregorian.Year(day); }
    private readonly struct QuarterOp : IUnary<int, int> { public static int Apply(int day) => ProlepticGregorian.Quarter(day); }
    private readonly struct MonthOp : IUnary<int, int> { public static int Apply(int day) => ProlepticGregorian.Month(day); }
    private readonly struct DayOp : IUnary<int, int> { public static int Apply(int day) => ProlepticGregorian.DayOfMonth(day); }
    private readonly struct DayOfYearOp : IUnary<int, int> { public static int Apply(int day) => ProlepticGregorian.DayOfYear(day); }
    private readonly struct WeekOp : IUnary<int, int> { public static int Apply(int day) => ProlepticGregorian.WeekOfYear(day); }
    private readonly struct WeekYearOp : IUnary<int, int> { public static int Apply(int day) => ProlepticGregorian.WeekYear(day); }
    // 1970-01-01 was a Thursday.
    private readonly struct DayOfWeekOp : IUnary<int, int> { public static int Apply(int day) => (int)Micros.FloorMod(day + 4L, 7) + 1; }
    private readonly struct WeekDayOp : IUnary<int, int> { public static int Apply(int day) => (int)Micros.FloorMod(day + 3L, 7); }
    private readonly struct IsoDayOfWeekOp : IUnary<int, int> { public static int Apply(int day) => (int)Micros.FloorMod(day + 3L, 7) + 1; }
    private readonly struct HourOp : IZonedMap<long, long> { public static long Apply(long micros, ZoneRules zone) => Micros.FloorMod(zone.UtcToLocalMicros(micros), Micros.PerDay) / Micros.PerHour; }
    private readonly struct MinuteOp : IZonedMap<long, long> { public static long Apply(long micros, ZoneRules zone) => Micros.FloorMod(zone.UtcToLocalMicros(micros), Micros.PerHour) / Micros.PerMinute; }
    private readonly struct SecondOp : IZonedMap<long, long> { public static long Apply(long micros, ZoneRules zone) => Micros.FloorMod(zone.UtcToLocalMicros(micros), Micros.PerMinute) / Micros.PerSecond; }
    private readonly struct MicrosOfMinuteOp : IZonedMap<long, long> { public static long Apply(long micros, ZoneRules zone) => Micros.FloorMod(zone.UtcToLocalMicros(micros), Micros.PerMinute); }
}
