using Firesteel.Python.Gateway.Java;
using Firesteel.Python.Gateway.Protocol;

namespace Firesteel.Python.Gateway.Binding;

/// <summary>The classes that Python can name, with their members: one table from JVM names to C#. Each topic registers its own.</summary>
/// <remarks>Filled once, then only read.</remarks>
sealed class ClassTable
{
    // Where a name that is not in the table is a class that we lack and no package of the program's own.
    private static readonly string[] Roots = ["java.", "javax.", "scala.", "org.apache.", "py4j."];

    private readonly Dictionary<string, JvmClass> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, JvmClass> _byType = [];
    private readonly List<(string Prefix, string Reason)> _refused = [];

    /// <summary>A class whose objects are of a C# type. The first class of a type names its objects.</summary>
    public ClassBuilder<T> Class<T>(string name) where T : class => new(Add<T>(name));

    /// <summary>A class whose objects are boxed values of a C# type.</summary>
    public ClassBuilder<object> ValueClass<T>(string name) where T : struct => new(Add<T>(name));

    /// <summary>A class that has static members only.</summary>
    public ClassBuilder<NoInstances> Static(string name) => new(Add<NoInstances>(name));

    /// <summary>A Scala object: its members are static methods of the class, and methods of <c>Name$.MODULE$</c>.</summary>
    public ClassBuilder<NoInstances> Object(string name)
    {
        var made = Add<NoInstances>(name);
        var module = Add<NoInstances>(name + "$");
        module.Values["MODULE$"] = new ScalaModule(made);
        return new(made);
    }

    /// <summary>Classes under a package that cannot be used, and the sentence that says so.</summary>
    public void Refuse(string prefix, string reason) => _refused.Add((prefix, reason));

    /// <summary>The class of a name; for names of classes that we lack one that refuses everything; null for packages.</summary>
    public JvmClass? Find(string name)
    {
        if (_byName.TryGetValue(name, out var known)) return known;
        var simple = name[(name.LastIndexOf('.') + 1)..];
        if (simple.Length == 0 || !char.IsAsciiLetterUpper(simple[0]) || !Array.Exists(Roots, r => name.StartsWith(r, StringComparison.Ordinal))) return null;
        var reason = _refused.Find(r => name.StartsWith(r.Prefix, StringComparison.Ordinal)).Reason ?? "it is not one of the classes that can be used without a JVM";
        return new JvmClass(name) { Refusal = $"The class {name} is not available in Firesteel: {reason}." };
    }

    /// <summary>Whether a name stands in the table.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>The class of an object, that of the nearest base type where its own has none.</summary>
    public JvmClass? Of(object value)
    {
        for (var type = value.GetType(); type is not null; type = type.BaseType)
        {
            if (_byType.TryGetValue(type, out var found)) return found;
            if (type.IsGenericType && _byType.TryGetValue(type.GetGenericTypeDefinition(), out found)) return found;
        }
        return value is Array ? _byType.GetValueOrDefault(typeof(Array)) : null;
    }

    public string NameOf(object value) => value switch
    {
        Exception e => Errors.JavaErrors.Classes(e)[0],
        INamedJavaObject named => named.ClassName,
        Catalyst.Plans.LogicalPlan plan => $"org.apache.spark.sql.catalyst.plans.logical.{plan.GetType().Name}",
        string => "java.lang.String",
        int => "java.lang.Integer",
        long => "java.lang.Long",
        double => "java.lang.Double",
        float => "java.lang.Float",
        bool => "java.lang.Boolean",
        short => "java.lang.Short",
        Types.BigDecimal => "java.math.BigDecimal",
        byte[] => "[B",
        Array => "[Ljava.lang.Object;",
        _ => Of(value)?.Name ?? value.GetType().FullName ?? "java.lang.Object",
    };

    /// <summary>Whether a name is that of the object's class or of one above it.</summary>
    public bool IsInstance(object value, string name)
    {
        if (name == "java.lang.Object") return true;
        if (value is Exception e) return Errors.JavaErrors.Classes(e).Contains(name);
        if (value is INamedJavaObject named && named.ClassName == name) return true;
        for (var type = value.GetType(); type is not null; type = type.BaseType)
        {
            if (!_byType.TryGetValue(type, out var c) && !(type.IsGenericType && _byType.TryGetValue(type.GetGenericTypeDefinition(), out c))) continue;
            if (IsOrDerives(c, name)) return true;
        }
        return false;
    }

    /// <summary>The method of an object that a name calls: its class's, or one that every object has.</summary>
    /// <exception cref="GatewayException">There is none.</exception>
    public JvmMethod Method(object target, string member)
    {
        if (target is ScalaModule module && module.Class.Static(member) is { } ofModule) return ofModule;
        for (var type = target.GetType(); type is not null; type = type.BaseType)
        {
            if (!_byType.TryGetValue(type, out var c) && !(type.IsGenericType && _byType.TryGetValue(type.GetGenericTypeDefinition(), out c))) continue;
            if (Inherited(c, member) is { } method) return method;
        }
        if (target is Array && _byType.TryGetValue(typeof(Array), out var array) && array.Method(member) is { } ofArray) return ofArray;
        return AnyObject.Method(member) ?? throw new GatewayException($"py4j.Py4JException: Method {member} of {NameOf(target)} does not exist");
    }

    private JvmMethod? Inherited(JvmClass c, string member)
        => c.Method(member) ?? c.Ancestors.Select(a => _byName.TryGetValue(a, out var above) && above != c ? Inherited(above, member) : null).FirstOrDefault(m => m is not null);

    private bool IsOrDerives(JvmClass c, string name)
        => c.Name == name || c.Ancestors.Exists(a => a == name || _byName.TryGetValue(a, out var above) && above != c && IsOrDerives(above, name));

    private JvmClass Add<T>(string name)
    {
        if (!_byName.TryGetValue(name, out var made)) _byName[name] = made = new JvmClass(name);
        if (typeof(T) != typeof(NoInstances)) _byType.TryAdd(typeof(T).IsGenericType && typeof(T).ContainsGenericParameters ? typeof(T).GetGenericTypeDefinition() : typeof(T), made);
        return made;
    }
}
