using System.Text;
using Firesteel.Formats.Pickle;
using Firesteel.Formats.SequenceFile;
using Firesteel.Foundation.FileSystems;
using Firesteel.Python.Gateway.Errors;

namespace Firesteel.Python.Rdd.Hadoop;

/// <summary>Saves an RDD of Python's pairs as Hadoop's output formats do.</summary>
static class HadoopSave
{
    /// <param name="path">Null for the job's own.</param>
    /// <param name="classes">The classes of keys and values; null to take those of the first pair.</param>
    /// <param name="codec">The codec that the call names, if any.</param>
    public static void Save(RDD<byte[]> rdd, HadoopJob job, string? path, string format, bool isNew, (string Key, string Value)? classes, string? codec, string action)
    {
        var first = PythonPairs.First(rdd);
        var (key, value) = classes ?? (first is { } pair ? (WritableTypes.Of(pair.Key).ClassName, WritableTypes.Of(pair.Value).ClassName) : throw Empty());
        var kind = HadoopFormats.Output(format, isNew);
        HadoopFormats.RequireWritable(key);
        HadoopFormats.RequireWritable(value);
        path ??= job.Get(HadoopJob.OutputPath) ?? throw new JavaException("org.apache.hadoop.mapred.InvalidJobConfException", isNew ? "Output directory not set." : "Output directory not set in JobConf.");
        var (compression, codecName) = job.Compression(codec);
        var prefix = isNew ? "part-r-" : "part-";
        if (kind == HadoopFormat.Sequence)
        {
            if (compression != SequenceCompression.None) RequireWritten(codecName);
            ToParts(rdd, path, new PartNames(prefix, ""), action, (items, stream) => WriteRecords(items, stream, key, value, compression, codecName));
        }
        else
        {
            var (textCodec, separator) = (job.CompressesText(codec) ? codecName : null, job.TextSeparator);
            ToParts(rdd, path, new PartNames(prefix, Extension(textCodec)), action, (items, stream) => WriteLines(items, stream, separator, textCodec));
        }
    }

    /// <summary>Saves texts as lines (<c>saveAsTextFile</c>) under a codec.</summary>
    public static void SaveText(RDD<string> rdd, string path, string codec) => ToParts(rdd, path, new PartNames("part-", Extension(codec)), "saveAsTextFile", (items, stream) => WriteTexts(items, stream, codec));

    /// <exception cref="JavaException">The folder exists.</exception>
    public static void ToParts<T>(RDD<T> rdd, string path, PartNames names, string action, Action<IEnumerable<T>, Stream> write)
    {
        var (files, folder) = FileSystemRegistry.Resolve(path);
        if (files.GetStatus(folder) is not null) throw new JavaException(HadoopFormats.OldPackage + "FileAlreadyExistsException", $"Output directory {files.Qualify(folder)} already exists");
        PartFiles.Save(rdd, path, names, action, write);
    }

    private static string Extension(string? codec) => codec is null ? "" : RequireWritten(codec).Extension;

    // Refused before a job runs for nothing.
    private static HadoopCodec RequireWritten(string name)
    {
        var codec = HadoopCodec.Of(name);
        codec.Compress([], new MemoryStream());
        return codec;
    }

    private static void WriteRecords(IEnumerable<byte[]> items, Stream stream, string keyClass, string valueClass, SequenceCompression compression, string codec)
    {
        using var writer = new SequenceFileWriter(new BufferedStream(stream, 1 << 16), keyClass, valueClass, compression, compression == SequenceCompression.None ? null : HadoopCodec.Of(codec));
        var (keyOutput, valueOutput) = (new WritableOutput(), new WritableOutput());
        foreach (var (key, value) in PythonPairs.Of(items))
        {
            Write(keyOutput, key, keyClass, "key");
            Write(valueOutput, value, valueClass, "value");
            writer.Append(keyOutput.Written, valueOutput.Written);
        }
    }

    private static void Write(WritableOutput output, PickleValue value, string expected, string what)
    {
        var type = WritableTypes.Of(value);
        if (type.ClassName != expected) throw SparkException.WithoutCondition($"wrong {what} class: {type.ClassName} is not class {expected}");
        output.Clear();
        type.Write(output, value);
    }

    private static void WriteLines(IEnumerable<byte[]> items, Stream stream, string separator, string? codec)
    {
        var between = Encoding.UTF8.GetBytes(separator);
        using var output = new BufferedStream(codec is null ? stream : HadoopCodec.Of(codec).Compress(stream), 1 << 16);
        foreach (var (key, value) in PythonPairs.Of(items))
        {
            if (key.IsNone && value.IsNone) continue;
            if (!key.IsNone) WriteText(output, key);
            if (!key.IsNone && !value.IsNone) output.Write(between);
            if (!value.IsNone) WriteText(output, value);
            output.WriteByte((byte)'\n');
        }
    }

    private static void WriteText(Stream output, PickleValue value)
    {
        if (value.Kind == PickleKind.Text) output.Write(value.Span);
        else output.Write(Encoding.UTF8.GetBytes(WritableTypes.TextOf(value)));
    }

    private static void WriteTexts(IEnumerable<string> items, Stream stream, string codec)
    {
        using var writer = new StreamWriter(HadoopCodec.Of(codec).Compress(stream), new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        foreach (var item in items) writer.WriteLine(item ?? "null");
    }

    private static JavaException Empty() => new("org.apache.spark.SparkUnsupportedOperationException", "empty collection");
}
