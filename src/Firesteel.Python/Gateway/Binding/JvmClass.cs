namespace Firesteel.Python.Gateway.Binding;

/// <summary>A method of a class: gets its object (null for a static one) and what was passed.</summary>
delegate object? JvmMethod(object? target, Arguments arguments);

/// <summary>A class as Python sees it: its name, what it may be called besides, its members.</summary>
sealed class JvmClass(string name)
{
    public string Name => name;

    /// <summary>Names of classes and interfaces that its objects are instances of as well.</summary>
    public List<string> Ancestors { get; } = [];

    public Dictionary<string, JvmMethod> Methods { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, JvmMethod> Statics { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, object?> Values { get; } = new(StringComparer.Ordinal);
    public JvmMethod? Constructor { get; set; }

    /// <summary>Answers static methods that are not listed, by name; null where it has none of that name.</summary>
    public Func<string, JvmMethod?>? OtherStatics { get; set; }

    /// <summary>Answers methods that are not listed, by name; null where it has none of that name.</summary>
    public Func<string, JvmMethod?>? OtherMethods { get; set; }

    /// <summary>Why nothing of the class can be used, for those that are refused.</summary>
    public string? Refusal { get; init; }

    public JvmMethod? Static(string member) => Statics.GetValueOrDefault(member) ?? OtherStatics?.Invoke(member);
    public JvmMethod? Method(string member) => Methods.GetValueOrDefault(member) ?? OtherMethods?.Invoke(member);
}
