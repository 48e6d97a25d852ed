namespace Firesteel.Remote;

/// <summary>Refusals of what a session on a server does not have.</summary>
static class ClassicOnly
{
    public static SparkException SparkContext() => new("UNSUPPORTED_CONNECT_FEATURE.SESSION_SPARK_CONTEXT");
    public static SparkException SessionState() => new("UNSUPPORTED_CONNECT_FEATURE.SESSION_SESSION_STATE");
    public static SparkException Rdd() => new("UNSUPPORTED_CONNECT_FEATURE.RDD");

    /// <summary>A function of the program cannot run on a server, which may not even be .NET.</summary>
    public static SparkException Closure(string what)
        => new("UNSUPPORTED_CALL.WITHOUT_SUGGESTION", new Dictionary<string, string> { ["className"] = "A session on a Spark Connect server", ["methodName"] = $"{what} with a function of this program" });
}
