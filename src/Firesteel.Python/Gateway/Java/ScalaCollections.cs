using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway.Java;

/// <summary>The Scala collections that cross: Seq, Option, pairs and maps, and what converts to and from them.</summary>
static class ScalaCollections
{
    public static void Register(ClassTable table)
    {
        table.Class<ScalaSeq>("scala.collection.immutable.$colon$colon").Is("scala.collection.immutable.Seq", "scala.collection.Seq", "scala.collection.immutable.List")
            .Get("size", s => s.Items.Count)
            .Get("length", s => s.Items.Count)
            .Get("isEmpty", s => s.Items.Count == 0)
            .Get("nonEmpty", s => s.Items.Count > 0)
            .Get("head", s => s.Items.Count > 0 ? s.Items[0] : throw new Errors.JavaException("java.util.NoSuchElementException", "head of empty list"))
            .Get("toList", s => s)
            .Get("toSeq", s => s)
            .Get("toArray", s => s.Items.ToArray())
            .Get("last", s => s.Items.Count > 0 ? s.Items[^1] : throw new Errors.JavaException("java.util.NoSuchElementException", "last of empty list"))
            .Call("contains", (s, a) => s.Items.Contains(a[0]))
            .Get("iterator", s => new ScalaIterator(new JavaIterator(s.Items)))
            .Call("mkString", (s, a) => string.Join(a.Count > 0 ? a.Text(0) : "", s.Items.Select(JavaText.Of)))
            .Call("apply", (s, a) => a.Int(0) is var i && (uint)i < (uint)s.Items.Count ? s.Items[i] : throw new Errors.JavaException("java.lang.IndexOutOfBoundsException", $"{i}"));
        table.Class<ScalaIterator>("scala.collection.Iterator")
            .Get("hasNext", i => i.Items.HasNext())
            .Get("next", i => i.Items.Next());
        table.Class<ScalaOption>("scala.Option")
            .Get("isDefined", o => o.Value is not null)
            .Get("nonEmpty", o => o.Value is not null)
            .Get("isEmpty", o => o.Value is null)
            .Get("get", o => o.Value ?? throw new Errors.JavaException("java.util.NoSuchElementException", "None.get"))
            .Call("getOrElse", (o, a) => o.Value ?? a[0])
            .Static("apply", a => ScalaOption.Of(a[0]))
            .Static("empty", _ => ScalaOption.None);
        table.Class<ScalaTuple>("scala.Tuple2")
            .New(a => new ScalaTuple(a[0], a[1]))
            .Get("_1", t => t.First)
            .Get("_2", t => t.Second)
            .Get("getKey", t => t.First)
            .Get("getValue", t => t.Second);
        table.Class<ScalaMap>("scala.collection.immutable.Map").Is("scala.collection.Map")
            .Get("size", m => m.Entries.Count)
            .Get("isEmpty", m => m.Entries.Count == 0)
            .Call("contains", (m, a) => m.Entries.Any(e => Equals(e.Key, a[0])))
            .Call("get", (m, a) => ScalaOption.Of(m.Find(a[0])))
            .Call("apply", (m, a) => m.Find(a[0]))
            .Get("keys", m => new ScalaSeq([.. m.Entries.Select(e => e.Key)]))
            .Get("keySet", m => new ScalaSeq([.. m.Entries.Select(e => e.Key)]))
            .Get("values", m => new ScalaSeq([.. m.Entries.Select(e => e.Value)]))
            .Get("nonEmpty", m => m.Entries.Count > 0)
            .Get("iterator", m => new ScalaIterator(new JavaIterator(m.Entries.Select(e => new ScalaTuple(e.Key, e.Value)).ToList())))
            .Call("getOrElse", (m, a) => m.Entries.Any(e => Equals(e.Key, a[0])) ? m.Find(a[0]) : a[1])
            .Get("toSeq", m => new ScalaSeq([.. m.Entries.Select(e => (object)new ScalaTuple(e.Key, e.Value))]));
        var converters = table.Static("scala.jdk.javaapi.CollectionConverters");
        converters.Static("asJava", a => ToJava(a[0]));
        converters.Static("asScala", a => ToScala(a[0]));
        table.Object("scala.jdk.CollectionConverters");
    }

    public static object ToJava(object? value) => value switch
    {
        ScalaSeq seq => JavaValues.List(seq.Items),
        ScalaMap map => map.Entries.ToDictionary(e => e.Key, e => e.Value),
        ScalaIterator i => i.Items,
        _ => value!,
    };

    public static object ToScala(object? value) => value switch
    {
        List<object?> list => new ScalaSeq(list.ToArray()),
        Dictionary<object, object?> map => new ScalaMap([.. map]),
        _ => value!,
    };

    private sealed record ScalaIterator(JavaIterator Items);
}
