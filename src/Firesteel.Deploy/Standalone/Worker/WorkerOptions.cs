using Firesteel.Deploy.Standalone.Protocol;

namespace Firesteel.Deploy.Standalone.Worker;

/// <summary>What a Worker can be told.</summary>
/// <param name="Master">The Master, or the first of several, as the user named it.</param>
sealed record WorkerOptions(string Id, string Host, int Port, int Cores, int MemoryMb, MasterAddress Master)
{
    /// <summary>Address of the Worker's pages; empty where it has none. It is known only when they are served.</summary>
    public string WebUiUrl { get; set; } = "";

    /// <summary>The Workers that ran in the same place before.</summary>
    public IReadOnlyList<string> Replaces { get; init; } = [];

    /// <summary>Where applications and drivers have their folders.</summary>
    public string WorkFolder { get; init; } = "work";

    /// <summary>How long a process that was asked to end may take.</summary>
    public TimeSpan TerminationGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts to reach a Master in quick succession, in slow succession, and then no more.</summary>
    public (int Quick, int Slow) Attempts { get; init; } = (30, 60);

    public TimeSpan QuickRetry { get; init; } = TimeSpan.FromSeconds(1);
    public TimeSpan SlowRetry { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long old applications' folders are kept (<c>spark.worker.cleanup.appDataTtl</c>); null for ever.</summary>
    public TimeSpan? FolderTtl { get; init; } = TimeSpan.FromDays(7);

    public TimeSpan CleanupInterval { get; init; } = TimeSpan.FromMinutes(30);
}
