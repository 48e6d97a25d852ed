using System.Collections.Concurrent;

namespace Firesteel.Catalyst.Catalog;

/// <summary>Data sources by name.</summary>
sealed class TableProviders
{
    private readonly ConcurrentDictionary<string, ITableProvider> _providers = new(StringComparer.OrdinalIgnoreCase);

    public void Register(ITableProvider provider)
    {
        foreach (var name in provider.Names) _providers[name] = provider;
    }

    public ITableProvider? Find(string name) => _providers.GetValueOrDefault(name);

    public ITableProvider Get(string name)
        => Find(name) ?? throw new AnalysisException("DATA_SOURCE_NOT_FOUND", new Dictionary<string, string> { ["provider"] = name });
}
