using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;

namespace Firesteel.Core.Rpc;

/// <summary>Carries what the tasks of one stage attempt share: the computation, their properties, where their input is.</summary>
static class StageCodec
{
    public static byte[] Encode(TaskSet taskSet, ITaskPayloadCodec codec)
    {
        using var writer = FrameWriter.Start(ExecutorMessage.Stage);
        WriteAttempt(writer, taskSet.Stage);
        writer.Write(taskSet.ShuffleId ?? -1);
        writer.Write7BitEncodedInt(taskSet.Properties.Values.Count);
        foreach (var (key, value) in taskSet.Properties.Values)
        {
            writer.Write(key);
            writer.Write(value);
        }
        writer.Write7BitEncodedInt(taskSet.Partitions.Count);
        foreach (var partition in taskSet.Partitions) writer.Write7BitEncodedInt(partition);
        writer.Write7BitEncodedInt(taskSet.ShuffleInputs.Count);
        foreach (var (shuffleId, statuses) in taskSet.ShuffleInputs)
        {
            writer.Write(shuffleId);
            writer.Write7BitEncodedInt(statuses.Count);
            foreach (var status in statuses)
            {
                writer.Write(status is not null);
                status?.Write(writer);
            }
        }
        writer.WriteBlob(codec.EncodeComputation(taskSet.Computation));
        return writer.Finish();
    }

    /// <summary>Reads everything behind the attempt's id, which the caller has read.</summary>
    public static TaskSet Decode(FrameReader reader, StageAttemptId attempt, ITaskPayloadCodec codec)
    {
        var shuffleId = reader.ReadInt32();
        var properties = LocalProperties.Empty;
        for (var left = reader.ReadCount(); left > 0; left--) properties = properties.With(reader.ReadString(), reader.ReadString());
        var partitions = new int[reader.ReadCount()];
        for (var i = 0; i < partitions.Length; i++) partitions[i] = reader.Read7BitEncodedInt();
        var inputs = new Dictionary<int, IReadOnlyList<MapStatus?>>();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var input = reader.ReadInt32();
            var statuses = new MapStatus?[reader.ReadCount()];
            for (var i = 0; i < statuses.Length; i++) statuses[i] = reader.ReadBoolean() ? MapStatus.Read(reader) : null;
            inputs[input] = statuses;
        }
        var computation = codec.DecodeComputation(reader.ReadBlob());
        return new TaskSet(attempt, computation, partitions, shuffleId < 0 ? null : shuffleId, 0, properties) { ShuffleInputs = inputs };
    }

    public static void WriteAttempt(BinaryWriter writer, StageAttemptId attempt)
    {
        writer.Write(attempt.StageId);
        writer.Write(attempt.Attempt);
    }

    public static StageAttemptId ReadAttempt(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadInt32());
}
