using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Types;

namespace Firesteel;

/// <summary>Refuses columns of DataFrames that a step cannot mean: those of both sides of a join with itself, and those that its input has not.</summary>
static class ForeignColumns
{
    private const string Setting = "spark.sql.analyzer.failAmbiguousSelfJoin";

    /// <summary>A DataFrame that shows up again, with ids of its own, on a join's right side: its columns could be of either.</summary>
    /// <exception cref="AnalysisException">_LEGACY_ERROR_TEMP_1182.</exception>
    public static void CheckSides(LogicalPlan step, SparkSession session)
    {
        if (step.Analyzed || !step.Children.Any(c => c.HasRenewedJoin)) return;
        // Beside window functions, only what stands by itself is looked at, as in Spark, which has moved the others below the windows by then.
        var hasWindows = step.Expressions.Any(e => e.Contains(p => p is WindowExpression));
        var taken = step.Expressions.SelectMany(e => hasWindows ? e is AttributeReference a ? [a] : [] : e.References).Where(a => a.Source is not null).Distinct().ToList();
        if (taken.Count == 0) return;
        var joins = step.Children.SelectMany(c => c.Collect<Join>()).Where(j => j.RightBefore is not null).ToList();
        var shown = step.Children.SelectMany(c => c.Output).Select(o => o.Id).ToHashSet();
        Refuse([.. taken.Where(a => joins.Exists(j => IsShownAgain(j, a, shown)))], session);
    }

    private static bool IsShownAgain(Join join, AttributeReference column, HashSet<ExprId> shown)
    {
        var before = join.RightBefore!;
        for (var i = 0; i < before.Output.Count; i++)
            if (before.Output[i].Id == column.Id && join.Right.Output[i].Id is var renewed && renewed != column.Id && shown.Contains(renewed))
                return before.Contains(p => ReferenceEquals(p, column.Source));
        return false;
    }

    public static void Refuse(IReadOnlyList<AttributeReference> unclear, SparkSession session)
    {
        if (unclear.Count == 0 || session.Conf().Get(Setting, "true") == "false") return;
        throw new AnalysisException("_LEGACY_ERROR_TEMP_1182", new Dictionary<string, string> { ["ambiguousAttrs"] = string.Join(", ", unclear.Select(a => a.Name)), ["config"] = Setting });
    }

    /// <summary>Looks through what a step added to a plan.</summary>
    /// <exception cref="AnalysisException">MISSING_ATTRIBUTES.</exception>
    public static void CheckInputs(LogicalPlan analyzed, LogicalPlan step)
    {
        DepthGuard.Check();
        if (analyzed.Children.Count > 0) Check(analyzed, step);
        foreach (var child in analyzed.Children)
            if (!child.Analyzed) CheckInputs(child, step);
    }

    private static void Check(LogicalPlan node, LogicalPlan step)
    {
        HashSet<ExprId>? known = null;
        List<AttributeReference>? missing = null;
        foreach (var expression in node.Expressions)
        {
            // Only a program puts columns into a plan that a DataFrame gave it.
            if (expression.Contains(e => e is SubqueryExpression or OuterReference)) continue;
            foreach (var column in expression.References)
            {
                if (column.Source is null) continue;
                known ??= node.Children.SelectMany(c => c.Output).Select(o => o.Id).ToHashSet();
                if (!known.Contains(column.Id)) (missing ??= []).Add(column);
            }
        }
        if (missing is not null) throw Missing(step, [.. missing.Distinct()]);
    }

    private static AnalysisException Missing(LogicalPlan node, IReadOnlyList<AttributeReference> missing)
    {
        var input = node.Children.SelectMany(c => c.Output).ToList();
        var parameters = new Dictionary<string, string>
        {
            ["missingAttributes"] = Names(missing),
            ["input"] = Names(input),
            ["operator"] = "!" + node.Describe(),
        };
        var alike = missing.Where(m => input.Exists(i => i.Name == m.Name)).ToList();
        if (alike.Count == 0) return new AnalysisException("MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT", parameters);
        parameters["operation"] = Names(alike);
        return new AnalysisException("MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_APPEAR_IN_OPERATION", parameters);
    }

    private static string Names(IEnumerable<AttributeReference> columns) => string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
}
