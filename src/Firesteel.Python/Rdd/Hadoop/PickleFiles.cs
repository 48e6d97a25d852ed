using Firesteel.Core.Metrics;
using Firesteel.Formats.SequenceFile;

namespace Firesteel.Python.Rdd.Hadoop;

/// <summary>
/// Pickle files as Spark writes them (<c>saveAsPickleFile</c>): sequence files of nothing and bytes, each value an array of
/// up to ten pickles in Java's serialization.
/// </summary>
static class PickleFiles
{
    private const int PicklesPerObject = 10;

    public static void Save(RDD<byte[]> rdd, string path) => HadoopSave.ToParts(rdd, path, new PartNames("part-", ""), "saveAsObjectFile", new Objects());

    public static RDD<byte[]> Load(SparkContext context, string path, int minPartitions) =>
        new PickleFileRDD(context, HadoopInput.Splits(path, new HadoopJob(context).Splits(minPartitions, SequenceSplits.Shortest), HadoopFormat.Sequence, isNew: false));

    private sealed class Objects : PartWriter<byte[]>
    {
        public override void Write(IEnumerable<byte[]> items, Stream stream)
        {
            using var writer = new SequenceFileWriter(new BufferedStream(stream, 1 << 16), NullWritable.Instance.ClassName, BytesWritable.Instance.ClassName);
            var (java, value) = (new WritableOutput(), new WritableOutput());
            foreach (var group in items.Chunk(PicklesPerObject))
            {
                java.Clear();
                value.Clear();
                JavaByteArrays.Write(java, group);
                value.Int32(java.Length);
                value.Bytes(java.Written);
                writer.Append([], value.Written);
            }
        }
    }
}

/// <summary>The pickles of pickle files.</summary>
sealed class PickleFileRDD(SparkContext context, FileSplit[] splits) : RDD<byte[]>(context)
{
    internal override int PartitionCount => splits.Length;

    internal override IEnumerable<byte[]> Compute(int partition, TaskContext context)
    {
        var split = splits[partition];
        using var reader = SequenceSplits.Open(split);
        if (reader.Header.ValueClass != BytesWritable.Instance.ClassName)
            throw new InvalidDataException($"{split.Qualified} is no pickle file: its values are of the class {reader.Header.ValueClass} and not {BytesWritable.Instance.ClassName}");
        while (reader.Next())
        {
            context.Metrics.Add(TaskMetric.InputRecordsRead, 1);
            foreach (var pickle in Pickles(reader.Value, split)) yield return pickle;
        }
        context.Metrics.Add(TaskMetric.InputBytesRead, split.Length);
    }

    private static List<byte[]> Pickles(WritableInput input, FileSplit split)
    {
        try
        {
            return JavaByteArrays.Read(input.Take(input.Int32()));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{split.Qualified} has a record that cannot be read: {e.Message}", e);
        }
    }
}
