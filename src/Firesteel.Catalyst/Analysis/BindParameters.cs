using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Puts constants in the place of a statement's parameter markers, by name or by place.</summary>
static class BindParameters
{
    /// <exception cref="AnalysisException">UNBOUND_SQL_PARAMETER where a marker has no value.</exception>
    public static LogicalPlan ByName(LogicalPlan plan, IReadOnlyDictionary<string, Expression> values)
        => MapPlans.Expressions(plan, e => e is not ParameterMarker p ? e : p.Name != null && values.TryGetValue(p.Name, out var value) ? value : throw Unbound(p));

    /// <exception cref="AnalysisException">UNBOUND_SQL_PARAMETER where a marker has no value.</exception>
    public static LogicalPlan ByPlace(LogicalPlan plan, IReadOnlyList<Expression> values)
        => MapPlans.Expressions(plan, e => e is not ParameterMarker p ? e : p.Name == null && p.Position < values.Count ? values[p.Position] : throw Unbound(p));

    /// <summary>The statement's markers.</summary>
    public static IReadOnlyList<ParameterMarker> Markers(LogicalPlan plan)
    {
        var found = new List<ParameterMarker>();
        MapPlans.Expressions(plan, e =>
        {
            if (e is ParameterMarker p) found.Add(p);
            return e;
        });
        return found;
    }

    private static AnalysisException Unbound(ParameterMarker marker)
        => AnalysisErrors.Error(marker.Origin, "UNBOUND_SQL_PARAMETER", ("name", marker.Name ?? $"_{marker.Position}"));
}
