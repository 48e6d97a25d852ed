using System.Reflection;
using System.Runtime.Loader;

namespace Firesteel.Cli.Programs;

/// <summary>Loads a program's own assemblies beside the engine's: the engine and the framework are shared, everything else is the program's.</summary>
sealed class ProgramLoadContext : AssemblyLoadContext
{
    private readonly string _folder;
    private readonly AssemblyDependencyResolver? _resolver;
    private readonly Dictionary<string, string> _extra;

    /// <param name="entryAssembly">Path of the program's assembly.</param>
    /// <param name="extraAssemblies">Further assemblies that the program may ask for.</param>
    public ProgramLoadContext(string entryAssembly, IEnumerable<string> extraAssemblies) : base("program")
    {
        _folder = Path.GetDirectoryName(entryAssembly)!;
        _extra = extraAssemblies.ToDictionary(p => Path.GetFileNameWithoutExtension(p), Path.GetFullPath, StringComparer.OrdinalIgnoreCase);
        // Reading the dependency file costs milliseconds; a program that is alone in its folder needs none of it.
        if (Directory.EnumerateFiles(_folder, "*.dll").Skip(1).Any() || Directory.Exists(Path.Combine(_folder, "runtimes"))) _resolver = new(entryAssembly);
    }

    protected override Assembly? Load(AssemblyName name)
    {
        if (IsEngine(name.Name!)) return null;
        if (_resolver?.ResolveAssemblyToPath(name) is { } path) return LoadFromAssemblyPath(path);
        if (_extra.TryGetValue(name.Name!, out var extra)) return LoadFromAssemblyPath(extra);
        var beside = Path.Combine(_folder, name.Name + ".dll");
        return _resolver is not null && File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
    }

    protected override nint LoadUnmanagedDll(string name) => _resolver?.ResolveUnmanagedDllToPath(name) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private static bool IsEngine(string name) => name == "Firesteel" || (name.StartsWith("Firesteel.", StringComparison.Ordinal) && File.Exists(Path.Combine(Installation.EngineFolder, name + ".dll")));
}
