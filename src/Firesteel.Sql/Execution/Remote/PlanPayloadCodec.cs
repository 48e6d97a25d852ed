using Firesteel.Columnar.Memory;
using Firesteel.Core.Scheduler;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Planning;
using Firesteel.Types;

namespace Firesteel.Sql.Execution.Remote;

/// <summary>Carries the stages of SQL queries to executors in other processes, and the rows of results back as blocks.</summary>
sealed class PlanPayloadCodec : ITaskPayloadCodec
{
    public byte[] EncodeComputation(StageComputation computation)
    {
        using var bytes = new MemoryStream();
        using var output = new BinaryWriter(bytes);
        var graph = new GraphWriter(output);
        switch (computation)
        {
            case MapComputation map:
                output.Write(true);
                graph.Write(map.Exchange.Target);
                graph.Write(map.Plan);
                graph.Write(map.Settings);
                break;
            case CollectComputation collect:
                output.Write(false);
                graph.Write(collect.Plan);
                graph.Write(collect.Settings);
                break;
            default: throw RecordShape.NotSendable(computation.GetType());
        }
        return bytes.ToArray();
    }

    public StageComputation DecodeComputation(ReadOnlyMemory<byte> payload)
    {
        using var input = new BinaryReader(new MemoryStream(payload.ToArray()));
        var isMap = input.ReadBoolean();
        var graph = new GraphReader(input);
        if (!isMap) return new CollectComputation(graph.Read<PhysicalPlan>(), graph.Read<QuerySettings>());
        var target = graph.Read<Partitioning>();
        return new MapComputation(new ShuffleExchangeExec(target, graph.Read<PhysicalPlan>()), graph.Read<QuerySettings>());
    }

    public byte[] EncodeResult(object? result)
    {
        using var bytes = new MemoryStream();
        using var output = new BinaryWriter(bytes);
        using var rows = (CollectedRows)result!;
        output.Write(SchemaJson.Write(rows.Rows.Schema));
        RowBlocks.Write(rows.Rows, output);
        return bytes.ToArray();
    }

    public object? DecodeResult(ReadOnlyMemory<byte> payload)
    {
        using var input = new BinaryReader(new MemoryStream(payload.ToArray()));
        var memory = new MemoryAllocator(MemoryManager.Process, "received result");
        var schema = (StructType)SchemaJson.Parse(input.ReadString());
        return new CollectedRows(RowBlocks.Read(input, schema, memory), memory);
    }
}
