using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Firesteel.Types;

namespace Firesteel.Encoders;

/// <summary>
/// Objects of one type as rows and back: records and tuples by their constructor's parameters, classes by their properties.
/// Reflection happens once a type; afterwards compiled code reads and makes the objects.
/// </summary>
sealed class ObjectEncoder
{
    private static readonly ConcurrentDictionary<Type, ObjectEncoder> Known = new();

    private readonly Type[] _types;
    private readonly Func<object, object?[]> _read;
    private readonly Func<object?[], object> _make;

    private ObjectEncoder(Type type, Member[] members, ConstructorInfo? constructor)
    {
        _types = [.. members.Select(m => m.Type)];
        Schema = new StructType(members.Select(m => new StructField(m.Name, ClrTypes.DataTypeOf(m.Type), m.MayBeNull)));
        _read = Reader(type, members);
        _make = Maker(type, members, constructor);
    }

    public StructType Schema { get; }

    public static ObjectEncoder For(Type type) => Known.GetOrAdd(type, Create);

    /// <summary>Whether objects of the type are rows of several columns.</summary>
    public static bool CanEncode(Type type)
        => !ClrTypes.IsSimple(type) && !type.IsArray && !type.IsPrimitive && !type.IsAbstract && !typeof(System.Collections.IEnumerable).IsAssignableFrom(type) && !typeof(Delegate).IsAssignableFrom(type) && Members(type).Length > 0;

    public Row ToRow(object value) => new(_read(value), Schema);

    public object FromRow(IReadOnlyList<object?> row)
    {
        var values = new object?[_types.Length];
        for (var i = 0; i < values.Length; i++) values[i] = ClrConversion.Convert(row[i], _types[i]);
        return _make(values);
    }

    private static ObjectEncoder Create(Type type)
    {
        var members = Members(type);
        var constructor = type.GetConstructors().FirstOrDefault(c => c.GetParameters() is { Length: > 0 } p && p.Length == members.Length && p.Zip(members).All(z => string.Equals(z.First.Name, z.Second.Source.Name, StringComparison.OrdinalIgnoreCase) || IsTuple(type)));
        return new ObjectEncoder(type, members, constructor);
    }

    private static bool IsTuple(Type type) => typeof(ITuple).IsAssignableFrom(type);

    private static Member[] Members(Type type)
    {
        if (IsTuple(type) && type.IsValueType)
            return [.. type.GetFields(BindingFlags.Public | BindingFlags.Instance).OrderBy(f => f.MetadataToken).Select((f, i) => new Member($"_{i + 1}", f.FieldType, f, ClrTypes.MayBeNull(f.FieldType)))];
        var nullability = new NullabilityInfoContext();
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetMethod is not null && p.GetIndexParameters().Length == 0 && p.Name != "EqualityContract").OrderBy(p => p.MetadataToken).ToList();
        // A record's constructor says which properties there are, and in which order.
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length)
            .FirstOrDefault(c => c.GetParameters() is { Length: > 0 } p && p.All(a => properties.Exists(x => string.Equals(x.Name, a.Name, StringComparison.OrdinalIgnoreCase) && x.PropertyType == a.ParameterType)));
        var chosen = constructor is not null
            ? constructor.GetParameters().Select(a => properties.Find(x => string.Equals(x.Name, a.Name, StringComparison.OrdinalIgnoreCase))!)
            : properties.Where(p => p.SetMethod is { IsPublic: true });
        return [.. chosen.Select(p => new Member(p.Name, p.PropertyType, p, p.PropertyType.IsValueType ? ClrTypes.MayBeNull(p.PropertyType) : nullability.Create(p).ReadState != NullabilityState.NotNull || p.PropertyType == typeof(string)))];
    }

    private static Func<object, object?[]> Reader(Type type, Member[] members)
    {
        var value = Expression.Parameter(typeof(object));
        var typed = Expression.Convert(value, type);
        var items = members.Select(m => (Expression)Expression.Convert(Expression.MakeMemberAccess(typed, m.Source), typeof(object)));
        return Expression.Lambda<Func<object, object?[]>>(Expression.NewArrayInit(typeof(object), items), value).Compile();
    }

    private static Func<object?[], object> Maker(Type type, Member[] members, ConstructorInfo? constructor)
    {
        var values = Expression.Parameter(typeof(object?[]));
        var items = members.Select((m, i) => Unbox(Expression.ArrayIndex(values, Expression.Constant(i)), m)).ToList();
        Expression made;
        if (constructor is not null) made = Expression.New(constructor, items.Zip(constructor.GetParameters(), (e, p) => e.Type == p.ParameterType ? e : Expression.Convert(e, p.ParameterType)));
        else if (type.IsValueType || type.GetConstructor(Type.EmptyTypes) is not null) made = Expression.MemberInit(Expression.New(type), members.Zip(items, (m, e) => Expression.Bind(m.Source, e)));
        else throw new SparkException("ENCODER_NOT_FOUND", new Dictionary<string, string> { ["typeName"] = type.ToString(), ["docroot"] = "https://spark.apache.org/docs/latest" });
        return Expression.Lambda<Func<object?[], object>>(Expression.Convert(made, typeof(object)), values).Compile();
    }

    // A NULL in a column that the type has no null for is the user's to declare, as in Spark.
    private static Expression Unbox(Expression item, Member member)
    {
        if (ClrTypes.MayBeNull(member.Type)) return Expression.Convert(item, member.Type);
        var fail = Expression.Throw(Expression.Call(typeof(ObjectEncoder), nameof(NullValue), null, Expression.Constant(member.Name)), member.Type);
        return Expression.Condition(Expression.Equal(item, Expression.Constant(null)), fail, Expression.Convert(item, member.Type));
    }

    private static SparkRuntimeException NullValue(string field) => new("NOT_NULL_ASSERT_VIOLATION", new Dictionary<string, string> { ["walkedTypePath"] = $"- field: \"{field}\"\n" });

    private sealed record Member(string Name, Type Type, MemberInfo Source, bool MayBeNull);
}
