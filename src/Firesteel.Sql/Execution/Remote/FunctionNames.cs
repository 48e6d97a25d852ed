using System.Reflection;
using Firesteel.Catalyst.Functions;

namespace Firesteel.Sql.Execution.Remote;

/// <summary>
/// Names for function objects that hold in every process of the same program: those of the registry by name, those that a function binds to
/// by the static field that holds them.
/// </summary>
static class FunctionNames
{
    private static readonly Lazy<(Dictionary<FunctionDefinition, string> Names, Dictionary<string, FunctionDefinition> Functions)> Fields = new(Collect);

    public static string Of(FunctionDefinition function)
    {
        if (FunctionRegistry.BuiltIn.TryGet(function.Name, out var known) && ReferenceEquals(known, function)) return function.Name;
        return Fields.Value.Names.GetValueOrDefault(function) ?? throw new NotSupportedException($"The function {function.Name} cannot be sent to another process.");
    }

    public static FunctionDefinition Find(string name)
        => FunctionRegistry.BuiltIn.TryGet(name, out var known) ? known : Fields.Value.Functions.GetValueOrDefault(name) ?? throw new InvalidDataException($"No function {name} here.");

    private static (Dictionary<FunctionDefinition, string> Names, Dictionary<string, FunctionDefinition> Functions) Collect()
    {
        var names = new Dictionary<FunctionDefinition, string>(ReferenceEqualityComparer.Instance);
        var functions = new Dictionary<string, FunctionDefinition>();
        foreach (var type in typeof(FunctionDefinition).Assembly.GetTypes())
        {
            if (type.ContainsGenericParameters) continue;
            foreach (var field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (field.IsLiteral) continue;
                if (typeof(FunctionDefinition).IsAssignableFrom(field.FieldType)) Add(type, field, "", (FunctionDefinition?)field.GetValue(null));
                else if (typeof(FunctionDefinition[]).IsAssignableFrom(field.FieldType) && field.GetValue(null) is FunctionDefinition[] several)
                    for (var i = 0; i < several.Length; i++) Add(type, field, $"[{i}]", several[i]);
            }
        }
        return (names, functions);

        void Add(Type type, FieldInfo field, string index, FunctionDefinition? function)
        {
            if (function == null || !names.TryAdd(function, $"{type.FullName}.{field.Name}{index}")) return;
            functions.Add(names[function], function);
        }
    }
}
