using Firesteel.Core.Storage;

namespace Firesteel.Core.Shuffle;

/// <summary>Where the output of a finished map task is and how big it is for each reduce partition.</summary>
/// <param name="MapId">Task id of the attempt that made it: two attempts of one partition never share a name.</param>
sealed record MapStatus(BlockManagerId Location, long MapId, IReadOnlyList<long> PartitionSizes, IReadOnlyList<long> PartitionRows)
{
    public void Write(BinaryWriter writer)
    {
        writer.Write(Location.ExecutorId);
        writer.Write(Location.Host);
        writer.Write(Location.Port);
        writer.Write(MapId);
        WriteAll(writer, PartitionSizes);
        WriteAll(writer, PartitionRows);
    }

    public static MapStatus Read(BinaryReader reader) => new(
        new BlockManagerId(reader.ReadString(), reader.ReadString(), reader.ReadInt32()), reader.ReadInt64(), ReadAll(reader), ReadAll(reader));

    private static void WriteAll(BinaryWriter writer, IReadOnlyList<long> values)
    {
        writer.Write7BitEncodedInt(values.Count);
        for (var i = 0; i < values.Count; i++) writer.Write7BitEncodedInt64(values[i]);
    }

    private static long[] ReadAll(BinaryReader reader)
    {
        var values = new long[reader.Read7BitEncodedInt()];
        for (var i = 0; i < values.Length; i++) values[i] = reader.Read7BitEncodedInt64();
        return values;
    }
}
