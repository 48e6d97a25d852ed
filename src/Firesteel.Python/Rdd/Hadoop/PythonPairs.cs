using Firesteel.Formats.Pickle;
using Firesteel.Formats.SequenceFile;

namespace Firesteel.Python.Rdd.Hadoop;

/// <summary>Pairs that Python pickled. What they hold is valid until the next pair.</summary>
static class PythonPairs
{
    /// <summary>The first pair, or null if there is none.</summary>
    /// <exception cref="SparkException">The first item is no pair.</exception>
    public static (PickleValue Key, PickleValue Value)? First(RDD<byte[]> rdd)
    {
        foreach (var pair in Of(rdd.Take(1))) return pair;
        return null;
    }

    public static IEnumerable<(PickleValue Key, PickleValue Value)> Of(IEnumerable<byte[]> batches)
    {
        var reader = new PickleReader();
        foreach (var batch in batches)
        {
            var items = reader.Read(batch);
            if (items.Kind != PickleKind.List)
            {
                yield return Pair(items);
                continue;
            }
            foreach (var item in items.Items) yield return Pair(item);
        }
    }

    private static (PickleValue Key, PickleValue Value) Pair(PickleValue item) =>
        item is { Kind: PickleKind.Tuple, Tuple: [var key, var value] } ? (key, value) : throw SparkException.WithoutCondition($"RDD element of type {WritableTypes.JavaType(item)} cannot be used");
}
