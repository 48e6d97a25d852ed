using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>A nearest-by join: all pairs, of which an aggregate keeps the first few for each row on the left.</summary>
sealed class ResolveNearestByJoin : OperatorRule<NearestByJoin>
{
    private const string Place = "__qid";
    private const string Matches = "__nearest_matches__";

    protected override LogicalPlan Resolve(NearestByJoin plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        if (!resolver.Settings.AllowsCrossJoins) throw AnalysisErrors.Error(plan.Origin, "NEAREST_BY_JOIN.CROSS_JOIN_NOT_ENABLED");
        var left = resolver.Resolve(plan.Left, frame);
        var right = resolver.Apart(left, resolver.Resolve(plan.Right, frame));
        var ranking = resolver.Over(resolver.ScopeOf(frame, left, right) with { Operator = nameof(NearestByJoin) }).Resolve(plan.Ranking);
        Check(ranking, plan);

        // Rows that look alike are still rows of their own.
        var over = resolver.Over(new Scope(ColumnSet.Empty, null));
        var place = new Alias(over.Call("monotonically_increasing_id", plan.Origin), Place);
        var joined = new Join(new Project([.. left.Output, place], left), right, plan.Type, null);
        ValueList<AttributeReference> partner = new(joined.Output.Skip(left.Output.Count + 1).ToArray());
        var row = over.Call("named_struct", plan.Origin, [.. partner.SelectMany(c => (Expression[])[Literal.Of(c.Name), c])]);
        var rank = ranking.TransformUp(e => e is AttributeReference a && partner.FirstOrDefault(c => c.Id == a.Id) is { } column ? column : e);
        var matches = new Alias(over.Call(plan.IsSimilarity ? "max_by" : "min_by", plan.Origin, row, rank, Literal.Of(plan.Count)), Matches);
        var nearest = new Aggregate([place.ToAttribute()], [.. left.Output.Select(c => (Expression)new Alias(over.Call("first", plan.Origin, c), c.Name, c.Id)), matches], joined);
        var generator = over.Call("inline", plan.Origin, matches.ToAttribute());
        return new Project([.. left.Output, .. partner], new Generate(generator, plan.Type == JoinType.LeftOuter, null, partner, nearest)) { Origin = plan.Origin };
    }

    private static void Check(Expression ranking, NearestByJoin plan)
    {
        var invalid = ranking.Collect<Expression>().Where(e => e is AggregateCall or WindowExpression or GeneratorCall).ToList();
        if (invalid.Count > 0)
            throw AnalysisErrors.Error(invalid[0].Origin, "UNSUPPORTED_EXPR_FOR_OPERATOR", ("operator", nameof(NearestByJoin)), ("invalidExprSqls", string.Join(", ", invalid.Select(AnalysisErrors.Quote))));
        if (!CoerceTypes.IsOrderable(ranking.DataType))
            throw AnalysisErrors.Error(plan.Origin, "NEAREST_BY_JOIN.NON_ORDERABLE_RANKING_EXPRESSION", ("expression", AnalysisErrors.Quote(ranking)), ("type", AnalysisErrors.Quote(ranking.DataType)));
    }
}
