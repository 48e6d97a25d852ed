using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary><c>FROM IDENTIFIER(text)</c>.</summary>
sealed class ResolveIdentifierRelation : OperatorRule<UnresolvedIdentifierRelation>
{
    protected override LogicalPlan Resolve(UnresolvedIdentifierRelation plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var name = ResolveIdentifierClause.NameOf(plan.Name, resolver.Over(new Scope(ColumnSet.Empty, frame)));
        return resolver.Resolve(new UnresolvedRelation(name) { Origin = plan.Origin }, frame);
    }
}
