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
            // Refused before a job runs for nothing.
            if (compression != SequenceCompression.None) HadoopCodec.Of(codecName);
            ToParts(rdd, path, new PartNames(prefix, ""), action, new RecordWriter(key, value, compression, codecName));
        }
        else
        {
            var (textCodec, separator) = (job.CompressesText(codec) ? codecName : null, job.TextSeparator);
            ToParts(rdd, path, new PartNames(prefix, Extension(textCodec)), action, new LineWriter(separator, textCodec));
        }
    }

    /// <summary>Saves texts as lines (<c>saveAsTextFile</c>) under a codec.</summary>
    public static void SaveText(RDD<string> rdd, string path, string codec) => ToParts(rdd, path, new PartNames("part-", Extension(codec)), "saveAsTextFile", new CompressedTextWriter(codec));

    /// <exception cref="JavaException">The folder exists.</exception>
    public static void ToParts<T>(RDD<T> rdd, string path, PartNames names, string action, PartWriter<T> writer)
    {
        RequireNew(path);
        PartFiles.Save(rdd, path, names, action, writer);
    }

    /// <exception cref="JavaException">The folder exists.</exception>
    public static void RequireNew(string path)
    {
        var (files, folder) = FileSystemRegistry.Resolve(path);
        if (files.GetStatus(folder) is not null) throw new JavaException(HadoopFormats.OldPackage + "FileAlreadyExistsException", $"Output directory {files.Qualify(folder)} already exists");
    }

    private static string Extension(string? codec) => codec is null ? "" : HadoopCodec.Of(codec).Extension;

    private static JavaException Empty() => new("org.apache.spark.SparkUnsupportedOperationException", "empty collection");
}
