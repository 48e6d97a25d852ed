namespace Firesteel.Python.Gateway.Core;

/// <summary>The context as PySpark's <c>_jsc</c> names it; <c>sc()</c> leads to the context itself.</summary>
sealed record JavaSparkContext(SparkContext Context)
{
    public override string ToString() => $"org.apache.spark.api.java.JavaSparkContext@{Context.ApplicationId}";
}
