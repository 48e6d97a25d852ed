using Firesteel.Foundation.Configuration;

namespace Firesteel.Execution;

/// <summary>Where scratch files go: SPARK_LOCAL_DIRS before <c>spark.local.dir</c>.</summary>
static class LocalFolders
{
    public static IReadOnlyList<string> Of(SparkConf conf)
    {
        var text = Environment.GetEnvironmentVariable("SPARK_LOCAL_DIRS") is { Length: > 0 } dirs ? dirs : conf.Get(StorageConfig.LocalDir.Key, "");
        var folders = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return folders.Length > 0 ? folders : [Path.GetTempPath()];
    }
}
