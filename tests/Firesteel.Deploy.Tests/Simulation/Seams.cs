using Firesteel.Core.Scheduler;
using Firesteel.Deploy.Standalone.Master;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>Where a test breaks a simulated cluster on purpose, to see that the simulation notices.</summary>
sealed record Seams
{
    public Func<ISchedulerBackend, ISchedulerBackend> Backend { get; init; } = backend => backend;
    public Func<ITaskSetListener, ITaskSetListener> Listener { get; init; } = listener => listener;
    public Func<IRecoveryStore, IRecoveryStore> Store { get; init; } = store => store;

    /// <summary>Changes a frame on its way to an executor; null drops it.</summary>
    public Func<byte[], byte[]?> ToExecutor { get; init; } = frame => frame;

    /// <summary>Changes a frame on its way from an executor; null drops it.</summary>
    public Func<byte[], byte[]?> FromExecutor { get; init; } = frame => frame;
}
