using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Maths;

/// <summary>Random numbers and texts, repeatable for a seed and a partition.</summary>
static class RandomFunctions
{
    public static FunctionDefinition[] All =>
    [
        new Rewrite("rand", 0, 1, c => Bind(Uniform, c, "rand")) { As = ["random"], IsTransparent = true },
        new Rewrite("randn", 0, 1, c => Bind(Normal, c, "randn")) { IsTransparent = true },
        new Rewrite("uniform", 2, 3, Between),
        new Rewrite("randstr", 1, 2, Text),
    ];

    private static readonly Scalar Uniform = Define("rand", call =>
    {
        var random = (XorShiftRandom)call.Prepared!;
        for (var k = 0; k < call.Selection.Count; k++) call.Result.Set(call.Selection[k], random.NextDouble());
    });

    private static readonly Scalar Normal = Define("randn", call =>
    {
        var random = (XorShiftRandom)call.Prepared!;
        for (var k = 0; k < call.Selection.Count; k++) call.Result.Set(call.Selection[k], random.NextGaussian());
    });

    private static readonly Scalar RandomText = new("randstr", [TypeClass.Int], StringType.Instance, WriteText)
    {
        IsVolatile = true,
        DependsOnPlace = true,
        Preparation = Start,
    };

    private static Scalar Define(string name, Kernel kernel) => new(name, [], DoubleType.Instance, kernel) { IsVolatile = true, DependsOnPlace = true, Preparation = Start };

    private static object Start(ScalarCall call, EvaluationContext context) => new XorShiftRandom((long)call.State! + context.PartitionIndex);

    private static Expression Bind(Scalar function, FunctionCall call, string name)
    {
        var shown = $"{name}({string.Join(", ", call.Arguments.Select(a => a.Sql))})";
        return (ScalarCall)function.Call() with { State = Seed(call, 0, shown), Display = shown };
    }

    private static long Seed(FunctionCall call, int index, string shown)
    {
        if (call.Arguments.Count <= index) return Random.Shared.NextInt64();
        var argument = call.Arguments[index];
        if (argument.DataType is not (IntegralType or NullType)) throw ArgumentChecks.UnexpectedType(call.Origin, shown, index, argument, "(\"INT\" or \"BIGINT\")");
        if (!argument.Foldable)
            throw ArgumentChecks.Error(call.Origin, "SEED_EXPRESSION_IS_UNFOLDABLE", ("seedExpr", ArgumentChecks.Quote(argument.Sql)), ("exprWithSeed", ArgumentChecks.Quote(shown)));
        return argument is Negate { Child: var child } ? -Whole(child) : Whole(argument);
    }

    private static long Whole(Expression argument)
    {
        while (argument is Cast or Replaced) argument = argument.Children[0];
        return argument is Literal l ? l.Value switch { int v => v, long v => v, short v => v, sbyte v => v, _ => 0 } : 0;
    }

    private static Expression Between(FunctionCall call)
    {
        for (var i = 0; i < 2; i++)
        {
            var bound = call.Arguments[i];
            if (bound.DataType is not (NumericType or NullType)) throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call), i, bound, "integer or floating-point");
            if (!bound.Foldable)
                throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), i == 0 ? "min" : "max", bound.DataType, bound);
        }
        var (left, right) = (call.Arguments[0].DataType, call.Arguments[1].DataType);
        // Decimals keep the type that is one; of floating-point bounds the narrower tells.
        DataType type = left is NullType && right is NullType ? DoubleType.Instance
            : left is NullType or FractionalType or DecimalType || right is NullType or FractionalType or DecimalType
                ? left is FloatType || right is FloatType ? FloatType.Instance
                : left is DoubleType or NullType || right is DoubleType or NullType ? DoubleType.Instance
                : left is DecimalType && right is DecimalType ? TypeCoercion.WidestCommonType([left, right], call.Session.Ansi)!
                : left is DecimalType ? left : right
            : TypeCoercion.WidestCommonType([left, right], call.Session.Ansi)!;
        var seed = SeedOf(call, 2);
        var random = (ScalarCall)Uniform.Call() with { State = seed };
        var low = new Cast(call.Arguments[0], DoubleType.Instance, EvalMode.Legacy);
        var high = new Cast(call.Arguments[1], DoubleType.Instance, EvalMode.Legacy);
        var width = new Arithmetic(ArithmeticOperator.Subtract, high, low, EvalMode.Legacy);
        var value = new Arithmetic(ArithmeticOperator.Add, low, new Arithmetic(ArithmeticOperator.Multiply, width, random, EvalMode.Legacy), EvalMode.Legacy);
        return new Cast(value, type, EvalMode.Legacy);
    }

    // Unlike rand()'s, a seed that is no constant is an argument like the others.
    private static long SeedOf(FunctionCall call, int index)
        => call.Arguments.Count > index && !call.Arguments[index].Foldable
            ? throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "seed", call.Arguments[index].DataType, call.Arguments[index])
            : Seed(call, index, Operands.Shown(call));

    private static Expression Text(FunctionCall call)
    {
        var length = Operands.Fit(call, 0, TypeClass.Int);
        if (!length.Foldable) throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "length", IntegerType.Instance, length);
        var seed = SeedOf(call, 1);
        if (Operands.TryConstant<int>(length, out var letters) && letters < 0)
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))), ("exprName", "length"), ("valueRange", $"[0, {int.MaxValue}]"), ("currentValue", $"{letters}"));
        // No length is none at all.
        if (length.Nullable) length = new Coalesce([length, Literal.Of(0)]);
        return (ScalarCall)RandomText.Call(length) with { State = seed, Display = Operands.Shown(call) };
    }

    private static void WriteText(KernelCall call)
    {
        var random = (XorShiftRandom)call.Prepared!;
        var lengths = call.In<int>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var length = Math.Max(0, lengths[row]);
            unsafe
            {
                var target = call.Result.Arena.Allocate(length);
                for (var i = 0; i < length; i++)
                {
                    var pick = Math.Abs(random.NextInt() % 62);
                    target[i] = (byte)(pick < 10 ? '0' + pick : pick < 36 ? 'a' + pick - 10 : 'A' + pick - 36);
                }
                call.Result.Set(row, new StringView(target, length));
            }
        }
    }
}
