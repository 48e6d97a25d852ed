using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.HigherOrder;

/// <summary>Binding of functions that take lambdas.</summary>
static class Lambdas
{
    /// <summary>A function with lambdas among its first <paramref name="shown"/> arguments.</summary>
    public static Scalar Define(string name, int shown, Func<ValueList<Expression>, DataType> result, Kernel kernel, Func<ValueList<Expression>, bool>? nullable = null) => new(name, [], result, kernel)
    {
        NullRule = NullHandling.Custom,
        NullableWhen = nullable ?? (a => a[0].Nullable),
        ThrowsWhen = c => c.Arguments.Any(a => a is LambdaFunction l && l.Body.CanFail) || name is "transform_keys",
        Preparation = (call, context) => Prepare(call, shown, context),
        Text = (call, style) => $"{call.Name}({string.Join(", ", call.Arguments.Take(shown).Select(a => a.ToSql(style)))})",
    };

    /// <summary>The call, with what its lambdas capture behind its arguments.</summary>
    public static Expression Call(FunctionCall call, Scalar function, object? state, params ReadOnlySpan<Expression> arguments)
    {
        // A column that is an argument as well stands behind again: the body looks for its columns there only.
        var captured = arguments.ToArray().OfType<LambdaFunction>().SelectMany(Captured).Distinct();
        return (ScalarCall)function.Call([.. arguments, .. captured]) with { Name = call.Name.ToLowerInvariant(), State = state, Origin = call.Origin };
    }

    private static IEnumerable<Expression> Captured(LambdaFunction lambda)
    {
        var own = lambda.Collect<LambdaFunction>().SelectMany(l => l.Parameters).OfType<LambdaVariable>().Select(v => v.Id).ToHashSet();
        return lambda.Body.Collect<Expression>().Where(e => e is AttributeReference or OuterReference || e is LambdaVariable v && !own.Contains(v.Id)).Distinct().ToList();
    }

    private static LambdaBody[] Prepare(ScalarCall call, int shown, EvaluationContext context)
    {
        var captured = call.Arguments.Skip(shown).ToList();
        return call.Arguments.Take(shown).OfType<LambdaFunction>().Select(l => new LambdaBody(l, captured, context)).ToArray();
    }

    public static LambdaBody Body(KernelCall call, int index = 0) => ((LambdaBody[])call.Prepared!)[index];

    public static AnalysisException WrongType(FunctionCall call, int index, string required)
        => ArgumentChecks.UnexpectedType(call.Origin, $"{call.Name.ToLowerInvariant()}({string.Join(", ", call.Arguments.Select(a => a.Sql))})", index, call.Arguments[index], required);

    public static ArrayType ArrayAt(FunctionCall call, int index) => call.Arguments[index].DataType switch
    {
        ArrayType a => a,
        NullType => new ArrayType(NullType.Instance),
        _ => throw WrongType(call, index, "\"ARRAY\""),
    };

    public static MapType MapAt(FunctionCall call, int index) => call.Arguments[index].DataType switch
    {
        MapType m => m,
        NullType => new MapType(NullType.Instance, NullType.Instance),
        _ => throw WrongType(call, index, "\"MAP\""),
    };

    public static int Arity(Expression argument) => argument is LambdaFunction l ? l.Parameters.Count : 1;
}
