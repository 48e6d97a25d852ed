namespace Firesteel.Core.Scheduler;

/// <summary>What an application asks of a cluster.</summary>
/// <param name="Settings">The application's <c>spark.*</c> settings.</param>
/// <param name="Codec">Carries its computations to executors.</param>
sealed record ClusterRequest(string Master, string AppName, IReadOnlyDictionary<string, string> Settings, ITaskPayloadCodec Codec);

/// <summary>An application's hold on a cluster.</summary>
/// <param name="ApplicationId">The id that the cluster knows it by; null where the application names itself. Known once the backend has started.</param>

sealed record ClusterConnection(ISchedulerBackend Backend, Func<string?> ApplicationId, int TotalCores);

/// <summary>Runs applications on one kind of cluster.</summary>
interface IClusterManager
{
    /// <summary>Whether a master's address is of this kind.</summary>
    bool CanRun(string master);

    /// <exception cref="SparkException">The address is malformed.</exception>
    ClusterConnection Connect(ClusterRequest request);
}

/// <summary>The cluster managers at hand. They live in an assembly of their own, which programs of a local master never load.</summary>
static class ClusterManagers
{
    private const string Assembly = "Firesteel.Deploy";
    private const string Type = "Firesteel.Deploy.Standalone.StandaloneClusterManager";

    /// <summary>The manager for a master's address; null where there is none.</summary>
    public static IClusterManager? Find(string master)
    {
        var manager = (IClusterManager)Activator.CreateInstance(System.Reflection.Assembly.Load(Assembly).GetType(Type, throwOnError: true)!, nonPublic: true)!;
        return manager.CanRun(master) ? manager : null;
    }
}
