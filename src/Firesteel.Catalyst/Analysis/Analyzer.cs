using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;

namespace Firesteel.Catalyst.Analysis;

/// <summary>
/// Turns what a query says into what it means: every name a column, table or function, every expression a type. What has no meaning
/// raises an <see cref="AnalysisException"/> with Spark's condition. A plan that it gave is left as it is when it comes again as a
/// part of another.
/// </summary>
sealed class Analyzer(AnalyzerContext context)
{
    public AnalyzerContext Context => context;

    public LogicalPlan Execute(LogicalPlan plan)
    {
        if (plan.Analyzed) return plan;
        // Generated names show timestamps in the session's zone, and so does what is printed of the plan later on.
        LiteralText.TimeZone = context.Session.TimeZone;
        var resolver = new PlanResolver(context);
        var resolved = resolver.Resolve(plan, null);
        CheckAnalysis.Check(resolved);
        if (resolved is CreateView { Scope: ViewScope.Persistent } view) CheckAnalysis.CheckTemporaries(view, context.Catalog);
        if (resolver.ReadsVariables) resolved = MapPlans.Expressions(resolved, VariableReference.ToLiteral);
        resolved.MarkAnalyzed();
        return resolved;
    }
}
