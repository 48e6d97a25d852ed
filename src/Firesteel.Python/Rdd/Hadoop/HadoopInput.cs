using Firesteel.Python.Gateway.Errors;

namespace Firesteel.Python.Rdd.Hadoop;

/// <summary>Finds the pieces that Hadoop's input formats read.</summary>
static class HadoopInput
{
    /// <param name="path">Null for the job's own.</param>
    /// <param name="count">How many pieces the old formats are asked for; 0 for the new ones.</param>
    public static RDD<byte[]> Read(SparkContext context, HadoopJob job, string? path, string format, bool isNew, int count, int batchSize)
    {
        var kind = HadoopFormats.Input(format, isNew);
        path ??= job.Get(HadoopJob.InputPath) ?? throw new JavaException("java.io.IOException", "No input paths specified in job");
        var sizes = job.Splits(count, kind == HadoopFormat.Sequence ? SequenceSplits.Shortest : 1);
        return new HadoopPairsRDD(context, Splits(path, sizes, kind, isNew), kind, batchSize, job.LineDelimiter);
    }

    public static FileSplit[] Splits(string path, SplitSizes sizes, HadoopFormat format, bool isNew)
    {
        try
        {
            return FileSplits.Of(path, sizes, format == HadoopFormat.Text ? TextFileRDD.IsCompressed : static _ => false);
        }
        catch (FileNotFoundException e)
        {
            throw new JavaException((isNew ? HadoopFormats.NewInput : HadoopFormats.OldPackage) + "InvalidInputException", e.Message, e);
        }
    }
}
