using Firesteel.Formats.Pickle;

namespace Firesteel.Python.Rdd;

/// <summary>Items that Python pickled, as objects (<c>SerDeUtil.pythonToJava</c>): the pickles themselves, until somebody asks what is in them.</summary>
static class PickledItems
{
    public static RDD<double> Doubles(RDD pickled) => Read(pickled, value => value.Kind switch
    {
        PickleKind.Float => value.Float,
        PickleKind.Int or PickleKind.Bool => value.Integer,
        _ => throw new PickleException($"A number was expected and not a value of the kind {value.Kind}."),
    });

    public static RDD<long> Longs(RDD pickled) => Read(pickled, value => value.Kind == PickleKind.Int ? value.Integer : throw new PickleException($"A whole number was expected and not a value of the kind {value.Kind}."));

    private static RDD<T> Read<T>(RDD pickled, Func<PickleValue, T> convert)
    {
        if (pickled is not RDD<byte[]> frames) throw new ArgumentException("The items are not pickled.", nameof(pickled));
        return frames.MapPartitions(items => Items(items, convert));
    }

    private static IEnumerable<T> Items<T>(IEnumerable<byte[]> frames, Func<PickleValue, T> convert)
    {
        var reader = new PickleReader();
        foreach (var frame in frames)
        {
            var batch = reader.Read(frame);
            if (batch.Kind != PickleKind.List)
            {
                yield return convert(batch);
                continue;
            }
            foreach (var item in batch.Items) yield return convert(item);
        }
    }
}

/// <summary>The function <c>BytesToString</c>: UTF-8 to text.</summary>
sealed record BytesToString;
