using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Core;

namespace Firesteel.Python.Rdd.Hadoop;

/// <summary>The methods of <c>PythonRDD</c> that read and write by Hadoop's formats.</summary>
static class HadoopFilesRoom
{
    private const string DefaultKey = "org.apache.hadoop.io.LongWritable", DefaultValue = "org.apache.hadoop.io.Text";

    public static void Register(ClassBuilder<NoInstances> python) => python
        .Static("sequenceFile", SequenceFile)
        .Static("hadoopFile", a => Read(a, path: a.Text(1), isNew: false))
        .Static("hadoopRDD", a => Read(a, path: null, isNew: false))
        .Static("newAPIHadoopFile", a => Read(a, path: a.Text(1), isNew: true))
        .Static("newAPIHadoopRDD", a => Read(a, path: null, isNew: true))
        .Static("saveAsSequenceFile", SaveAsSequenceFile)
        .Static("saveAsHadoopFile", a => SaveAsFile(a, isNew: false))
        .Static("saveAsNewAPIHadoopFile", a => SaveAsFile(a, isNew: true))
        .Static("saveAsHadoopDataset", SaveAsDataset);

    // context, path, key and value class, key and value converter, minimal splits, batch size
    private static object SequenceFile(Arguments a)
    {
        var context = a.Of<JavaSparkContext>(0).Context;
        RequireClasses(a.OrNull<string>(2), a.OrNull<string>(3), a.OrNull<string>(4), a.OrNull<string>(5));
        return new JavaRdd(HadoopInput.Read(context, new HadoopJob(context), a.Text(1), HadoopFormats.OldPackage + "SequenceFileInputFormat", isNew: false, Math.Max(1, a.Int(6)), a.Int(7)));
    }

    // context, [path,] format, key and value class, key and value converter, settings, batch size
    private static object Read(Arguments a, string? path, bool isNew)
    {
        var (context, at) = (a.Of<JavaSparkContext>(0).Context, path is null ? 1 : 2);
        RequireClasses(a.Text(at + 1), a.Text(at + 2), a.OrNull<string>(at + 3), a.OrNull<string>(at + 4));
        // The old formats take no settings of the call where it names a path, as in Spark.
        var job = new HadoopJob(context, path is null || isNew ? a.TextMap(at + 5) : null);
        return new JavaRdd(HadoopInput.Read(context, job, path, a.Text(at), isNew, isNew ? 0 : context.DefaultMinPartitions, a.Int(at + 6)));
    }

    // rdd, whether it is batched, path, codec
    private static object? SaveAsSequenceFile(Arguments a)
    {
        var rdd = Pickled(a);
        HadoopSave.Save(rdd, new HadoopJob(rdd.SparkContext), a.Text(2), HadoopFormats.OldPackage + "SequenceFileOutputFormat", isNew: false, null, a.OrNull<string>(3), "saveAsSequenceFile");
        return null;
    }

    // rdd, whether it is batched, path, format, key and value class, key and value converter, settings[, codec]
    private static object? SaveAsFile(Arguments a, bool isNew)
    {
        var rdd = Pickled(a);
        HadoopFormats.RefuseConverters(a.OrNull<string>(6), a.OrNull<string>(7));
        (string, string)? classes = a.OrNull<string>(4) is { } key && a.OrNull<string>(5) is { } value ? (key, value) : null;
        HadoopSave.Save(rdd, new HadoopJob(rdd.SparkContext, a.TextMap(8)), a.Text(2), a.Text(3), isNew, classes, a.Count > 9 ? a.OrNull<string>(9) : null, a.Member);
        return null;
    }

    // rdd, whether it is batched, settings, key and value converter, whether the format is a new one
    private static object? SaveAsDataset(Arguments a)
    {
        var (rdd, isNew) = (Pickled(a), a.Bool(5));
        HadoopFormats.RefuseConverters(a.OrNull<string>(3), a.OrNull<string>(4));
        var job = new HadoopJob(rdd.SparkContext, a.TextMap(2));
        var format = job.Get(isNew ? HadoopJob.NewOutputFormat : HadoopJob.OldOutputFormat) ?? (isNew ? HadoopFormats.NewOutput : HadoopFormats.OldPackage) + "TextOutputFormat";
        HadoopSave.Save(rdd, job, null, format, isNew, (job.Get(HadoopJob.KeyClass) ?? DefaultKey, job.Get(HadoopJob.ValueClass) ?? DefaultValue), null, a.Member);
        return null;
    }

    private static void RequireClasses(string? key, string? value, string? keyConverter, string? valueConverter)
    {
        HadoopFormats.RefuseConverters(keyConverter, valueConverter);
        if (key is not null) HadoopFormats.RequireWritable(key);
        if (value is not null) HadoopFormats.RequireWritable(value);
    }

    private static RDD<byte[]> Pickled(Arguments a) => a.Of<JavaRddLike>(0).Rdd as RDD<byte[]> ?? throw a.Mismatch();
}
