namespace Firesteel.Deploy.Standalone.Master;

/// <summary>What a Master can be told; the defaults are Spark's.</summary>
sealed record MasterOptions
{
    public string Url { get; init; } = "spark://localhost:7077";

    /// <summary>Address of the Master's pages; empty where it has none. It is known only when they are served.</summary>
    public string WebUiUrl { get; set; } = "";

    /// <summary>Silence after which a worker counts as gone (<c>spark.worker.timeout</c>).</summary>
    public TimeSpan WorkerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a worker or an application whose connection broke may take to come back.</summary>
    public TimeSpan ReconnectGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long those that are remembered may take to report after a restart (<c>spark.deploy.recoveryTimeout</c>).</summary>
    public TimeSpan RecoveryTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Cores of an application that does not say how many (<c>spark.deploy.defaultCores</c>).</summary>
    public int DefaultCores { get; init; } = int.MaxValue;

    /// <summary>Failures in a row after which an application is given up; negative for never (<c>spark.deploy.maxExecutorRetries</c>).</summary>
    public int MaxExecutorRetries { get; init; } = 10;

    /// <summary>Whether applications get their executors on many workers or on few (<c>spark.deploy.spreadOutApps</c>).</summary>
    public bool SpreadOut { get; init; } = true;

    /// <summary>Called, on the Master's loop, with a program that no driver needs any more.</summary>
    public Action<string>? BundleUnused { get; init; }

    /// <summary>Finished applications and drivers that the pages still show (<c>spark.deploy.retainedApplications</c>).</summary>
    public int Retained { get; init; } = 200;
}
