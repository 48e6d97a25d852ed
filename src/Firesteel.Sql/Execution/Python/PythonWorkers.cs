using System.Reflection;

namespace Firesteel.Sql.Execution.Python;

/// <summary>
/// The workers of this process. Their implementation registers itself; where nothing has, the assembly that holds it is
/// loaded, so that an executor knows Python only when a task needs it.
/// </summary>
static class PythonWorkers
{
    private const string AssemblyName = "Firesteel.Python";
    private static readonly Lock Gate = new();
    private static Func<IPythonWorkers>? _factory;
    private static IPythonWorkers? _current;

    public static IPythonWorkers Current
    {
        get
        {
            lock (Gate) return _current ??= (_factory ?? Load())();
        }
    }

    public static void Register(Func<IPythonWorkers> factory)
    {
        lock (Gate) _factory = factory;
    }

    private static Func<IPythonWorkers> Load()
    {
        var provider = Assembly.Load(AssemblyName).GetCustomAttribute<PythonWorkersAttribute>()?.Type
            ?? throw new InvalidOperationException($"{AssemblyName} declares no Python workers");
        return () => (IPythonWorkers)Activator.CreateInstance(provider, nonPublic: true)!;
    }
}

/// <summary>Names the type of an assembly that runs Python workers.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
sealed class PythonWorkersAttribute(Type type) : Attribute
{
    public Type Type => type;
}
