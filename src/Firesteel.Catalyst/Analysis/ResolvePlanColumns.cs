using Firesteel.Catalyst.Expressions;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Columns that name the DataFrame they come from (<c>df["a"]</c> of a remote client).</summary>
static class ResolvePlanColumns
{
    public static Expression Resolve(UnresolvedAttribute name, long planId, ExpressionResolver resolver)
    {
        var plain = name with { PlanId = null };
        if (resolver.Plans.Named(planId) is not { } source) throw NotFound(name);
        var own = new ExpressionResolver(resolver.Plans, resolver.Plans.ScopeOf(null, source) with { AllowsVariables = false });
        var column = name.IsMetadata ? MetadataColumn.Find(name, source, resolver.Settings) : ResolveColumns.TryResolve(plain, own) ?? throw NotFound(name);
        // The column may have been replaced on its way up, as by a cast under the same name; then the name decides.
        var visible = resolver.Scope.Columns.Columns.Select(c => c.Id).ToHashSet();
        foreach (var c in resolver.Scope.Below?.Columns ?? []) visible.Add(c.Id);
        foreach (var c in resolver.Scope.Hidden.Columns) visible.Add(c.Id);
        return column.References.All(a => visible.Contains(a.Id)) ? column : ResolveColumns.TryResolve(plain, resolver) ?? throw NotFound(name);
    }

    private static AnalysisException NotFound(UnresolvedAttribute name)
        => AnalysisErrors.Error(name.Origin, "CANNOT_RESOLVE_DATAFRAME_COLUMN", ("name", Firesteel.Types.SqlIdentifier.Quote(name.Parts)));
}
