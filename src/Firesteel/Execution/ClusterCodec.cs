using Firesteel.Core.Scheduler;
using Firesteel.Sql.Execution.Remote;

namespace Firesteel.Execution;

/// <summary>What carries an application's computations to executors in other processes.</summary>
static class ClusterCodec
{
    public static ITaskPayloadCodec Create() => new PlanPayloadCodec();
}
