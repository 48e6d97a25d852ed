namespace Firesteel.Cli.Python;

/// <summary>The environment that a driver's Python gets: where modules are found, and how programs find us.</summary>
static class PythonEnvironment
{
    /// <param name="files">Archives and modules of <c>--py-files</c>.</param>
    public static Dictionary<string, string> Of(IReadOnlyList<string> files)
    {
        var paths = new List<string>(files);
        var own = Path.Combine(Installation.Home, "python");
        // A PySpark that lies beside us comes before the interpreter's.
        if (File.Exists(Path.Combine(own, "pyspark", "__init__.py")))
        {
            paths.Add(own);
            if (Directory.Exists(Path.Combine(own, "lib"))) paths.AddRange(Directory.EnumerateFiles(Path.Combine(own, "lib"), "py4j-*.zip"));
        }
        if (Environment.GetEnvironmentVariable("PYTHONPATH") is { Length: > 0 } known) paths.Add(known);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SPARK_HOME"] = Environment.GetEnvironmentVariable("SPARK_HOME") is { Length: > 0 } home ? home : Installation.Home,
            ["PYTHONUNBUFFERED"] = "YES",
            // Keys must hash alike in all processes.
            ["PYTHONHASHSEED"] = Environment.GetEnvironmentVariable("PYTHONHASHSEED") is { Length: > 0 } seed ? seed : "0",
        };
        if (paths.Count > 0) environment["PYTHONPATH"] = string.Join(':', paths);
        return environment;
    }
}
