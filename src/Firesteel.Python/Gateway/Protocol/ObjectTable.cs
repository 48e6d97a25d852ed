using System.Collections.Concurrent;

namespace Firesteel.Python.Gateway.Protocol;

/// <summary>The objects that Python holds references to, by the ids that it knows them by. Each answer gives a new id, also for an object that has one.</summary>
sealed class ObjectTable
{
    private readonly ConcurrentDictionary<string, object> _objects = new(StringComparer.Ordinal);
    private long _last = -1;

    public int Count => _objects.Count;

    public string Add(object value)
    {
        var id = $"o{Interlocked.Increment(ref _last)}";
        _objects[id] = value;
        return id;
    }

    /// <summary>A name that stays, such as the gateway's own.</summary>
    public void Put(string id, object value) => _objects[id] = value;

    public object? Find(string id) => _objects.GetValueOrDefault(id);

    public void Forget(string id) => _objects.TryRemove(id, out _);
}
