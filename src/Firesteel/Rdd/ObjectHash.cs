using System.Collections.Concurrent;
using System.Reflection;

namespace Firesteel;

/// <summary>Hashes of the program's own key types by the values of their fields: those of .NET differ from process to process where text is part of them.</summary>
static class ObjectHash
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]?> Shapes = new();

    public static int Of(object value)
    {
        if (Shapes.GetOrAdd(value.GetType(), Shape) is not { } fields) return value.GetHashCode();
        var hash = 17;
        foreach (var field in fields) hash = unchecked(31 * hash + PortableHash.Of(field.GetValue(value)));
        return hash;
    }

    // Records and structures without a hash of their own are equal where their fields are; what others mean by equal is theirs to say.
    private static FieldInfo[]? Shape(Type type)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var hash = type.GetMethod(nameof(GetHashCode), Type.EmptyTypes)!;
        var isRecord = type.GetMethod("PrintMembers", Own) is not null && hash.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is not null;
        var isPlain = type.IsValueType && hash.DeclaringType == typeof(ValueType);
        var isAnonymous = type.Name.Contains("AnonymousType", StringComparison.Ordinal);
        if (!isRecord && !isPlain && !isAnonymous) return null;
        var fields = new List<FieldInfo>();
        for (var at = type; at is not null && at != typeof(object) && at != typeof(ValueType); at = at.BaseType)
            fields.AddRange(at.GetFields(Own | BindingFlags.DeclaredOnly).OrderBy(f => f.MetadataToken));
        return [.. fields];
    }
}
