using System.Collections.Concurrent;
using Firesteel.Catalyst.Expressions.Python;

namespace Firesteel.Sql.Operators.Python;

/// <summary>The data sources that a session has registered, pickled Python classes by name.</summary>
sealed class PythonSources
{
    private readonly ConcurrentDictionary<string, PythonFunction> _sources = new(StringComparer.OrdinalIgnoreCase);

    public void Register(string name, PythonFunction source) => _sources[name] = source;

    public void CopyFrom(PythonSources other)
    {
        foreach (var (name, source) in other._sources) _sources[name] = source;
    }

    public PythonFunction? Find(string name) => _sources.GetValueOrDefault(name);
}
