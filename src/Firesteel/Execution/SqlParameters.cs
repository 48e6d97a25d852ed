using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Execution;

/// <summary>Puts values in the places of parameter markers.</summary>
static class SqlParameters
{
    public static LogicalPlan Bind(LogicalPlan plan, IReadOnlyDictionary<string, object?> args)
    {
        var values = args.ToDictionary(a => a.Key, a => Functions.Lit(a.Value).Expression, StringComparer.OrdinalIgnoreCase);
        return Replace(plan, m => m.Name is { } name && values.TryGetValue(name, out var value) ? value : null);
    }

    public static LogicalPlan Bind(LogicalPlan plan, object?[] args)
    {
        var values = args.Select(a => Functions.Lit(a).Expression).ToArray();
        return Replace(plan, m => m.Name is null && m.Position < values.Length ? values[m.Position] : null);
    }

    private static LogicalPlan Replace(LogicalPlan plan, Func<ParameterMarker, Expression?> value)
    {
        return Plan(plan);

        LogicalPlan Plan(LogicalPlan node) => node.TransformUp(p => Definitions(p.TransformExpressionsUp(Expression)));

        Expression Expression(Expression e) => e switch
        {
            ParameterMarker marker => value(marker) ?? marker,
            SubqueryExpression s => s with { Plan = Plan(s.Plan) },
            _ => e,
        };

        LogicalPlan Definitions(LogicalPlan node) => node is UnresolvedWith w ? w with { Definitions = new(w.Definitions.Select(d => d with { Plan = Plan(d.Plan) })) } : node;
    }
}
