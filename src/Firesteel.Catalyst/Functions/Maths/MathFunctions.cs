using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Kernels;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Maths;

/// <summary>Functions on numbers.</summary>
static class MathFunctions
{
    public static void Register(FunctionRegistry registry)
    {
        registry.Register(
            Unary<Sin>("sin"), Unary<Cos>("cos"), Unary<Tan>("tan"), Unary<Cot>("cot"), Unary<Sec>("sec"), Unary<Csc>("csc"),
            Unary<Asin>("asin"), Unary<Acos>("acos"), Unary<Atan>("atan"),
            Unary<Sinh>("sinh"), Unary<Cosh>("cosh"), Unary<Tanh>("tanh"), Unary<Asinh>("asinh"), Unary<Acosh>("acosh"), Unary<Atanh>("atanh"),
            Unary<Sqrt>("sqrt"), Unary<Cbrt>("cbrt"), Unary<Exp>("exp"), Unary<Expm1>("expm1"), Unary<Degrees>("degrees"), Unary<Radians>("radians"),
            Unary<Rint>("rint", "rint"), Unary<Signum>("sign", "sign", OrInterval), Unary<Signum>("signum", "SIGNUM", OrInterval),
            Partial<Ln>("ln", "ln"), Partial<Log10>("log10"), Partial<Log2>("log2"), Partial<Log1p>("log1p"),
            new Rewrite("log", 1, 2, Logarithm) { IsTransparent = true },
            Binary<Pow>("pow", "pow"), Binary<Pow>("power", "POWER"), Binary<Hypot>("hypot", "HYPOT"), Binary<Atan2>("atan2", "ATAN2"),
            Constant("e", Math.E), Constant("pi", Math.PI));
        registry.Register(Rounding.All);
        registry.Register(IntegerFunctions.All);
        registry.Register(Radix.All);
        registry.Register(RandomFunctions.All);
    }

    private static readonly TypeClass OrInterval = TypeClass.OneOf(TypeClass.Double, TypeClass.YearMonthInterval, TypeClass.DayTimeInterval);

    private static Scalar Unary<TOp>(string name, string? shown = null, TypeClass? type = null) where TOp : struct, IUnary<double, double>
        => new(name, [type ?? TypeClass.Double], DoubleType.Instance, KernelCalls.Map<double, double, TOp>)
        {
            MayBeNull = true,
            Adapt = type == null ? null : (call, a) => a[0].DataType is YearMonthIntervalType ? [SignOfInterval(a[0], IntegerType.Instance)] : a[0].DataType is DayTimeIntervalType ? [SignOfInterval(a[0], LongType.Instance)] : a,
            Text = (c, s) => $"{shown ?? name.ToUpperInvariant()}({c.Arguments[0].ToSql(s)})",
        };

    // The sign of an interval is that of its count; months and microseconds are read as the numbers they are.
    private static Expression SignOfInterval(Expression interval, DataType number) => new Cast(IntervalCount.Function(number).Call(interval), DoubleType.Instance, EvalMode.Legacy);

    private static Scalar Partial<TOp>(string name, string? shown = null) where TOp : struct, ITryUnary<double, double>
        => new(name, [TypeClass.Double], DoubleType.Instance, KernelCalls.TryMap<double, double, TOp>)
        {
            MayBeNull = true,
            Text = (c, s) => $"{shown ?? name.ToUpperInvariant()}({c.Arguments[0].ToSql(s)})",
        };

    private static Scalar Binary<TOp>(string name, string shown) where TOp : struct, IBinary<double, double, double>
        => new(name, [TypeClass.Double, TypeClass.Double], DoubleType.Instance, KernelCalls.Map<double, double, double, TOp>)
        {
            Text = (c, s) => $"{shown}({c.Arguments[0].ToSql(s)}, {c.Arguments[1].ToSql(s)})",
        };

    private static readonly Scalar LogBase = new("log", [TypeClass.Double, TypeClass.Double], DoubleType.Instance, KernelCalls.TryMap<double, double, double, LogarithmOp>)
    {
        MayBeNull = true,
        Text = (c, s) => $"LOG({c.Arguments[0].ToSql(s)}, {c.Arguments[1].ToSql(s)})",
    };

    private static Expression Logarithm(FunctionCall call)
        => LogBase.Bind(call.Arguments.Count == 2 ? call : call with { Arguments = [new Replaced("E", [], Literal.Of(Math.E)) { Display = "E()" }, call.Arguments[0]] });

    private static Rewrite Constant(string name, double value) => new(name, 0, 0, _ => Literal.Of(value)) { Text = _ => $"{name.ToUpperInvariant()}()" };

    private readonly struct Sin : IUnary<double, double> { public static double Apply(double x) => Math.Sin(x); }
    private readonly struct Cos : IUnary<double, double> { public static double Apply(double x) => Math.Cos(x); }
    private readonly struct Tan : IUnary<double, double> { public static double Apply(double x) => Math.Tan(x); }
    private readonly struct Cot : IUnary<double, double> { public static double Apply(double x) => 1 / Math.Tan(x); }
    private readonly struct Sec : IUnary<double, double> { public static double Apply(double x) => 1 / Math.Cos(x); }
    private readonly struct Csc : IUnary<double, double> { public static double Apply(double x) => 1 / Math.Sin(x); }
    private readonly struct Asin : IUnary<double, double> { public static double Apply(double x) => Math.Asin(x); }
    private readonly struct Acos : IUnary<double, double> { public static double Apply(double x) => Math.Acos(x); }
    private readonly struct Atan : IUnary<double, double> { public static double Apply(double x) => Math.Atan(x); }
    private readonly struct Sinh : IUnary<double, double> { public static double Apply(double x) => Math.Sinh(x); }
    private readonly struct Cosh : IUnary<double, double> { public static double Apply(double x) => StrictMath.Cosh(x); }
    private readonly struct Tanh : IUnary<double, double> { public static double Apply(double x) => Math.Tanh(x); }
    private readonly struct Asinh : IUnary<double, double> { public static double Apply(double x) => double.IsNegativeInfinity(x) ? x : Math.Log(x + Math.Sqrt(x * x + 1)); }
    private readonly struct Acosh : IUnary<double, double> { public static double Apply(double x) => Math.Log(x + Math.Sqrt(x * x - 1)); }
    private readonly struct Atanh : IUnary<double, double> { public static double Apply(double x) => 0.5 * (Log1pOf(x) - Log1pOf(-x)); }
    private readonly struct Sqrt : IUnary<double, double> { public static double Apply(double x) => Math.Sqrt(x); }
    private readonly struct Cbrt : IUnary<double, double> { public static double Apply(double x) => CbrtOf(x); }
    private readonly struct Exp : IUnary<double, double> { public static double Apply(double x) => StrictMath.Exp(x); }
    private readonly struct Expm1 : IUnary<double, double> { public static double Apply(double x) => Expm1Of(x); }
    private readonly struct Degrees : IUnary<double, double> { public static double Apply(double x) => x * 57.29577951308232; }
    private readonly struct Radians : IUnary<double, double> { public static double Apply(double x) => x * 0.017453292519943295; }
    private readonly struct Rint : IUnary<double, double> { public static double Apply(double x) => Math.Round(x, MidpointRounding.ToEven); }
    private readonly struct Signum : IUnary<double, double> { public static double Apply(double x) => x > 0 ? 1 : x < 0 ? -1 : x; }
    private readonly struct Ln : ITryUnary<double, double> { public static bool TryApply(double x, out double y) { y = Math.Log(x); return !(x <= 0); } }
    private readonly struct Log10 : ITryUnary<double, double> { public static bool TryApply(double x, out double y) { y = Math.Log10(x); return !(x <= 0); } }
    private readonly struct Log2 : ITryUnary<double, double> { public static bool TryApply(double x, out double y) { y = StrictLog.Of(x) / StrictLog.Of(2); return !(x <= 0); } }
    private readonly struct Log1p : ITryUnary<double, double> { public static bool TryApply(double x, out double y) { y = Log1pOf(x); return !(x <= -1); } }
    private readonly struct LogarithmOp : ITryBinary<double, double, double> { public static bool TryApply(double b, double x, out double y) { y = StrictLog.Of(x) / StrictLog.Of(b); return !(x <= 0) && !(b <= 0); } }
    private readonly struct Pow : IBinary<double, double, double> { public static double Apply(double x, double y) => (x == 1 || x == -1) && (double.IsInfinity(y) || double.IsNaN(y)) ? double.NaN : Math.Pow(x, y); }
    private readonly struct Hypot : IBinary<double, double, double> { public static double Apply(double x, double y) => double.Hypot(x, y); }
    private readonly struct Atan2 : IBinary<double, double, double> { public static double Apply(double y, double x) => Math.Atan2(y + 0.0, x + 0.0); }

    // One step of Newton's method makes up for the last digit.
    private static double CbrtOf(double x)
    {
        var root = Math.Cbrt(x);
        return root == 0 || !double.IsFinite(root) ? root : root - (Math.FusedMultiplyAdd(root * root, root, -x)) / (3 * root * root);
    }

    // log(1 + x) loses small x; the correction term restores the digits that 1 + x rounds away.
    private static double Log1pOf(double x)
    {
        var sum = 1 + x;
        if (double.IsInfinity(sum) || sum <= 0) return Math.Log(sum);
        return sum == 1 ? x : Math.Log(sum) - (sum - 1 - x) / sum;
    }

    public static double Expm1Of(double x)
    {
        if (Math.Abs(x) > 0.5) return Math.Exp(x) - 1;
        if (x == 0) return x;
        var half = Math.Tanh(x / 2);
        return 2 * half / (1 - half);
    }
}
