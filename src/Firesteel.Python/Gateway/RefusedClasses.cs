using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway;

/// <summary>Packages that Firesteel has not, with the sentence that says so.</summary>
static class RefusedClasses
{
    public static void Register(ClassTable table)
    {
        table.Refuse("org.apache.spark.ml.", "MLlib is not part of it");
        table.Refuse("org.apache.spark.mllib.", "MLlib is not part of it");
        table.Refuse("org.apache.spark.streaming.", "Spark Streaming is not part of it");
        table.Refuse("org.apache.spark.sql.streaming.", "Structured Streaming is not part of it yet");
        table.Refuse("org.apache.spark.sql.execution.streaming.", "Structured Streaming is not part of it yet");
        table.Refuse("org.apache.hadoop.hive.", "Hive is not part of it");
        table.Refuse("org.apache.spark.sql.hive.", "Hive is not part of it");
    }
}
