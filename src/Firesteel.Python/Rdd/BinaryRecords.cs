namespace Firesteel.Python.Rdd;

/// <summary>Files of records of one length each (<c>binaryRecords</c>).</summary>
static class BinaryRecords
{
    public static RDD<byte[]> Read(SparkContext context, string path, int length)
    {
        if (length <= 0) throw new ArgumentException("The length of a record must be positive.", nameof(length));
        return context.BinaryFiles(path, context.DefaultMinPartitions).FlatMap(file => Cut(file.Path, file.Content, length));
    }

    private static IEnumerable<byte[]> Cut(string path, byte[] content, int length)
    {
        if (content.Length % length != 0) throw SparkException.WithoutCondition($"{path} has {content.Length} bytes, which are no records of {length}.");
        for (var at = 0; at < content.Length; at += length) yield return content.AsSpan(at, length).ToArray();
    }
}
