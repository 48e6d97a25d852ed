using System.Collections.Concurrent;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Catalog;

/// <summary>A view that the session or the application forgets: an analysed plan, or a query's text like a persistent one.</summary>
/// <param name="Name">One part, or global_temp and the name.</param>
sealed record TemporaryView(ValueList<string> Name, LogicalPlan? Plan, CatalogTable? Table)
{
    /// <summary>Its columns.</summary>
    public Types.StructType Schema => Table?.Schema ?? Plan!.Schema;
}

/// <summary>Temporary views by name: a session's own, or the application's global ones.</summary>
sealed class TemporaryViews
{
    private readonly ConcurrentDictionary<string, TemporaryView> _views = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<TemporaryView> All => _views.Values.OrderBy(v => v.Name[^1], StringComparer.Ordinal);

    public TemporaryView? Find(string name) => _views.GetValueOrDefault(name);

    /// <exception cref="AnalysisException">TEMP_TABLE_OR_VIEW_ALREADY_EXISTS.</exception>
    public void Put(TemporaryView view, bool replace)
    {
        if (replace) _views[view.Name[^1]] = view;
        else if (!_views.TryAdd(view.Name[^1], view))
            throw new AnalysisException("TEMP_TABLE_OR_VIEW_ALREADY_EXISTS", new Dictionary<string, string> { ["relationName"] = Types.SqlIdentifier.Quote(view.Name) });
    }

    public bool Drop(string name) => _views.TryRemove(name, out _);
    public void Clear() => _views.Clear();
}
