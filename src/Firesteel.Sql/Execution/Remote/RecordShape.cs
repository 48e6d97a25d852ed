using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Firesteel.Sql.Execution.Remote;

/// <summary>How a record of the engine is taken apart and put together: its primary constructor's parameters, then what else can be initialised.</summary>
sealed class RecordShape
{
    private static readonly ConcurrentDictionary<Type, RecordShape> Known = new();
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private readonly ConstructorInfo _constructor;
    private readonly PropertyInfo[] _parameters;
    private readonly PropertyInfo[] _initialized;

    private RecordShape(Type type)
    {
        _constructor = type.GetConstructors(Instance).Where(c => c.GetParameters() is not [{ } only] || only.ParameterType != type).MaxBy(c => c.GetParameters().Length)!;
        var properties = type.GetProperties(Instance).Where(p => p.GetIndexParameters().Length == 0).ToList();
        _parameters = [.. _constructor.GetParameters().Select(p => properties.FirstOrDefault(x => x.Name == p.Name) ?? throw NotSendable(type))];
        _initialized = [.. properties.Where(p => p is { CanRead: true, CanWrite: true } && !_parameters.Any(x => x.Name == p.Name)).OrderBy(p => p.Name, StringComparer.Ordinal)];
    }

    public static bool IsRecord(Type type) => type.IsValueType ? type.GetMethod("PrintMembers", Instance) != null : type.GetMethod("<Clone>$", Instance) != null;

    public static RecordShape Of(Type type) => Known.GetOrAdd(type, t => new RecordShape(t));

    public static NotSupportedException NotSendable(Type type) => new($"{type.Name} cannot be sent to another process.");

    public IEnumerable<object?> Values(object record) => _parameters.Concat(_initialized).Select(p => p.GetValue(record));

    public int Count => _parameters.Length + _initialized.Length;

    public object Create(object?[] values)
    {
        var record = _constructor.Invoke(values[.._parameters.Length]);
        for (var i = 0; i < _initialized.Length; i++) _initialized[i].SetValue(record, values[_parameters.Length + i]);
        return record;
    }
}
