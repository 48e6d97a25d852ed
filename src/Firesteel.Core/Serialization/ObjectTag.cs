using System.Runtime.CompilerServices;

namespace Firesteel.Core.Serialization;

/// <summary>What stands where an object is expected.</summary>
enum ObjectTag : byte
{
    Null,

    /// <summary>The number of an object of the same graph.</summary>
    Known,

    /// <summary>The object's type and itself; only itself where the type is known.</summary>
    Object,

    /// <summary>A type as a value.</summary>
    Type,
}

/// <summary>Keeps recursion over object graphs from ending the process.</summary>
static class Depth
{
    public static void Check()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new TaskNotSerializableException("An object graph that is nested too deeply");
    }
}
