using Firesteel.Core.Scheduler;
using Firesteel.Core.Serialization;
using Firesteel.Core.Storage;
using Firesteel.Sql.Execution.Remote;

namespace Firesteel.Execution;

/// <summary>What carries an application's computations to executors in other processes: plans as plans, RDDs and their functions as object graphs with the program's assemblies.</summary>
sealed class ClusterCodec : ITaskPayloadCodec
{
    private readonly ProgramAssemblies _assemblies = new();
    private readonly PlanPayloadCodec _plans;

    private ClusterCodec() => _plans = new PlanPayloadCodec(_assemblies);

    private enum Kind : byte { Plan, Graph }

    /// <summary>What carries plans between this process and the others of its application.</summary>
    public static PlanPayloadCodec Plans { get; private set; } = new();

    public static ITaskPayloadCodec Create() => new ClusterCodec();

    public void UseBlocks(BlockManager blocks)
    {
        _assemblies.UseBlocks(blocks);
        _plans.UseBlocks(blocks);
        Plans = _plans;
    }

    public byte[] EncodeComputation(StageComputation computation)
    {
        if (computation is not RddComputation rdd) return [(byte)Kind.Plan, .. _plans.EncodeComputation(computation)];
        var output = new ObjectOutput();
        output.WriteObject(rdd);
        return _assemblies.Wrap((byte)Kind.Graph, output);
    }

    public StageComputation DecodeComputation(ReadOnlyMemory<byte> payload) =>
        (Kind)payload.Span[0] == Kind.Plan ? _plans.DecodeComputation(payload[1..]) : (StageComputation)_assemblies.Unwrap(payload[1..]).ReadObject()!;

    public byte[] EncodeResult(object? result)
    {
        if (PlanPayloadCodec.IsOfPlans(result)) return [(byte)Kind.Plan, .. _plans.EncodeResult(result)];
        var output = new ObjectOutput();
        output.WriteByte((byte)Kind.Graph);
        output.WriteObject(result);
        return output.ToArray();
    }

    public object? DecodeResult(ReadOnlyMemory<byte> payload) =>
        (Kind)payload.Span[0] == Kind.Plan ? _plans.DecodeResult(payload[1..]) : new ObjectInput(payload[1..]).ReadObject();
}
