using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway.Java;

/// <summary>The older ways from Scala's collections to Java's and back, and Scala's own objects that programs name.</summary>
static class ScalaConversions
{
    private static readonly string[] ToJavaNames =
        ["asJavaIterable", "seqAsJavaList", "seqAsJavaListConverter", "bufferAsJavaList", "bufferAsJavaListConverter", "mutableSeqAsJavaList", "mutableSeqAsJavaListConverter", "mapAsJavaMap", "mapAsJavaMapConverter", "asJavaCollection", "asJavaCollectionConverter", "asJavaIterableConverter", "asJavaIterator", "asJavaIteratorConverter", "setAsJavaSet", "setAsJavaSetConverter", "mutableMapAsJavaMap", "mutableMapAsJavaMapConverter"];

    private static readonly string[] ToScalaNames =
        ["asScalaBuffer", "asScalaBufferConverter", "asScalaIterator", "asScalaIteratorConverter", "mapAsScalaMap", "mapAsScalaMapConverter", "asScalaSet", "asScalaSetConverter", "iterableAsScalaIterable", "iterableAsScalaIterableConverter", "collectionAsScalaIterable", "collectionAsScalaIterableConverter"];

    public static void Register(ClassTable table)
    {
        var converters = table.Object("scala.collection.JavaConverters");
        var conversions = table.Object("scala.collection.JavaConversions");
        foreach (var name in ToJavaNames)
        {
            converters.Static(name, a => new Converter(ScalaCollections.ToJava(a[0])));
            conversions.Static(name, a => ScalaCollections.ToJava(a[0]));
        }
        foreach (var name in ToScalaNames)
        {
            converters.Static(name, a => new Converter(ScalaCollections.ToScala(a[0])));
            conversions.Static(name, a => ScalaCollections.ToScala(a[0]));
        }
        converters.Static("asJava", a => ScalaCollections.ToJava(a[0])).Static("asScala", a => ScalaCollections.ToScala(a[0]));
        table.Class<Converter>("scala.collection.convert.AsJavaConverters")
            .Get("asJava", c => c.Converted)
            .Get("asJavaCollection", c => c.Converted)
            .Get("asScala", c => c.Converted);
        table.Static("scala.Some").New(a => ScalaOption.Of(a[0])).Static("apply", a => ScalaOption.Of(a[0]));
        table.Static("scala.None$").Value("MODULE$", ScalaOption.None);
        table.Static("scala.collection.immutable.Nil$").Value("MODULE$", ScalaSeq.Empty);
        table.Object("scala.util.Properties")
            .Static("versionString", _ => "version 2.13.18")
            .Static("versionNumberString", _ => "2.13.18")
            .Static("javaVersion", _ => Core.SystemRoom.JavaVersion)
            .Static("osName", _ => OperatingSystem.IsLinux() ? "Linux" : Environment.OSVersion.Platform.ToString());
    }

    private sealed record Converter(object Converted);
}
