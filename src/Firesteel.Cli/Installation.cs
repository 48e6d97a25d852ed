using System.Reflection;

namespace Firesteel.Cli;

/// <summary>Where this installation keeps its things, and which environment variables move them.</summary>
static class Installation
{
    /// <summary>Folder of the engine's assemblies.</summary>
    public static string EngineFolder { get; } = Path.GetDirectoryName(typeof(Installation).Assembly.Location)!;

    /// <summary>The folder that holds <c>bin/</c>, <c>conf/</c> and <c>examples/</c>; the launchers name it.</summary>
    public static string Home { get; } = Environment.GetEnvironmentVariable("FIRESTEEL_HOME") is { Length: > 0 } home ? home : FindHome();

    /// <summary><c>SPARK_CONF_DIR</c>, else the <c>conf</c> folder of <c>SPARK_HOME</c>, else our own.</summary>
    public static string ConfFolder =>
        Environment.GetEnvironmentVariable("SPARK_CONF_DIR") is { Length: > 0 } conf ? conf
        : Path.Combine(Environment.GetEnvironmentVariable("SPARK_HOME") is { Length: > 0 } spark ? spark : Home, "conf");

    /// <summary>The user's own folder for built programs and the shell's history.</summary>
    public static string CacheFolder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("FIRESTEEL_CACHE_DIR") is { Length: > 0 } named) return named;
            if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache)) return Path.Combine(cache, "firesteel");
            var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            return user.Length > 0 ? Path.Combine(user, ".cache", "firesteel") : Path.Combine(Path.GetTempPath(), $"firesteel-{Environment.UserName}");
        }
    }

    /// <summary>Changes with every build of the engine: programs compiled against another one are compiled again.</summary>
    public static string BuildId
    {
        get
        {
            var stamp = Path.Combine(EngineFolder, "build-id");
            return File.Exists(stamp) ? File.ReadAllText(stamp).Trim() : ModuleOf("Firesteel.dll") + ModuleOf("Firesteel.Foundation.dll");
        }
    }

    private static string ModuleOf(string file) => Assembly.LoadFrom(Path.Combine(EngineFolder, file)).ManifestModule.ModuleVersionId.ToString("N");

    private static string FindHome()
    {
        for (var folder = new DirectoryInfo(EngineFolder); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "bin", "spark-submit"))) return folder.FullName;
        return EngineFolder;
    }
}
