namespace Firesteel.Types;

/// <summary>The class of a user-defined type, which turns values of a SQL type into objects and back. Two are equal if they name one class.</summary>
/// <param name="PyClass">The class in Python, with its module.</param>
/// <param name="JvmClass">The class of the same type in Java or Scala, where there is one; it is never run.</param>
/// <param name="SerializedClass">The pickle of the class in base 64, for types that are Python's alone.</param>
public sealed record UserDefinedClass(string PyClass, string? JvmClass = null, string? SerializedClass = null)
{
    /// <summary>What a user-defined type is called in schemas as text.</summary>
    internal const string TypeName = "pythonuserdefined";

    /// <summary>The error for a type that only a JVM can make objects of.</summary>
    internal static AnalysisException NotPython(string jvmClass) => new("UNSUPPORTED_DATATYPE", new Dictionary<string, string> { ["typeName"] = $"UDT(\"{jvmClass}\")" });

    // A pickle of the same class may differ from one program to the next.
    public bool Equals(UserDefinedClass? other) => other is not null && other.PyClass == PyClass && other.JvmClass == JvmClass;
    public override int GetHashCode() => PyClass.GetHashCode(StringComparison.Ordinal);
}
