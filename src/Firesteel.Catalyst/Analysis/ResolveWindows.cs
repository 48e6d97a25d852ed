using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Functions over windows: what may stand there, and the frame where the query gives none.</summary>
static class ResolveWindows
{
    public static Expression Resolve(WindowExpression window, ExpressionResolver resolver)
    {
        // What is ordered within itself is not ordered by the window.
        if (window.Function is UnresolvedFunction call && (call.WithinGroup.Count > 0 || call.NameParts[^1].Equals("median", StringComparison.OrdinalIgnoreCase))
            && (window.Window.OrderBy.Count > 0 || window.Window.Frame != null))
            throw AnalysisErrors.Error(window.Origin, "INVALID_WINDOW_SPEC_FOR_AGGREGATION_FUNC", ("aggFunc", AnalysisErrors.Quote(resolver.Resolve(call))));
        var function = resolver.Resolve(window.Function);
        var spec = window.Window.Map(resolver.ResolveAll(window.Window.Expressions));
        return Over(function, spec, window.Origin, resolver);
    }

    // A function defined by others (an average of a cast, say) is computed over the window where its aggregate stands.
    private static Expression Over(Expression function, WindowSpec spec, Origin origin, ExpressionResolver resolver)
    {
        switch (function)
        {
            case AggregateCall { IsDistinct: true } call:
                throw AnalysisErrors.Error(origin, "DISTINCT_WINDOW_FUNCTION_UNSUPPORTED", ("windowExpr", AnalysisErrors.Quote(new WindowExpression(call, WithFrame(call, spec)))));
            case AggregateCall or WindowCall:
                var complete = WithFrame(function, spec);
                var result = new WindowExpression(function, complete) { Origin = origin };
                CheckWindows.Check(result, resolver);
                return result with { Window = CheckWindows.CoerceFrame(complete, resolver) };
            case Replaced replaced when replaced.Contains(e => e is AggregateCall or WindowCall):
                var inside = Spread(replaced.Replacement, spec, origin, resolver);
                return replaced with { Replacement = inside, Display = $"{replaced.Sql} OVER {WithFrame(replaced.Collect<Expression>().First(e => e is AggregateCall or WindowCall), spec).ToSql(SqlStyle.Pretty)}" };
            case Cast or Coalesce or ScalarCall or Arithmetic when function.Contains(e => e is AggregateCall or WindowCall):
                return Spread(function, spec, origin, resolver);
            default:
                throw AnalysisErrors.Error(origin, "UNSUPPORTED_EXPR_FOR_WINDOW", ("sqlExpr", AnalysisErrors.Quote(function)));
        }
    }

    private static Expression Spread(Expression expression, WindowSpec spec, Origin origin, ExpressionResolver resolver)
        => expression is AggregateCall or WindowCall ? Over(expression, spec, origin, resolver) : expression.MapChildren(c => Spread(c, spec, origin, resolver));

    private static WindowSpec WithFrame(Expression function, WindowSpec spec)
    {
        var required = (function as WindowCall)?.Function.RequiredFrame;
        if (spec.Frame != null) return spec;
        return spec with
        {
            Frame = required ?? (spec.OrderBy.Count > 0 ? WindowFrame.PeersSoFar : WindowFrame.AllRows),
        };
    }
}
