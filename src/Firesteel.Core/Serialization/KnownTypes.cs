using System.Reflection;

namespace Firesteel.Core.Serialization;

/// <summary>
/// Which types may cross between processes: those of the engine, those of the program's assemblies, and of the base library
/// what holds data. Nothing that opens files, starts processes or loads code is among them.
/// </summary>
static class KnownTypes
{
    private static readonly string FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly string[] Namespaces =
    [
        "System.Collections.", "System.Linq.", "System.Numerics.", "System.Globalization.", "System.Text.RegularExpressions.",
    ];

    private static readonly HashSet<string> Names = [.. """
        Object Boolean Byte SByte Int16 UInt16 Int32 UInt32 Int64 UInt64 Int128 UInt128 Single Double Half Decimal Char String DateTime DateTimeOffset DateOnly TimeOnly TimeSpan Guid Uri
        Version Random Nullable`1 Lazy`1 Index Range DayOfWeek DateTimeKind StringComparison StringComparer OrdinalComparer OrdinalCaseSensitiveComparer OrdinalIgnoreCaseComparer CultureAwareComparer
        Math MathF Convert BitConverter Array ArraySegment`1 Memory`1 ReadOnlyMemory`1 Tuple KeyValuePair Enum ValueType ValueTuple HashCode Buffer MidpointRounding Void TypeCode Comparison`1 Predicate`1 Converter`2
        Type Exception ArgumentException InvalidOperationException TimeZoneInfo Console StringSplitOptions
        """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    private static readonly HashSet<string> Others =
    [
        "System.Text.StringBuilder", "System.Text.Rune", "System.Text.Encoding", "System.Text.Json.JsonElement", "System.Text.CompareInfo", "System.Runtime.CompilerServices.StrongBox`1",
        "System.Runtime.CompilerServices.ITuple", "System.Threading.Lock",
    ];

    /// <summary>Whether an assembly is neither the framework's nor the engine's.</summary>
    public static bool IsProgram(Assembly assembly)
    {
        if (IsEngine(assembly.GetName().Name!)) return false;
        return assembly.Location is not { Length: > 0 } file || Path.GetDirectoryName(file) != FrameworkFolder;
    }

    public static bool IsEngine(string assemblyName) =>
        (assemblyName == "Firesteel" || assemblyName.StartsWith("Firesteel.", StringComparison.Ordinal)) && !assemblyName.EndsWith(".Tests", StringComparison.Ordinal);

    /// <summary>Whether a type of the engine or the framework may cross.</summary>
    public static bool MayTravel(Type type)
    {
        if (IsEngine(type.Assembly.GetName().Name!)) return true;
        // Arguments of generic types are looked at by themselves.
        var outer = type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type;
        while (outer.DeclaringType is { } declaring) outer = declaring;
        var name = outer.FullName ?? outer.Name;
        if (typeof(Delegate).IsAssignableFrom(outer) && outer.Namespace == "System") return true;
        if (name.StartsWith("System.", StringComparison.Ordinal) && name.IndexOf('.', 7) < 0)
        {
            var plain = name[7..];
            return Names.Contains(plain) || plain.StartsWith("Tuple`", StringComparison.Ordinal) || plain.StartsWith("ValueTuple`", StringComparison.Ordinal) || typeof(IFormattable).IsAssignableFrom(outer) && outer.IsValueType;
        }
        return Others.Contains(name) || Array.Exists(Namespaces, n => name.StartsWith(n, StringComparison.Ordinal)) && !name.StartsWith("System.Collections.Concurrent.BlockingCollection", StringComparison.Ordinal);
    }

    /// <summary>Whether functions may be methods of a type: types themselves are data, what they can do is not.</summary>
    public static bool HasFunctions(Type type) => !typeof(Type).IsAssignableFrom(type);

    /// <summary>A type's name as a program writes it.</summary>
    public static string Display(Type type)
    {
        if (type.IsArray) return Display(type.GetElementType()!) + "[]";
        var name = type.Name.Split('`')[0];
        return type.IsConstructedGenericType ? $"{name}<{string.Join(", ", type.GenericTypeArguments.Select(Display))}>" : name;
    }
}
