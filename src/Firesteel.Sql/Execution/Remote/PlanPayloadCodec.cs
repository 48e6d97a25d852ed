using Firesteel.Columnar.Memory;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Storage;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Planning;
using Firesteel.Types;

namespace Firesteel.Sql.Execution.Remote;

/// <summary>Carries the stages of SQL queries to executors in other processes, and the rows of results back as blocks.</summary>
sealed class PlanPayloadCodec(IProgramObjects? program = null) : ITaskPayloadCodec
{
    private BlockManager? _blocks;

    private enum Kind : byte { Map, Collect, Result }

    public void UseBlocks(BlockManager blocks) => _blocks = blocks;

    public byte[] EncodeComputation(StageComputation computation)
    {
        using var bytes = new MemoryStream();
        using var output = new BinaryWriter(bytes);
        var graph = new GraphWriter(output, program, _blocks);
        switch (computation)
        {
            case MapComputation map:
                output.Write((byte)Kind.Map);
                graph.Write(map.Exchange.Target);
                graph.Write(map.Plan);
                graph.Write(map.Settings);
                break;
            case CollectComputation collect:
                output.Write((byte)Kind.Collect);
                graph.Write(collect.Plan);
                graph.Write(collect.Settings);
                break;
            case ResultComputation result:
                output.Write((byte)Kind.Result);
                graph.Write(result.Sink);
                graph.Write(result.Plan);
                graph.Write(result.Settings);
                break;
            default: throw RecordShape.NotSendable(computation.GetType());
        }
        return bytes.ToArray();
    }

    public StageComputation DecodeComputation(ReadOnlyMemory<byte> payload)
    {
        using var input = new BinaryReader(new MemoryStream(payload.ToArray()));
        var kind = (Kind)input.ReadByte();
        var graph = new GraphReader(input, program);
        switch (kind)
        {
            case Kind.Map:
                var target = graph.Read<Partitioning>();
                return new MapComputation(new ShuffleExchangeExec(target, graph.Read<PhysicalPlan>()), graph.Read<QuerySettings>());
            case Kind.Collect: return new CollectComputation(graph.Read<PhysicalPlan>(), graph.Read<QuerySettings>());
            case Kind.Result:
                var sink = graph.Read<TaskSink>();
                return new ResultComputation(graph.Read<PhysicalPlan>(), graph.Read<QuerySettings>(), sink);
            default: throw new InvalidDataException($"A stage of the unknown kind {(byte)kind}.");
        }
    }

    /// <summary>Whether a result is one that the tasks of plans give.</summary>
    public static bool IsOfPlans(object? result) => result is CollectedRows || (result is not null && RecordShape.IsRecord(result.GetType()) && result.GetType().Assembly == typeof(PlanPayloadCodec).Assembly);

    public byte[] EncodeResult(object? result)
    {
        using var bytes = new MemoryStream();
        using var output = new BinaryWriter(bytes);
        var isRows = result is CollectedRows;
        output.Write(isRows);
        if (!isRows)
        {
            new GraphWriter(output, program).Write(result);
            return bytes.ToArray();
        }
        using var rows = (CollectedRows)result!;
        output.Write(SchemaJson.Write(rows.Rows.Schema));
        RowBlocks.Write(rows.Rows, output);
        return bytes.ToArray();
    }

    public object? DecodeResult(ReadOnlyMemory<byte> payload)
    {
        using var input = new BinaryReader(new MemoryStream(payload.ToArray()));
        if (!input.ReadBoolean()) return new GraphReader(input, program).Read();
        var memory = new MemoryAllocator(MemoryManager.Process, "received result");
        var schema = (StructType)SchemaJson.Parse(input.ReadString());
        return new CollectedRows(RowBlocks.Read(input, schema, memory), memory);
    }
}
