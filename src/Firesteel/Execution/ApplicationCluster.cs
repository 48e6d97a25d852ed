using Firesteel.Core.Rpc;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Execution;

/// <summary>An application's schedulers over a cluster.</summary>
/// <param name="ApplicationId">The id that the cluster gave it.</param>
sealed record ApplicationCluster(DriverRuntime Runtime, string? ApplicationId)
{
    /// <summary>Connects to the cluster that <c>spark.master</c> names and registers the application.</summary>
    /// <exception cref="SparkException">There is no such cluster, or it does not take the application.</exception>
    public static ApplicationCluster Connect(SparkConf conf, SchedulerOptions options)
    {
        var master = conf.Get("spark.master");
        var manager = ClusterManagers.Find(master) ?? throw SparkException.WithoutCondition($"Could not parse Master URL: '{master}'");
        var connection = manager.Connect(new ClusterRequest(master, conf.Get("spark.app.name", ""), conf.GetAll().ToDictionary(), ClusterCodec.Create()));
        if (connection.Backend is CoarseGrainedSchedulerBackend backend) backend.MaxResultSize = conf.Get(DriverConfig.MaxResultSize);
        var runtime = new DriverRuntime(options, connection.Backend, new ShuffleStore(), scratch: LocalFolders.Of(conf));
        return new ApplicationCluster(runtime, connection.ApplicationId());
    }
}
