namespace Firesteel.Deploy.Standalone;

/// <summary>What starts the engine's executable: the one that runs, or the one beside the engine's assemblies.</summary>
static class EngineCommand
{
    private const string Executable = "Firesteel.Cli";

    /// <summary>Stands for the engine in processes that are not its executable themselves.</summary>
    public static IReadOnlyList<string>? Override { get; set; }

    /// <exception cref="SparkException">There is none.</exception>
    public static IReadOnlyList<string> Find()
    {
        if (Override is { } named) return named;
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        if (Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == Executable) return [self];
        var folders = new List<string> { Path.GetDirectoryName(typeof(EngineCommand).Assembly.Location)! };
        foreach (var variable in (ReadOnlySpan<string>)["FIRESTEEL_HOME", "SPARK_HOME"])
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } home) folders.Add(Path.Combine(home, "artifacts", "engine", "current"));
        foreach (var folder in folders)
            if (Path.Combine(folder, Executable + suffix) is var file && File.Exists(file)) return [file];
        throw SparkException.WithoutCondition("Executors are processes of the engine's own executable, and it is not found: set FIRESTEEL_HOME to the folder that holds bin/spark-submit.");
    }
}
