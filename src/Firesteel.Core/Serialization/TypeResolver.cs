using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace Firesteel.Core.Serialization;

/// <summary>Finds the types that bytes name, among those that may cross only.</summary>
/// <param name="program">The program's assemblies by simple name; null for one that is not the program's.</param>
sealed class TypeResolver(Func<string, Assembly?> program)
{
    private readonly ConcurrentDictionary<(string, string), Type> _known = new();

    /// <summary>Types of this process, as its own program sees them.</summary>
    public static TypeResolver Here { get; set; } = new(Loaded);

    public Type Resolve(string assembly, string name) => _known.GetOrAdd((assembly, name), static (key, self) => self.Find(key.Item1, key.Item2), this);

    private Type Find(string assembly, string name)
    {
        if (KnownTypes.IsEngine(assembly)) return Assembly.Load(new AssemblyName(assembly)).GetType(name, throwOnError: true)!;
        if (program(assembly) is { } found) return found.GetType(name, throwOnError: true)!;
        // Only what the framework itself brings, and of that only what is on the list.
        var type = Framework(assembly)?.GetType(name) ?? throw new InvalidDataException($"The type {name} of {assembly} is not known here");
        return KnownTypes.MayTravel(type) ? type : throw new InvalidDataException($"The type {name} may not come from another process");
    }

    private static Assembly? Framework(string name)
    {
        try
        {
            var assembly = Assembly.Load(new AssemblyName(name));
            return KnownTypes.IsProgram(assembly) ? null : assembly;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>An assembly of the program that this process has loaded.</summary>
    public static Assembly? Loaded(string name)
    {
        foreach (var context in AssemblyLoadContext.All)
            foreach (var assembly in context.Assemblies)
                if (assembly.GetName().Name == name && KnownTypes.IsProgram(assembly)) return assembly;
        return null;
    }
}
