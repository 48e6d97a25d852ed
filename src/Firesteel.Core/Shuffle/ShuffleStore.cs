using System.Collections.Concurrent;
using System.Globalization;

namespace Firesteel.Core.Shuffle;

/// <summary>The map outputs that one process holds, by shuffle and by the task that made them.</summary>
sealed class ShuffleStore : IDisposable
{
    private readonly ConcurrentDictionary<int, ConcurrentDictionary<long, IMapOutput>> _shuffles = new();

    /// <summary>What tasks have made of whole shuffles.</summary>
    public SharedReads Shared { get; } = new();

    public int OutputCount => _shuffles.Values.Sum(outputs => outputs.Count);

    public void Put(int shuffleId, long mapId, IMapOutput output)
    {
        var outputs = _shuffles.GetOrAdd(shuffleId, _ => new());
        outputs[mapId] = output;
        // A removal of the whole shuffle may have come between the two steps above: then this output is nobody's.
        if (!_shuffles.TryGetValue(shuffleId, out var current) || !ReferenceEquals(current, outputs)) DisposeOne(outputs, mapId);
    }

    public IMapOutput? Get(int shuffleId, long mapId) =>
        _shuffles.TryGetValue(shuffleId, out var outputs) && outputs.TryGetValue(mapId, out var output) ? output : null;

    /// <summary>Under which name an output is kept; null if it is no longer.</summary>
    public (int ShuffleId, long MapId)? Find(IMapOutput output)
    {
        foreach (var (shuffleId, outputs) in _shuffles)
        {
            foreach (var (mapId, kept) in outputs)
            {
                if (ReferenceEquals(kept, output)) return (shuffleId, mapId);
            }
        }
        return null;
    }

    /// <summary>Some bytes of a block, by the rest of its name (<see cref="Storage.ShuffleBlockId"/>), and how many it has; null where it is not in a file here.</summary>
    public (long Length, ReadOnlyMemory<byte> Bytes)? ReadPart(string place, long offset, int most)
    {
        var numbers = place.Split('_');
        if (numbers.Length != 3 || !int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var shuffle) || !long.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var map)
            || !int.TryParse(numbers[2], NumberStyles.None, CultureInfo.InvariantCulture, out var reduce)) return null;
        return Get(shuffle, map) is ShuffleFile file && reduce < file.PartitionSizes.Count ? file.ReadPart(reduce, offset, most) : null;
    }

    public void Remove(int shuffleId, long mapId)
    {
        if (_shuffles.TryGetValue(shuffleId, out var outputs)) DisposeOne(outputs, mapId);
    }

    public void RemoveShuffle(int shuffleId)
    {
        Shared.Remove(shuffleId);
        if (_shuffles.TryRemove(shuffleId, out var outputs)) DisposeAll(outputs);
    }

    public void Dispose()
    {
        foreach (var shuffleId in _shuffles.Keys) RemoveShuffle(shuffleId);
    }

    private static void DisposeAll(ConcurrentDictionary<long, IMapOutput> outputs)
    {
        foreach (var mapId in outputs.Keys) DisposeOne(outputs, mapId);
    }

    private static void DisposeOne(ConcurrentDictionary<long, IMapOutput> outputs, long mapId)
    {
        if (outputs.TryRemove(mapId, out var output)) output.Dispose();
    }
}
