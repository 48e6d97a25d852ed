namespace Firesteel.Connect.Codec;

/// <summary>Refusals of whole areas, in a sentence.</summary>
static class NotHere
{
    public static NotSupportedException Streaming() => new("Structured streaming is not supported yet: this server reads and writes tables and files, not streams.");
    public static NotSupportedException MachineLearning() => new("Machine learning (pyspark.ml) is not supported by this server.");
    public static NotSupportedException Pipelines() => new("Declarative pipelines are not supported by this server.");
}
