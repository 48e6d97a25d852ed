using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Dates;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Collections;

/// <summary>sequence: numbers, dates or timestamps from one to another by a step.</summary>
static unsafe class SequenceFunction
{
    private const int MostElements = int.MaxValue - 15;

    public static readonly FunctionDefinition Function = new Rewrite("sequence", 2, 3, Bind) { IsTransparent = true };

    private static readonly Scalar Numbers = new("sequence", [], a => new ArrayType(a[0].DataType, false), NumberKernel) { Rest = TypeClass.Integral, Throws = true };
    private static readonly Scalar Moments = new("sequence", [], a => new ArrayType(a[0].DataType, false), MomentKernel) { Rest = TypeClass.Any, Throws = true, Preparation = ZonedKernel.Prepare };

    private static Expression Bind(FunctionCall call)
    {
        var (start, stop) = (call.Arguments[0], call.Arguments[1]);
        var type = TypeCoercion.WidestCommonType([start.DataType, stop.DataType], call.Session.Ansi);
        if (type is NullType) type = IntegerType.Instance;
        var name = call.Name.ToLowerInvariant();
        if (type is IntegralType)
        {
            if (call.Arguments.Count == 3) type = TypeCoercion.WidestCommonType([type, call.Arguments[2].DataType], call.Session.Ansi) is IntegralType wide ? wide : throw Wrong(call);
            return (ScalarCall)Numbers.Call(Operands.Cast(call, call.Arguments, type).AsSpan()) with { Name = name, Origin = call.Origin };
        }
        if (type is not (DateType or TimestampType or TimestampNTZType) || call.Arguments.Count == 3 && call.Arguments[2].DataType is not (CalendarIntervalType or YearMonthIntervalType or DayTimeIntervalType)) throw Wrong(call);
        var arguments = new List<Expression> { Operands.CastTo(call, start, type), Operands.CastTo(call, stop, type) };
        if (call.Arguments.Count == 3) arguments.Add(call.Arguments[2]);
        return (ScalarCall)Moments.Call(arguments.ToArray()) with { Name = name, Origin = call.Origin };
    }

    private static AnalysisException Wrong(FunctionCall call) => ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.SEQUENCE_WRONG_INPUT_TYPES", ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))),
        ("functionName", "`sequence`"), ("parameterType", "(\"INTEGRAL\" or \"DATE\" or \"TIMESTAMP\")"), ("startType", "`start`"), ("stopType", "`stop`"), ("stepType", "`step`"));

    private static SparkRuntimeException Boundaries(KernelCall call, string start, string stop, string step)
        => call.Error("_LEGACY_ERROR_TEMP_3243", ("start", start), ("stop", stop), ("step", step));

    private static long Whole(ColumnVector vector, int row) => vector.Physical switch
    {
        PhysicalType.Int8 => vector.Values<sbyte>()[vector.Position(row)],
        PhysicalType.Int16 => vector.Values<short>()[vector.Position(row)],
        PhysicalType.Int32 => vector.Values<int>()[vector.Position(row)],
        _ => vector.Values<long>()[vector.Position(row)],
    };

    private static void Put(ColumnVector child, int at, long value)
    {
        switch (child.ElementSize)
        {
            case 1: child.Set(at, (sbyte)value); break;
            case 2: child.Set(at, (short)value); break;
            case 4: child.Set(at, (int)value); break;
            default: child.Set(at, value); break;
        }
    }

    private static void NumberKernel(KernelCall call)
    {
        var child = call.Result.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (start, stop) = (Whole(call.Arguments[0], row), Whole(call.Arguments[1], row));
            var step = call.Arguments.Length > 2 ? Whole(call.Arguments[2], row) : start <= stop ? 1 : -1;
            if (step == 0 && start != stop || step > 0 && start > stop || step < 0 && start < stop) throw Boundaries(call, $"{start}", $"{stop}", $"{step}");
            var count = step == 0 ? 1 : ((Int128)stop - start) / step + 1;
            if (count > MostElements) throw call.Error("COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER", ("numberOfElements", $"{count}"), ("functionName", "`sequence`"), ("maxRoundedArrayLength", $"{MostElements}"), ("parameter", "`count`"));
            var first = child.Count;
            child.EnsureCapacity(first + (int)count);
            for (var i = 0; i < (int)count; i++) Put(child, first + i, start + i * step);
            child.Count = first + (int)count;
            call.Result.Set(row, new ListEntry(first, (int)count));
        }
    }

    private static void MomentKernel(KernelCall call)
    {
        var child = call.Result.Children[0];
        var isDate = call.Arguments[0].Type is DateType;
        var zone = isDate ? TimeZones.Utc : ZonedKernel.ZoneFor(call, call.Arguments[0].Type);
        var unit = isDate ? Micros.PerDay : 1;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (start, stop) = (Whole(call.Arguments[0], row) * unit, Whole(call.Arguments[1], row) * unit);
            var (months, days, micros) = (0, start <= stop ? 1 : -1, 0L);
            if (call.Arguments.Length > 2)
            {
                var step = call.Arguments[2];
                var at = step.Position(row);
                (months, days, micros) = step.Physical switch
                {
                    PhysicalType.Int32 => (step.Values<int>()[at], 0, 0L),
                    PhysicalType.Int64 => (0, (int)(step.Values<long>()[at] / Micros.PerDay), step.Values<long>()[at] % Micros.PerDay),
                    _ => step.Values<CalendarInterval>()[at] is var c ? (c.Months, c.Days, c.Microseconds) : default,
                };
            }
            var direction = months != 0 ? months : days != 0 ? days : micros;
            if (direction == 0 && start != stop || direction > 0 && start > stop || direction < 0 && start < stop) throw Boundaries(call, $"{start / unit}", $"{stop / unit}", $"{direction}");
            var first = child.Count;
            for (var i = 0; ; i++)
            {
                // Each is counted from the start, so that ends of months do not drift.
                var next = TimestampArithmetic.AddInterval(start, months * i, days * i, micros * i, zone);
                if (direction >= 0 ? next > stop : next < stop) break;
                child.EnsureCapacity(child.Count + 1);
                Put(child, child.Count++, Micros.FloorDiv(next, unit));
                if (direction == 0) break;
            }
            call.Result.Set(row, new ListEntry(first, child.Count - first));
        }
    }
}
