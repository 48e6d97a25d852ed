using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Catalog;

/// <summary>The variables of one block of a script, and behind them those around it.</summary>
/// <param name="label">The block's label, which may qualify its variables; null for none.</param>
sealed class ScriptVariables(IVariables around, string? label) : IVariables
{
    private readonly Dictionary<string, SqlVariable> _variables = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _label = label ?? Guid.NewGuid().ToString();

    public SqlVariable? Find(ValueList<string> name)
    {
        var isOwn = name.Count == 1 || name.Count == 2 && name[0].Equals(_label, StringComparison.OrdinalIgnoreCase);
        return isOwn && _variables.TryGetValue(name[^1], out var own) ? own : around.Find(name);
    }

    /// <exception cref="AnalysisException">VARIABLE_ALREADY_EXISTS.</exception>
    public void Declare(SqlVariable variable)
    {
        if (!_variables.TryAdd(variable.Name, variable with { Scope = $"local.{SqlIdentifier.QuoteIfNeeded(_label)}" }))
            throw new AnalysisException("VARIABLE_ALREADY_EXISTS", new Dictionary<string, string> { ["variableName"] = SqlIdentifier.Quote([_label, variable.Name]) });
    }

    public void Set(SqlVariable variable, Literal value)
    {
        if (_variables.TryGetValue(variable.Name, out var own) && own.Scope == variable.Scope) _variables[variable.Name] = own with { Value = value };
        else around.Set(variable, value);
    }

    /// <summary>A variable's name in full, quoted.</summary>
    public string InFull(string name) => SqlIdentifier.Quote(["local", _label, name]);
}
