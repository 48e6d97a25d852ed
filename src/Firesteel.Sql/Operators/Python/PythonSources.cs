using System.Collections.Concurrent;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Sql.DataSources;

namespace Firesteel.Sql.Operators.Python;

/// <summary>The data sources that a session has registered, pickled Python classes by name.</summary>
sealed class PythonSources
{
    private readonly ConcurrentDictionary<string, PythonFunction> _sources = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="AnalysisException">DATA_SOURCE_ALREADY_EXISTS: the engine has one of that name itself.</exception>
    public void Register(string name, PythonFunction source)
        => _sources[name] = FileFormats.Find(name) == null ? source : throw new AnalysisException("DATA_SOURCE_ALREADY_EXISTS", new Dictionary<string, string> { ["provider"] = name });

    public void CopyFrom(PythonSources other)
    {
        foreach (var (name, source) in other._sources) _sources[name] = source;
    }

    public PythonFunction? Find(string name) => _sources.GetValueOrDefault(name);
}
