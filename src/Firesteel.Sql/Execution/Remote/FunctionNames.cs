using System.Reflection;
using Firesteel.Catalyst.Functions;

namespace Firesteel.Sql.Execution.Remote;

/// <summary>
/// Names for function objects that hold in every process of the same program: those of the registry by name, those that a function binds to
/// by the fields that lead to them, from a registered function or a static field.
/// </summary>
static class FunctionNames
{
    private const char VariantMark = '#';
    private static readonly Lazy<(Dictionary<FunctionDefinition, string> Names, Dictionary<string, FunctionDefinition> Functions)> Reachable = new(Collect);

    public static string Of(FunctionDefinition function)
    {
        if (FunctionRegistry.BuiltIn.TryGet(function.Name, out var known))
        {
            if (ReferenceEquals(known, function)) return function.Name;
            if (function.Variant is { } variant) return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{function.Name}{VariantMark}{variant}");
        }
        return Reachable.Value.Names.GetValueOrDefault(function) ?? throw new NotSupportedException($"The function {function.Name} cannot be sent to another process.");
    }

    public static FunctionDefinition Find(string name)
    {
        if (FunctionRegistry.BuiltIn.TryGet(name, out var known)) return known;
        if (name.Split(VariantMark) is [var main, var text] && FunctionRegistry.BuiltIn.TryGet(main, out var original) && int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var variant))
            return original.WithVariant(variant);
        return Reachable.Value.Functions.GetValueOrDefault(name) ?? throw new InvalidDataException($"No function {name} here.");
    }

    private static (Dictionary<FunctionDefinition, string> Names, Dictionary<string, FunctionDefinition> Functions) Collect()
    {
        var walk = new Walk();
        foreach (var name in FunctionRegistry.BuiltIn.Names.Order(StringComparer.Ordinal))
            if (FunctionRegistry.BuiltIn.TryGet(name, out var function)) walk.Visit(function, name);
        foreach (var type in typeof(FunctionDefinition).Assembly.GetTypes())
        {
            if (type.ContainsGenericParameters) continue;
            foreach (var field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                if (!field.IsLiteral && IsOfFunctions(field.FieldType)) walk.Visit(field.GetValue(null), $"{type.FullName}.{field.Name}");
        }
        return (walk.Names, walk.Functions);
    }

    private static bool IsOfFunctions(Type type) => typeof(FunctionDefinition).IsAssignableFrom(type) || typeof(FunctionDefinition[]).IsAssignableFrom(type);

    /// <summary>Follows functions through arrays, their own fields and what their delegates have captured.</summary>
    private sealed class Walk
    {
        private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

        public Dictionary<FunctionDefinition, string> Names { get; } = new(ReferenceEqualityComparer.Instance);
        public Dictionary<string, FunctionDefinition> Functions { get; } = [];

        public void Visit(object? value, string path)
        {
            if (value is Delegate call) value = call.Target;
            if (value == null || !_seen.Add(value)) return;
            if (value is FunctionDefinition[] several)
            {
                for (var i = 0; i < several.Length; i++) Visit(several[i], $"{path}[{i}]");
                return;
            }
            var type = value.GetType();
            if (value is FunctionDefinition function)
            {
                if (Names.TryAdd(function, path)) Functions.TryAdd(path, function);
            }
            // The holder of what a lambda has captured.
            else if (!type.Name.StartsWith('<')) return;
            for (var owner = type; owner != null && owner != typeof(object); owner = owner.BaseType)
            {
                foreach (var field in owner.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).OrderBy(f => f.Name, StringComparer.Ordinal))
                {
                    if (IsOfFunctions(field.FieldType) || typeof(Delegate).IsAssignableFrom(field.FieldType) || field.FieldType.Name.StartsWith('<')) Visit(field.GetValue(value), $"{path}.{field.Name}");
                }
            }
        }
    }
}
