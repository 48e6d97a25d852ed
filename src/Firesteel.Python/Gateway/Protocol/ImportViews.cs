using System.Collections.Concurrent;
using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway.Protocol;

/// <summary>What short names stand for: the imports of each view of the program's.</summary>
sealed class ImportViews
{
    private readonly ConcurrentDictionary<string, List<string>> _views = new(StringComparer.Ordinal);

    public void Import(string view, string name)
    {
        var imports = Of(view);
        lock (imports)
            if (!imports.Contains(name)) imports.Add(name);
    }

    public bool Remove(string view, string name)
    {
        var imports = Of(view);
        lock (imports) return imports.Remove(name);
    }

    /// <summary>The class that a name means in a view, or null.</summary>
    public JvmClass? Resolve(ClassTable classes, string view, string name)
    {
        if (name.Contains('.', StringComparison.Ordinal)) return classes.Find(name);
        if (classes.Contains(name)) return classes.Find(name);
        var imports = Of(view);
        lock (imports)
        {
            foreach (var import in imports)
            {
                var full = import.EndsWith(".*", StringComparison.Ordinal) ? import[..^1] + name : import.EndsWith($".{name}", StringComparison.Ordinal) ? import : null;
                if (full is not null && classes.Contains(full)) return classes.Find(full);
            }
        }
        return null;
    }

    private List<string> Of(string view) => _views.GetOrAdd(view, _ => ["java.lang.*"]);
}
