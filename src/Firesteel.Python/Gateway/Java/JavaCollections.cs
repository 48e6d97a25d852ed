using System.Collections;
using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway.Java;

/// <summary>The collections of <c>java.util</c>: lists, maps, sets, iterators and arrays.</summary>
static class JavaCollections
{
    public static void Register(ClassTable table)
    {
        table.Class<List<object?>>("java.util.ArrayList").Is("java.util.List", "java.util.Collection", "java.lang.Iterable")
            .New(a => a.Count == 0 || a.Is<int>(0) ? new List<object?>() : JavaValues.List(a.Items(0)))
            .Call("add", (list, a) =>
            {
                if (a.Count == 1) list.Add(a[0]);
                else list.Insert(a.Int(0), a[1]);
                return a.Count == 1 ? true : JvmVoid.Value;
            })
            .Call("addAll", (list, a) => { list.AddRange(a.Items(0)); return a.Items(0).Count > 0; })
            .Call("get", (list, a) => list[At(list, a.Int(0))])
            .Call("set", (list, a) => { var old = list[At(list, a.Int(0))]; list[a.Int(0)] = a[1]; return old; })
            .Call("remove", (list, a) => a.Is<int>(0) ? Removed(list, a.Int(0)) : list.Remove(a[0]))
            .Call("contains", (list, a) => list.Contains(a[0]))
            .Call("indexOf", (list, a) => list.IndexOf(a[0]))
            .Call("subList", (list, a) => list.GetRange(a.Int(0), a.Int(1) - a.Int(0)))
            .Do("clear", (list, _) => list.Clear())
            .Get("size", list => list.Count)
            .Get("isEmpty", list => list.Count == 0)
            .Get("toArray", list => list.ToArray())
            .Get("iterator", list => new JavaIterator(list));
        table.Static("java.util.LinkedList").New(_ => new List<object?>());

        table.Class<Dictionary<object, object?>>("java.util.HashMap").Is("java.util.Map")
            .New(a => a.Count == 0 || a.Is<int>(0) ? new Dictionary<object, object?>() : a.Map(0).ToDictionary(e => (object)e.Key, e => e.Value))
            .Call("put", (map, a) => { map.Remove(a.Of<object>(0), out var old); map[a.Of<object>(0)] = a[1]; return old; })
            .Call("putAll", (map, a) => { foreach (var (key, value) in a.Map(0)) map[key] = value; return JvmVoid.Value; })
            .Call("get", (map, a) => a.IsNull(0) ? null : map.GetValueOrDefault(a[0]!))
            .Call("getOrDefault", (map, a) => map.TryGetValue(a.Of<object>(0), out var value) ? value : a[1])
            .Call("setProperty", (map, a) => { map.Remove(a.Text(0), out var old); map[a.Text(0)] = a.Text(1); return old; })
            .Call("getProperty", (map, a) => map.TryGetValue(a.Text(0), out var value) ? value : a.Count > 1 ? a[1] : null)
            .Call("remove", (map, a) => { map.Remove(a.Of<object>(0), out var old); return old; })
            .Call("containsKey", (map, a) => !a.IsNull(0) && map.ContainsKey(a[0]!))
            .Call("containsValue", (map, a) => map.ContainsValue(a[0]))
            .Do("clear", (map, _) => map.Clear())
            .Get("clone", map => new Dictionary<object, object?>(map))
            .Get("size", map => map.Count)
            .Get("isEmpty", map => map.Count == 0)
            .Get("keySet", map => new HashSet<object?>(map.Keys))
            .Get("values", map => map.Values.ToList())
            .Get("entrySet", map => new HashSet<object?>(map.Select(e => (object)new ScalaTuple(e.Key, e.Value))));
        foreach (var other in (string[])["java.util.LinkedHashMap", "java.util.TreeMap", "java.util.Properties", "java.util.concurrent.ConcurrentHashMap"])
            table.Static(other).New(_ => new Dictionary<object, object?>());

        table.Class<HashSet<object?>>("java.util.HashSet").Is("java.util.Set", "java.util.Collection", "java.lang.Iterable")
            .New(a => a.Count == 0 ? new HashSet<object?>() : new HashSet<object?>(a.Items(0)))
            .Call("add", (set, a) => set.Add(a[0]))
            .Call("remove", (set, a) => set.Remove(a[0]))
            .Call("contains", (set, a) => set.Contains(a[0]))
            .Do("clear", (set, _) => set.Clear())
            .Get("size", set => set.Count)
            .Get("isEmpty", set => set.Count == 0)
            .Get("toArray", set => set.ToArray())
            .Get("iterator", set => new JavaIterator(set));

        table.Class<JavaIterator>("java.util.Iterator")
            .Get("hasNext", i => i.HasNext())
            .Get("next", i => i.Next());

        table.Class<Array>("java.lang.Object[]")
            .Get("length", array => array.Length);
        table.Class<JavaClass>("java.lang.Class")
            .Get("getName", c => c.Name)
            .Get("getCanonicalName", c => c.Name)
            .Get("getSimpleName", c => c.SimpleName)
            .Static("forName", a => a.Gateway.Classes.Contains(a.Text(0)) ? new JavaClass(a.Text(0)) : throw new Errors.JavaException("java.lang.ClassNotFoundException", a.Text(0)));
        table.Static("java.util.Collections")
            .StaticDo("sort", a => Sort(a.Of<List<object?>>(0), a.Count > 1 ? a.Of<Protocol.PythonProxy>(1) : null))
            .Static("emptyList", _ => new List<object?>())
            .Static("emptyMap", _ => new Dictionary<object, object?>());
        table.Static("java.util.Arrays")
            .Static("asList", a => JavaValues.List(a.Items(0)))
            .Static("toString", a => $"[{string.Join(", ", a[0] is byte[] b ? b.Select(v => JavaText.Of((sbyte)v)) : a.Items(0).Select(JavaText.Of))}]");
    }

    private static int At(List<object?> list, int index)
        => (uint)index < (uint)list.Count ? index : throw new Errors.JavaException("java.lang.IndexOutOfBoundsException", $"Index {index} out of bounds for length {list.Count}");

    // A comparator is an object of the Python program.
    private static void Sort(List<object?> list, Protocol.PythonProxy? comparator)
    {
        var sorted = list.OrderBy(x => x, Comparer<object?>.Create((x, y) => comparator is null ? Comparer.DefaultInvariant.Compare(x, y)
            : comparator.Call("compare", x, y) is int order ? order : throw new Errors.JavaException("java.lang.ClassCastException", "A comparator answers with a number."))).ToList();
        list.Clear();
        list.AddRange(sorted);
    }

    private static object? Removed(List<object?> list, int index)
    {
        var old = list[At(list, index)];
        list.RemoveAt(index);
        return old;
    }
}
