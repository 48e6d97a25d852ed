using System.Collections.Frozen;
using System.Text;
using Firesteel.Formats.Pickle;

namespace Firesteel.Formats.SequenceFile;

/// <summary>The Writable classes that are known, by name and by the values of Python that become them.</summary>
static class WritableTypes
{
    private static readonly WritableType[] All =
    [
        NullWritable.Instance, TextWritable.Instance, BytesWritable.Instance, BooleanWritable.Instance, ByteWritable.Instance, ShortWritable.Instance,
        IntWritable.Instance, LongWritable.Instance, VIntWritable.Instance, VLongWritable.Instance, FloatWritable.Instance, DoubleWritable.Instance, MapWritable.Instance, ArrayWritable.Instance,
    ];

    private static readonly FrozenDictionary<string, WritableType> ByName = All.ToFrozenDictionary(t => t.ClassName, StringComparer.Ordinal);

    public static WritableType? Find(string className) => ByName.GetValueOrDefault(className);

    /// <summary>The class that a value becomes.</summary>
    /// <exception cref="SparkException">There is none.</exception>
    public static WritableType Of(PickleValue value) => value.Kind switch
    {
        PickleKind.None => NullWritable.Instance,
        PickleKind.Bool => BooleanWritable.Instance,
        PickleKind.Int => value.Integer is >= int.MinValue and <= int.MaxValue ? IntWritable.Instance : LongWritable.Instance,
        PickleKind.Float => DoubleWritable.Instance,
        PickleKind.Text => TextWritable.Instance,
        PickleKind.Bytes => BytesWritable.Instance,
        PickleKind.Dict => MapWritable.Instance,
        PickleKind.Tuple => ArrayWritable.Instance,
        _ => throw SparkException.WithoutCondition($"Data of type {JavaType(value)} cannot be used"),
    };

    /// <summary>The Java class that the JVM reads a pickled value as.</summary>
    public static string JavaType(PickleValue value) => value.Kind switch
    {
        PickleKind.None => "null",
        PickleKind.Bool => "java.lang.Boolean",
        PickleKind.Int => value.Integer is >= int.MinValue and <= int.MaxValue ? "java.lang.Integer" : "java.lang.Long",
        PickleKind.BigInt => "java.math.BigInteger",
        PickleKind.Float => "java.lang.Double",
        PickleKind.Text => "java.lang.String",
        PickleKind.Bytes => "[B",
        PickleKind.List => "java.util.ArrayList",
        PickleKind.Tuple => "[Ljava.lang.Object;",
        PickleKind.Dict => "java.util.HashMap",
        PickleKind.Set => "java.util.HashSet",
        PickleKind.Decimal => "java.math.BigDecimal",
        PickleKind.Date or PickleKind.DateTime => "java.util.GregorianCalendar",
        _ => value.Kind.ToString(),
    };

    /// <summary>The text of a value's own Writable.</summary>
    public static string TextOf(PickleValue value)
    {
        var text = new StringBuilder();
        Of(value).AppendText(text, value);
        return text.ToString();
    }
}
