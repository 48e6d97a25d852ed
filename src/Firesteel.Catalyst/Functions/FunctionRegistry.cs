using System.Diagnostics.CodeAnalysis;

namespace Firesteel.Catalyst.Functions;

/// <summary>All functions by name. Built-in ones register by family; a session's registry lays its own over them.</summary>
sealed class FunctionRegistry
{
    private readonly Dictionary<string, FunctionDefinition> _functions = new(StringComparer.OrdinalIgnoreCase);
    private readonly FunctionRegistry? _parent;

    public FunctionRegistry(FunctionRegistry? parent = null) => _parent = parent;

    /// <summary>The functions that every session has.</summary>
    public static FunctionRegistry BuiltIn { get; } = BuiltInFunctions.CreateRegistry();

    public IEnumerable<string> Names => _parent == null ? _functions.Keys : _functions.Keys.Union(_parent.Names, StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that were registered here, not with the parent.</summary>
    public IEnumerable<string> OwnNames => _functions.Keys;

    public void Register(FunctionDefinition function)
    {
        _functions[function.Name] = function;
        foreach (var alias in function.Aliases) _functions[alias] = function;
    }

    public void Register(params ReadOnlySpan<FunctionDefinition> functions)
    {
        foreach (var function in functions) Register(function);
    }

    public bool Remove(string name) => _functions.Remove(name);

    /// <summary>Among those that were registered here.</summary>
    public bool TryGetOwn(string name, [MaybeNullWhen(false)] out FunctionDefinition function) => _functions.TryGetValue(name, out function);

    /// <summary>Among those that every session has.</summary>
    public bool TryGetBuiltIn(string name, [MaybeNullWhen(false)] out FunctionDefinition function) => _parent != null ? _parent.TryGetBuiltIn(name, out function) : _functions.TryGetValue(name, out function);

    public bool TryGet(string name, [MaybeNullWhen(false)] out FunctionDefinition function)
        => _functions.TryGetValue(name, out function) || _parent != null && _parent.TryGet(name, out function);
}
