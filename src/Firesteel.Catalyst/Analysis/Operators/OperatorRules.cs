namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>The rules by kind of operator: one line a rule.</summary>
static class OperatorRules
{
    private static readonly Dictionary<Type, OperatorRule> Rules = new OperatorRule[]
    {
        new ResolveRelations(),
        new ResolveInlineTables(),
        new ResolveTableFunctions(),
        new ResolveWith(),
        new ResolveSubqueryAlias(),
        new ResolveColumnAliases(),
        new ResolveProject(),
        new ResolveAggregate(),
        new ResolveHaving(),
        new ResolveFilter(),
        new ResolveSort(),
        new ResolveJoin(),
        new ResolveLateralJoin(),
        new ResolveNearestByJoin(),
        new ResolveUnion(),
        new ResolveSetOperation(),
        new ResolveLimit(),
        new ResolveOffset(),
        new ResolveTail(),
        new ResolveGenerate(),
        new ResolvePivot(),
        new ResolveUnpivot(),
        new ResolveWindowClause(),
        new ResolveHints(),
        new ResolveRepartition(),
        new ResolveDeduplicate(),
        new ResolveExecuteImmediate(),
        new ResolveIdentifierRelation(),
        new ResolveQualify(),
        new ResolveScriptTransform(),
        new ResolvePythonCoGroups(),
    }.ToDictionary(r => r.Handles);

    public static OperatorRule? For(Type plan) => Rules.GetValueOrDefault(plan);
}
