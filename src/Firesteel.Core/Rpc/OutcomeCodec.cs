using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;

namespace Firesteel.Core.Rpc;

/// <summary>Carries the outcome of a task from its executor to the driver.</summary>
static class OutcomeCodec
{
    private enum Reason : byte { Success, FetchFailed, Exception, Killed, CommitDenied, Unknown }

    private enum Value : byte { None, MapStatus, Encoded, Block }

    // Larger results stay with their executor until the driver has seen how large they are (spark.task.maxDirectResultSize).
    private const int MaxDirect = 1 << 20;

    /// <param name="keep">Keeps a large result as a block and returns its name; null where none can be kept.</param>
    public static void Write(FrameWriter writer, TaskOutcome outcome, ITaskPayloadCodec codec, Func<byte[], string>? keep = null)
    {
        // What cannot be encoded must not leave half of a frame behind.
        var encoded = outcome.Value is null or MapStatus ? null : codec.EncodeResult(outcome.Value);
        var updates = new List<(long Id, byte[] Bytes)>();
        foreach (var (target, update) in outcome.Accumulators) updates.Add((target.Id, Bytes(update)));

        WriteReason(writer, outcome.Reason);
        if (encoded is not null) outcome.Metrics[TaskMetric.ResultSize] = encoded.Length;
        outcome.Metrics.Write(writer);
        writer.Write7BitEncodedInt(updates.Count);
        foreach (var (id, bytes) in updates)
        {
            writer.Write(id);
            writer.WriteBlob(bytes);
        }
        if (outcome.Value is MapStatus status)
        {
            writer.Write((byte)Value.MapStatus);
            status.Write(writer);
        }
        else if (encoded is { Length: > MaxDirect } && keep is not null)
        {
            writer.Write((byte)Value.Block);
            writer.Write(keep(encoded));
            writer.Write((long)encoded.Length);
        }
        else if (encoded is not null)
        {
            writer.Write((byte)Value.Encoded);
            writer.WriteBlob(encoded);
        }
        else writer.Write((byte)Value.None);
    }

    /// <param name="accumulators">The accumulators that the task's computation may have changed.</param>
    /// <param name="fetch">Brings a result that its executor has kept as a block, by its name and size.</param>
    public static TaskOutcome Read(FrameReader reader, IReadOnlyList<AccumulatorV2> accumulators, ITaskPayloadCodec codec, Func<string, long, byte[]>? fetch = null)
    {
        var reason = ReadReason(reader);
        var metrics = TaskMetrics.Read(reader);
        var updates = new List<AccumulatorUpdate>();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var id = reader.ReadInt64();
            var bytes = reader.ReadBlob();
            var target = accumulators.FirstOrDefault(accumulator => accumulator.Id == id) ?? SentAccumulators.Find(id);
            if (target is null) continue;
            using var update = new BinaryReader(new MemoryStream(bytes));
            updates.Add(new AccumulatorUpdate(target, target.ReadUpdate(update)));
        }
        object? value = (Value)reader.ReadByte() switch
        {
            Value.MapStatus => MapStatus.Read(reader),
            Value.Encoded => codec.DecodeResult(reader.ReadBlob()),
            Value.Block => codec.DecodeResult((fetch ?? throw new InvalidDataException("A result came as a block to a driver that fetches none"))(reader.ReadString(), reader.ReadInt64())),
            _ => null,
        };
        return new TaskOutcome(reason, value, metrics, updates);
    }

    private static byte[] Bytes(AccumulatorV2 update)
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        update.WriteUpdate(writer);
        writer.Flush();
        return bytes.ToArray();
    }

    private static void WriteReason(BinaryWriter writer, TaskEndReason reason)
    {
        switch (reason)
        {
            case TaskSuccess:
                writer.Write((byte)Reason.Success);
                break;
            case FetchFailed failed:
                writer.Write((byte)Reason.FetchFailed);
                writer.Write(failed.Location is not null);
                if (failed.Location is { } location)
                {
                    writer.Write(location.ExecutorId);
                    writer.Write(location.Host);
                    writer.Write(location.Port);
                }
                writer.Write(failed.ShuffleId);
                writer.Write(failed.MapId);
                writer.Write(failed.MapIndex);
                writer.Write(failed.ReduceId);
                writer.Write(failed.Message);
                writer.Write(failed.ExecutorUnreachable);
                break;
            case ExceptionFailure failure:
                writer.Write((byte)Reason.Exception);
                writer.Write(failure.ClassName);
                writer.Write(failure.Description);
                writer.Write(failure.FullStackTrace);
                ErrorCodec.Write(writer, failure.Exception);
                break;
            case TaskKilled killed:
                writer.Write((byte)Reason.Killed);
                writer.Write(killed.KillReason);
                break;
            case TaskCommitDenied denied:
                writer.Write((byte)Reason.CommitDenied);
                writer.Write(denied.JobId);
                writer.Write(denied.PartitionId);
                writer.Write(denied.AttemptNumber);
                break;
            default:
                writer.Write((byte)Reason.Unknown);
                break;
        }
    }

    private static TaskEndReason ReadReason(BinaryReader reader)
    {
        switch ((Reason)reader.ReadByte())
        {
            case Reason.Success:
                return TaskSuccess.Instance;
            case Reason.FetchFailed:
                var location = reader.ReadBoolean() ? new BlockManagerId(reader.ReadString(), reader.ReadString(), reader.ReadInt32()) : null;
                return new FetchFailed(location, reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadString(), reader.ReadBoolean());
            case Reason.Exception:
                return new ExceptionFailure(reader.ReadString(), reader.ReadString(), reader.ReadString(), ErrorCodec.Read(reader));
            case Reason.Killed:
                return new TaskKilled(reader.ReadString());
            case Reason.CommitDenied:
                return new TaskCommitDenied(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
            default:
                return new UnknownReason();
        }
    }
}
