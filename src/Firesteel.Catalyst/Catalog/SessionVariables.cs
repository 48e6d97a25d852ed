using System.Collections.Concurrent;
using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Catalog;

/// <summary>A variable of a session or a script: its type is that of its value.</summary>
sealed record SqlVariable(string Name, Literal Value)
{
    public const string OfSession = "system.session";

    /// <summary>What qualifies its name.</summary>
    public string Scope { get; init; } = OfSession;

    /// <summary>SQL text of its default.</summary>
    public string? Default { get; init; }
}

/// <summary>The variables that a statement sees.</summary>
interface IVariables
{
    SqlVariable? Find(ValueList<string> name);

    /// <summary>Gives a variable that was found here another value.</summary>
    void Set(SqlVariable variable, Literal value);
}

/// <summary>The variables that a session has declared.</summary>
sealed class SessionVariables : IVariables
{
    private readonly ConcurrentDictionary<string, SqlVariable> _variables = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<SqlVariable> All => _variables.Values.OrderBy(v => v.Name, StringComparer.Ordinal);

    /// <summary>A variable by its name, alone or after <c>session</c> or <c>system.session</c>.</summary>
    public SqlVariable? Find(ValueList<string> name)
    {
        var isLocal = name.Count == 1
            || name.Count == 2 && name[0].Equals("session", StringComparison.OrdinalIgnoreCase)
            || name.Count == 3 && name[0].Equals("system", StringComparison.OrdinalIgnoreCase) && name[1].Equals("session", StringComparison.OrdinalIgnoreCase);
        return isLocal ? _variables.GetValueOrDefault(name[^1]) : null;
    }

    /// <exception cref="AnalysisException">VARIABLE_ALREADY_EXISTS.</exception>
    public void Declare(SqlVariable variable, bool replace)
    {
        if (replace) _variables[variable.Name] = variable;
        else if (!_variables.TryAdd(variable.Name, variable))
            throw new AnalysisException("VARIABLE_ALREADY_EXISTS", new Dictionary<string, string> { ["variableName"] = SqlIdentifier.Quote(["system", "session", variable.Name]) });
    }

    public void Set(SqlVariable variable, Literal value) => _variables[variable.Name] = _variables[variable.Name] with { Value = value };

    public bool Drop(string name) => _variables.TryRemove(name, out _);
}
