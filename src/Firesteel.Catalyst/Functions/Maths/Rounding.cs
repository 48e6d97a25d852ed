using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Maths;

/// <summary>round, bround, ceil and floor.</summary>
static unsafe class Rounding
{
    public static FunctionDefinition[] All =>
    [
        Round("round", RoundingMode.HalfUp, TypeClass.Numeric),
        Round("bround", RoundingMode.HalfEven, TypeClass.Numeric),
        new Rewrite("ceil", 1, 2, c => Whole(c, Ceil, CeilScaled, "ceil")) { As = ["ceiling"], IsTransparent = true },
        new Rewrite("floor", 1, 2, c => Whole(c, Floor, FloorScaled, "floor")) { IsTransparent = true },
    ];

    private static readonly Scalar Ceil = ToWhole("ceil", RoundingMode.Ceiling);
    private static readonly Scalar Floor = ToWhole("floor", RoundingMode.Floor);
    private static readonly Scalar CeilScaled = Round("ceil", RoundingMode.Ceiling, TypeClass.Decimal);
    private static readonly Scalar FloorScaled = Round("floor", RoundingMode.Floor, TypeClass.Decimal);

    private static Expression Whole(FunctionCall call, Scalar whole, Scalar scaled, string name)
    {
        if (call.Arguments.Count == 1) return whole.Bind(call);
        if (!call.Arguments[1].Foldable || call.Arguments[1].DataType is not (IntegerType or ShortType or ByteType))
            throw ArgumentChecks.Error(call.Origin, "NON_FOLDABLE_ARGUMENT", ("funcName", $"`{name}`"), ("paramName", "`scale`"), ("paramType", "\"INT\""));
        return scaled.Bind(call);
    }

    private static Scalar ToWhole(string name, RoundingMode mode) => new(name, [TypeClass.OneOf(TypeClass.Double, TypeClass.Decimal, TypeClass.Long)], WholeType, call => EvaluateWhole(call, mode))
    {
        MayBeNull = true,
        Throws = true,
        Text = (c, s) => $"{(c.Name == name ? name.ToUpperInvariant() : c.Name)}({c.Arguments[0].ToSql(s)})",
    };

    private static DataType WholeType(ValueList<Expression> a)
        => a[0].DataType is DecimalType d ? d.Scale == 0 ? d : TypeCoercion.BoundedDecimal(d.Precision - d.Scale + 1, 0) : LongType.Instance;

    private static void EvaluateWhole(KernelCall call, RoundingMode mode)
    {
        var argument = call.Arguments[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var at = argument.Position(row);
            switch (argument.Type)
            {
                case DecimalType d: DecimalValues.Set(call.Result, row, Decimals.DropDigits(DecimalValues.Get(argument, at), d.Scale, mode)); break;
                case LongType: call.Result.Set(row, argument.Values<long>()[at]); break;
                default:
                    var value = argument.Values<double>()[at];
                    var whole = mode == RoundingMode.Floor ? Math.Floor(value) : Math.Ceiling(value);
                    if (call.Call.State is true && !(whole >= -9.2233720368547758E18 && whole < 9.2233720368547758E18) && !double.IsNaN(whole)) throw Overflow(call);
                    call.Result.Set(row, JavaDouble.ToLong(whole));
                    break;
            }
        }
    }

    private static Scalar Round(string name, RoundingMode mode, TypeClass type) => new(name, [type, TypeClass.Int], RoundedType, call => EvaluateRound(call, mode))
    {
        Defaults = [Literal.Of(0)],
        MayBeNull = true,
        ThrowsWhen = c => c.ResultType is IntegralType,
        StateOf = call => call.Session.Ansi,
        Check = CheckScale,
    };

    private static void CheckScale(ScalarCall call)
    {
        if (!call.Arguments[1].Foldable) throw ArgumentChecks.NotConstant(call.Origin, call.Sql, "scale", IntegerType.Instance, call.Arguments[1]);
    }

    private static DataType RoundedType(ValueList<Expression> a)
    {
        if (a[0].DataType is not DecimalType d) return a[0].DataType;
        var scale = Operands.TryConstant<int>(a[1], out var s) ? s : 0;
        var whole = d.Precision - d.Scale + 1;
        if (scale < 0) return new DecimalType(Math.Min(Math.Max(whole, -scale + 1), DecimalType.MaxPrecision), 0);
        var kept = Math.Min(d.Scale, scale);
        return new DecimalType(Math.Min(whole + kept, DecimalType.MaxPrecision), kept);
    }

    private static void EvaluateRound(KernelCall call, RoundingMode mode)
    {
        var argument = call.Arguments[0];
        var scales = call.In<int>(1);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var at = argument.Position(row);
            var scale = scales[row];
            switch (argument.Type)
            {
                case DecimalType d: RoundDecimal(call, row, DecimalValues.Get(argument, at), d, scale, mode); break;
                case DoubleType: call.Result.Set(row, JavaDouble.Round(argument.Values<double>()[at], scale, mode)); break;
                case FloatType: call.Result.Set(row, JavaDouble.Round(argument.Values<float>()[at], scale, mode)); break;
                case ByteType: Put<sbyte>(call, row, RoundLong(argument.Values<sbyte>()[at], scale, mode)); break;
                case ShortType: Put<short>(call, row, RoundLong(argument.Values<short>()[at], scale, mode)); break;
                case IntegerType: Put<int>(call, row, RoundLong(argument.Values<int>()[at], scale, mode)); break;
                default: Put<long>(call, row, RoundLong(argument.Values<long>()[at], scale, mode)); break;
            }
        }
    }

    private static void RoundDecimal(KernelCall call, int row, Int128 value, DecimalType from, int scale, RoundingMode mode)
    {
        var to = (DecimalType)call.Result.Type;
        var dropped = from.Scale - scale;
        if (dropped > DecimalType.MaxPrecision) { DecimalValues.Set(call.Result, row, 0); return; }
        var rounded = dropped > 0 ? Decimals.DropDigits(value, dropped, mode) : value;
        // With a negative scale the digits that went come back as zeros.
        if (scale < 0) rounded *= Decimals.PowerOfTen(-scale);
        if (Decimals.Fits(rounded, to.Precision)) DecimalValues.Set(call.Result, row, rounded);
        else call.Result.SetNull(row);
    }

    private static Int128 RoundLong(long value, int scale, RoundingMode mode)
    {
        if (scale >= 0) return value;
        return scale < -19 ? 0 : Decimals.DropDigits(value, -scale, mode) * Decimals.PowerOfTen(-scale);
    }

    private static void Put<T>(KernelCall call, int row, Int128 value) where T : unmanaged, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T>
    {
        if (call.Call.State is true && (value < Int128.CreateTruncating(T.MinValue) || value > Int128.CreateTruncating(T.MaxValue))) throw Overflow(call);
        call.Result.Set(row, T.CreateTruncating(value));
    }

    internal static SparkRuntimeException Overflow(KernelCall call)
        => call.Error("ARITHMETIC_OVERFLOW", ("message", "Overflow"), ("alternative", ""), ("config", "\"spark.sql.ansi.enabled\""));
}
