using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Named sources.</summary>
sealed class ResolveSubqueryAlias : OperatorRule<SubqueryAlias>
{
    protected override LogicalPlan Resolve(SubqueryAlias plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var child = resolver.Resolve(plan.Child, frame);
        return ReferenceEquals(child, plan.Child) ? plan : plan with { Child = child };
    }
}

/// <summary>Column names after a source's name.</summary>
sealed class ResolveColumnAliases : OperatorRule<UnresolvedColumnAliases>
{
    protected override LogicalPlan Resolve(UnresolvedColumnAliases plan, SubqueryFrame? frame, PlanResolver resolver)
        => Rename(plan.Names, resolver.Resolve(plan.Child, frame), plan.Origin);

    public static LogicalPlan Rename(ValueList<string> names, LogicalPlan child, Origin origin)
    {
        if (names.Count != child.Output.Count)
            throw AnalysisErrors.Error(origin, "ASSIGNMENT_ARITY_MISMATCH", ("numExpr", $"{names.Count}"), ("numTarget", $"{child.Output.Count}"));
        return new Project(new(child.Output.Select((a, i) => a.Name == names[i] ? (Expression)a : new Alias(a, names[i]))), child);
    }
}
