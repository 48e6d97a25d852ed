using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;

namespace Firesteel.Cli.Submit;

/// <summary>Settings that speak to a JVM, read for what they mean.</summary>
static class JavaSettings
{
    private static readonly Logger Log = Logger.For("SparkSubmit");

    // Class names that stand for what is done here anyway, by the beginnings of their keys' values.
    private static readonly Dictionary<string, (string[] Known, string Instead)> Classes = new(StringComparer.Ordinal)
    {
        ["spark.serializer"] = (["org.apache.spark.serializer.KryoSerializer", "org.apache.spark.serializer.JavaSerializer"], "objects travel in Firesteel's own form"),
        ["spark.closure.serializer"] = (["org.apache.spark.serializer.JavaSerializer"], "functions travel in Firesteel's own form"),
        ["spark.shuffle.manager"] = (["sort", "tungsten-sort", "org.apache.spark.shuffle.sort.SortShuffleManager"], "there is one shuffle manager, by sort"),
        ["spark.kryo.registrator"] = ([], "objects travel in Firesteel's own form, without registration"),
        ["spark.kryo.classesToRegister"] = ([], "objects travel in Firesteel's own form, without registration"),
        ["spark.extraListeners"] = ([], "listeners are added in the program (SparkContext.AddSparkListener)"),
        ["spark.plugins"] = ([], "plugins are classes of a JVM"),
        ["spark.sql.extensions"] = (["io.delta.sql.DeltaSparkSessionExtension"], "extensions are classes of a JVM"),
    };

    /// <summary>Keys that have been answered by a line of their own.</summary>
    public static bool Answers(string key) => Classes.ContainsKey(key);

    /// <summary>Takes settings out of the driver's options and levels into the log, and tells what means nothing here.</summary>
    public static void Apply(Dictionary<string, string> settings)
    {
        if (settings.TryGetValue("spark.driver.extraJavaOptions", out var text) && text.Length > 0)
        {
            var options = JavaOptions.Parse(text);
            foreach (var (key, value) in options.Settings) settings.TryAdd(key, value);
            foreach (var (key, value) in options.Properties) AppContext.SetData(key, value);
            LogSettings.Apply(options, PropertiesFile.Read);
            if (options.Ignored.Count > 0) Log.Info($"spark.driver.extraJavaOptions: there is no JVM here, passed over {string.Join(' ', options.Ignored)}");
        }
        if (settings.TryGetValue("spark.executor.extraJavaOptions", out var forExecutors) && JavaOptions.Parse(forExecutors).Settings.Keys.FirstOrDefault() is { } misplaced)
            throw new UsageException($"spark.executor.extraJavaOptions is not allowed to set Spark options (was '{misplaced}'). Set them directly on a SparkConf or in a properties file.");
        foreach (var (key, (known, instead)) in Classes)
        {
            if (!settings.TryGetValue(key, out var named) || named.Length == 0) continue;
            if (known.Contains(named)) Log.Info($"{key}={named}: {instead}");
            else Log.Warn($"{key}={named} names a class of a JVM, which is not loaded: {instead}");
        }
    }
}
