using System.Collections.Concurrent;
using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Catalog;

/// <summary>A session variable: its type is that of its value.</summary>
sealed record SessionVariable(string Name, Literal Value)
{
    /// <summary>SQL text of its default.</summary>
    public string? Default { get; init; }
}

/// <summary>The variables that a session has declared.</summary>
sealed class SessionVariables
{
    private readonly ConcurrentDictionary<string, SessionVariable> _variables = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<SessionVariable> All => _variables.Values.OrderBy(v => v.Name, StringComparer.Ordinal);

    /// <summary>A variable by its name, alone or after <c>session</c> or <c>system.session</c>.</summary>
    public SessionVariable? Find(ValueList<string> name)
    {
        var isLocal = name.Count == 1
            || name.Count == 2 && name[0].Equals("session", StringComparison.OrdinalIgnoreCase)
            || name.Count == 3 && name[0].Equals("system", StringComparison.OrdinalIgnoreCase) && name[1].Equals("session", StringComparison.OrdinalIgnoreCase);
        return isLocal ? _variables.GetValueOrDefault(name[^1]) : null;
    }

    /// <exception cref="AnalysisException">VARIABLE_ALREADY_EXISTS.</exception>
    public void Declare(SessionVariable variable, bool replace)
    {
        if (replace) _variables[variable.Name] = variable;
        else if (!_variables.TryAdd(variable.Name, variable))
            throw new AnalysisException("VARIABLE_ALREADY_EXISTS", new Dictionary<string, string> { ["variableName"] = SqlIdentifier.Quote(["system", "session", variable.Name]) });
    }

    public void Set(string name, Literal value) => _variables[name] = _variables[name] with { Value = value };

    public bool Drop(string name) => _variables.TryRemove(name, out _);
}
