using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway.Java;

/// <summary>A value of an enumeration of Spark's: programs look at its name.</summary>
sealed record NamedValue(string ClassName, string Name) : INamedJavaObject
{
    public override string ToString() => Name;
}
