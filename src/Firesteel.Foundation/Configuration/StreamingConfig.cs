namespace Firesteel.Foundation.Configuration;

/// <summary>Streams; none run yet.</summary>
static class StreamingConfig
{
    public static readonly ConfigEntry<string?> CheckpointLocation =
        ConfigBuilder.Of("spark.sql.streaming.checkpointLocation").Doc("Folder of checkpoints of queries that name none.").NotYet().OptionalText();

    public static readonly ConfigEntry<bool> StreamingSchemaInference =
        ConfigBuilder.Of("spark.sql.streaming.schemaInference").Doc("Infer schemas of file streams.").Since("2.0.0").NotYet().Boolean("false");

    public static readonly ConfigEntry<long> StreamingPollingDelay =
        ConfigBuilder.Of("spark.sql.streaming.pollingDelay").Doc("Wait between looks for new data.").Since("2.0.0").NotYet().Duration("10ms");

    public static readonly ConfigEntry<bool> StreamingNoDataMicroBatches =
        ConfigBuilder.Of("spark.sql.streaming.noDataMicroBatches.enabled").Doc("Run a batch without data where state must move.").NotYet().Boolean("true");

    public static readonly ConfigEntry<int> StreamingMinBatchesToRetain =
        ConfigBuilder.Of("spark.sql.streaming.minBatchesToRetain").Doc("Batches that can be gone back to.").NotYet().Int("100");

    public static readonly ConfigEntry<int> StreamingRecentProgress =
        ConfigBuilder.Of("spark.sql.streaming.numRecentProgressUpdates").Doc("Progress reports that are remembered.").NotYet().Int("100");

    public static readonly ConfigEntry<string> StreamingMultipleWatermarkPolicy =
        ConfigBuilder.Of("spark.sql.streaming.multipleWatermarkPolicy").Doc("Which of several watermarks holds.").NotYet().OneOf("min", "min", "max");

    public static readonly ConfigEntry<long> StreamingStopTimeout =
        ConfigBuilder.Of("spark.sql.streaming.stopTimeout").Doc("How long stop() waits.").NotYet().Duration("0");
}
