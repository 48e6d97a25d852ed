using Firesteel.Foundation.Configuration;

namespace Firesteel.Execution;

/// <summary>Something that runs in the driver from the context's start to its end.</summary>
interface IDriverPlugin : IDisposable
{
    void Start(SparkSession session, SparkConf conf);

    /// <summary>Where clients reach it, if it is a server.</summary>
    string? Url { get; }
}

/// <summary>The plugins that <c>spark.plugins</c> names. There is one: the Spark Connect server, in an assembly of its own.</summary>
static class DriverPlugins
{
    /// <summary>The name that programs and PySpark know the Connect server's plugin by.</summary>
    public const string Connect = "org.apache.spark.sql.connect.SparkConnectPlugin";

    private const string Assembly = "Firesteel.Connect";
    private const string Type = "Firesteel.Connect.ConnectPlugin";

    /// <exception cref="SparkException">A plugin is none that is known, or does not start.</exception>
    public static IReadOnlyList<IDriverPlugin> Start(SparkContext context, SparkConf conf)
    {
        var started = new List<IDriverPlugin>();
        foreach (var name in ConfigText.List(conf.Get("spark.plugins", "")).Distinct())
        {
            if (name != Connect) throw SparkException.WithoutCondition($"The plugin {name} of spark.plugins cannot be loaded: plugins of JVM classes have no place here, {Connect} has.");
            var plugin = (IDriverPlugin)Activator.CreateInstance(System.Reflection.Assembly.Load(Assembly).GetType(Type, throwOnError: true)!, nonPublic: true)!;
            plugin.Start(new SparkSession(context, new Dictionary<string, string>()), conf);
            started.Add(plugin);
        }
        return started;
    }
}
