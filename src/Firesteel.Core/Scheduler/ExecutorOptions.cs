namespace Firesteel.Core.Scheduler;

/// <summary>How one executor runs its tasks.</summary>
/// <param name="Cores">Tasks that run at one time.</param>
sealed record ExecutorOptions(int Cores)
{
    public string Host { get; init; } = "localhost";

    /// <summary>Deep plans and user code recurse: more than the runtime's default, and only what is touched costs memory.</summary>
    public int StackSize { get; init; } = 16 << 20;

    /// <summary>Ends this process with a message, for a task that cannot be ended; null in the driver's own process.</summary>
    public Action<string>? EndProcess { get; init; }

    /// <summary>How long a killed task may take to end before its thread is left behind.</summary>
    public TimeSpan KillTimeout { get; init; } = TimeSpan.FromSeconds(120);
}
