using Firesteel.Formats.SequenceFile;
using Firesteel.Python.Gateway.Errors;

namespace Firesteel.Python.Rdd.Hadoop;

/// <summary>The two kinds of files that Hadoop's formats read and write here.</summary>
enum HadoopFormat
{
    Text,
    Sequence,
}

/// <summary>Hadoop's classes by their names; those that are not known are refused by them.</summary>
static class HadoopFormats
{
    public const string OldPackage = "org.apache.hadoop.mapred.";
    public const string NewInput = "org.apache.hadoop.mapreduce.lib.input.", NewOutput = "org.apache.hadoop.mapreduce.lib.output.";

    public static HadoopFormat Input(string name, bool isNew) => Find(name, isNew ? NewInput : OldPackage, "InputFormat", "input");

    public static HadoopFormat Output(string name, bool isNew) => Find(name, isNew ? NewOutput : OldPackage, "OutputFormat", "output");

    /// <exception cref="JavaException">It is no class of Writables that is known.</exception>
    public static string RequireWritable(string name) => WritableTypes.Find(name) is not null ? name
        : throw new JavaException("java.lang.ClassNotFoundException", $"{name}: it is none of the Writable classes that are supported");

    /// <exception cref="NotSupportedException">There is one.</exception>
    public static void RefuseConverters(string? key, string? value)
    {
        if ((key ?? value) is { } name) throw new NotSupportedException($"The converter {name} is a class of Java's, and converters of keys and values are not supported: convert in Python.");
    }

    private static HadoopFormat Find(string name, string package, string kind, string what) =>
        name == $"{package}Text{kind}" ? HadoopFormat.Text
        : name == $"{package}SequenceFile{kind}" ? HadoopFormat.Sequence
        : throw new NotSupportedException($"The {what} format {name} is not supported: Text{kind} and SequenceFile{kind} of {package[..^1]} are.");
}
