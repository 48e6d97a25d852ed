using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Dates;

/// <summary>Days and months added and counted: date_add, add_months, datediff, trunc and their like.</summary>
static class DateArithmetic
{
    private static readonly TypeClass DayCount = new TypeClass.Strictly(TypeClass.OneOf(TypeClass.Int, ShortType.Instance, TypeClass.Byte));
    internal static readonly TypeClass AnyTimestamp = TypeClass.OneOf(TypeClass.Timestamp, TypeClass.TimestampNtz);

    public static FunctionDefinition[] All =>
    [
        Shift("date_add", 1, "dateadd"),
        Shift("date_sub", -1),
        new Scalar("datediff", [TypeClass.Date, TypeClass.Date], IntegerType.Instance, KernelCalls.Map<int, int, int, DaysBetween>) { As = ["date_diff"] },
        new Scalar("add_months", [TypeClass.Date, TypeClass.Int], DateType.Instance, AddMonths) { Throws = true },
        new Scalar("last_day", [TypeClass.Date], DateType.Instance, KernelCalls.Map<int, int, LastDay>),
        new Scalar("next_day", [TypeClass.Date, TypeClass.AnyString], DateType.Instance, NextDay) { MayBeNull = true, Throws = true, StateOf = c => c.Session.Ansi },
        new Scalar("months_between", [TypeClass.Timestamp, TypeClass.Timestamp, TypeClass.Boolean], DoubleType.Instance, MonthsBetween) { Defaults = [Literal.True], Preparation = ZonedKernel.Prepare },
        new Scalar("trunc", [TypeClass.Date, TypeClass.AnyString], DateType.Instance, Trunc) { MayBeNull = true },
        new Scalar("date_trunc", [TypeClass.AnyString, AnyTimestamp], a => a[1].DataType, DateTrunc) { MayBeNull = true, Preparation = ZonedKernel.Prepare },
        new Scalar("date_from_unix_date", [TypeClass.Int], DateType.Instance, KernelCalls.Map<int, int, Same>),
        new Scalar("unix_date", [TypeClass.Date], IntegerType.Instance, KernelCalls.Map<int, int, Same>),
        new Rewrite("timestampadd", 3, 3, c => Unit(c, Add, "timestampadd")) { Text = c => $"timestampadd({c.Arguments[0].Sql}, {c.Arguments[1].Sql}, {c.Arguments[2].Sql})" },
        new Rewrite("timestampdiff", 3, 3, c => Unit(c, Difference, "timestampdiff")) { Text = c => $"timestampdiff({c.Arguments[0].Sql}, {c.Arguments[1].Sql}, {c.Arguments[2].Sql})" },
    ];

    private static Scalar Shift(string name, int sign, params string[] aliases) => new(name, [TypeClass.Date, DayCount], DateType.Instance, call =>
    {
        var dates = call.In<int>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, dates[row] + sign * Count(call.Arguments[1], row));
        }
    })
    {
        As = aliases,
        KeepsName = aliases.Length > 0,
        Adapt = (c, a) => a[1].DataType is StringType && a[1].Foldable ? [a[0], Operands.CastTo(c, a[1], IntegerType.Instance)] : a,
    };

    private static unsafe int Count(ColumnVector vector, int row) => vector.Physical switch
    {
        PhysicalType.Int8 => vector.Values<sbyte>()[vector.Position(row)],
        PhysicalType.Int16 => vector.Values<short>()[vector.Position(row)],
        _ => vector.Values<int>()[vector.Position(row)],
    };

    private readonly struct DaysBetween : IBinary<int, int, int> { public static int Apply(int end, int start) => end - start; }
    private readonly struct LastDay : IUnary<int, int> { public static int Apply(int day) => ProlepticGregorian.LastDayOfMonth(day); }
    private readonly struct Same : IUnary<int, int> { public static int Apply(int day) => day; }

    private static void AddMonths(KernelCall call)
    {
        var (dates, months) = (call.In<int>(0), call.In<int>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var moved = ProlepticGregorian.AddMonths(dates[row], months[row]);
            if (moved is < int.MinValue or > int.MaxValue) throw call.Error("DATETIME_OVERFLOW", ("operation", $"add {months[row]} months to a date"));
            call.Result.Set(row, (int)moved);
        }
    }

    private static void NextDay(KernelCall call)
    {
        var (dates, names) = (call.In<int>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var name = Encoding.UTF8.GetString(names[row].Span).Trim().ToUpperInvariant();
            // Days counted from Monday.
            var day = name switch
            {
                "MO" or "MON" or "MONDAY" => 0,
                "TU" or "TUE" or "TUESDAY" => 1,
                "WE" or "WED" or "WEDNESDAY" => 2,
                "TH" or "THU" or "THURSDAY" => 3,
                "FR" or "FRI" or "FRIDAY" => 4,
                "SA" or "SAT" or "SATURDAY" => 5,
                "SU" or "SUN" or "SUNDAY" => 6,
                _ => -1,
            };
            if (day >= 0) call.Result.Set(row, dates[row] + 1 + (int)Micros.FloorMod(day - Micros.FloorMod(dates[row] + 4L, 7), 7));
            else if (call.Call.State is true) throw call.Error("ILLEGAL_DAY_OF_WEEK", ("string", Encoding.UTF8.GetString(names[row].Span)));
            else call.Result.SetNull(row);
        }
    }

    private static void MonthsBetween(KernelCall call)
    {
        var (first, second, round) = (call.In<long>(0), call.In<long>(1), call.In<bool>(2));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, TimestampArithmetic.MonthsBetween(first[row], second[row], round[row], ZonedKernel.Zone(call)));
        }
    }

    private static void Trunc(KernelCall call)
    {
        var (dates, levels) = (call.In<int>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (TruncLevels.TryParse(levels[row].Span, out var level) && level >= TruncLevel.Week) call.Result.Set(row, ProlepticGregorian.Truncate(dates[row], level));
            else call.Result.SetNull(row);
        }
    }

    private static void DateTrunc(KernelCall call)
    {
        var (levels, times) = (call.In<StringView>(0), call.In<long>(1));
        var zone = ZonedKernel.ZoneFor(call, call.Arguments[1].Type);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (TruncLevels.TryParse(levels[row].Span, out var level)) call.Result.Set(row, TimestampArithmetic.Truncate(times[row], level, zone));
            else call.Result.SetNull(row);
        }
    }

    private static readonly Scalar Add = new("timestampadd", [TypeClass.Long, AnyTimestamp], a => a[1].DataType, call =>
    {
        var (quantities, times) = (call.In<long>(0), call.In<long>(1));
        var zone = ZonedKernel.ZoneFor(call, call.Arguments[1].Type);
        var unit = (TimestampUnit)call.Call.State!;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            try { call.Result.Set(row, TimestampArithmetic.Add(unit, quantities[row], times[row], zone)); }
            catch (OverflowException) { throw call.Error("DATETIME_OVERFLOW", ("operation", $"add {quantities[row]} {unit.ToString().ToUpperInvariant()} to a timestamp")); }
        }
    }) { Throws = true, Preparation = ZonedKernel.Prepare };

    private static readonly Scalar Difference = new("timestampdiff", [TypeClass.Timestamp, TypeClass.Timestamp], LongType.Instance, call =>
    {
        var (starts, ends) = (call.In<long>(0), call.In<long>(1));
        var unit = (TimestampUnit)call.Call.State!;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, TimestampArithmetic.Difference(unit, starts[row], ends[row], ZonedKernel.Zone(call)));
        }
    }) { Preparation = ZonedKernel.Prepare };

    private static Expression Unit(FunctionCall call, Scalar function, string name)
    {
        if (!Operands.TryConstant<string>(call.Arguments[0], out var text) || !TimestampUnits.TryParse(text, out var unit))
            throw ArgumentChecks.Error(call.Origin, "INVALID_PARAMETER_VALUE.DATETIME_UNIT", ("functionName", $"`{name}`"), ("parameter", "`unit`"), ("invalidValue", $"'{call.Arguments[0].Sql}'"));
        return (ScalarCall)function.Bind(call with { Arguments = [call.Arguments[1], call.Arguments[2]] }) with { State = unit };
    }
}
