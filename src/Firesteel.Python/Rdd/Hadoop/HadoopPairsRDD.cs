using Firesteel.Core.Metrics;
using Firesteel.Formats.Pickle;
using Firesteel.Formats.SequenceFile;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Python.Rdd.Hadoop;

/// <summary>The pairs of text or sequence files, pickled in lists for Python. A line's key is the offset at which it begins.</summary>
sealed class HadoopPairsRDD : RDD<byte[]>
{
    private readonly FileSplit[] _splits;
    private readonly HadoopFormat _format;
    private readonly int _batchSize;

    private readonly byte[]? _delimiter;

    public HadoopPairsRDD(SparkContext context, FileSplit[] splits, HadoopFormat format, int batchSize, byte[]? delimiter) : base(context)
        => (_splits, _format, _batchSize, _delimiter) = (splits, format, batchSize, delimiter);

    internal override int PartitionCount => _splits.Length;

    internal override IEnumerable<byte[]> Compute(int partition, TaskContext context)
    {
        var split = _splits[partition];
        var pickler = new PairPickler(_batchSize);
        foreach (var _ in _format == HadoopFormat.Text ? AddLines(split, pickler, _delimiter) : AddRecords(split, pickler))
        {
            context.Metrics.Add(TaskMetric.InputRecordsRead, 1);
            if (pickler.IsFull) yield return pickler.Take();
        }
        if (!pickler.IsEmpty) yield return pickler.Take();
        context.Metrics.Add(TaskMetric.InputBytesRead, split.Length);
    }

    private static IEnumerable<int> AddLines(FileSplit split, PairPickler pickler, byte[]? delimiter)
    {
        foreach (var (offset, line) in TextFileRDD.Lines(split, delimiter))
        {
            pickler.Add(PickleValue.Of(offset), PickleValue.Of(line));
            yield return 1;
        }
    }

    private static IEnumerable<int> AddRecords(FileSplit split, PairPickler pickler)
    {
        using var reader = SequenceSplits.Open(split);
        var key = TypeOf(reader.Header.KeyClass, "keys", split);
        var value = TypeOf(reader.Header.ValueClass, "values", split);
        while (reader.Next())
        {
            var (keyInput, valueInput) = (reader.Key, reader.Value);
            try
            {
                pickler.Add(key.Read(ref keyInput), value.Read(ref valueInput));
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"{split.Qualified} has a record that cannot be read: {e.Message}", e);
            }
            yield return 1;
        }
    }

    private static WritableType TypeOf(string name, string what, FileSplit split) =>
        WritableTypes.Find(name) ?? throw new NotSupportedException($"The {what} of {split.Qualified} are of the class {name}, which is not supported.");
}

/// <summary>Opens sequence files where their pieces lie.</summary>
static class SequenceSplits
{
    /// <summary>The shortest piece that Hadoop cuts: about a sync marker's distance.</summary>
    public const int Shortest = 100 << 10;

    public static SequenceFileReader Open(FileSplit split)
    {
        var (files, path) = FileSystemRegistry.Resolve(split.Qualified);
        return new SequenceFileReader(files.Open(path), split.Start, split.Length);
    }
}
