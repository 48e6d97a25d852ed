namespace Firesteel.Foundation.Configuration;

/// <summary>Re-planning between stages.</summary>
static class AdaptiveConfig
{
    public static readonly ConfigEntry<bool> AdaptiveEnabled =
        ConfigBuilder.Of("spark.sql.adaptive.enabled").Doc("Re-plan the rest of a query from the sizes of the stages that are done.").Boolean("true");

    public static readonly ConfigEntry<bool> AdaptiveForceApply =
        ConfigBuilder.Of("spark.sql.adaptive.forceApply").Doc("Do so even where a query has no exchange.").Since("3.0.0").Boolean("false");

    public static readonly ConfigEntry<long> TargetPostShuffleInputSize =
        ConfigBuilder.Of("spark.sql.adaptive.shuffle.targetPostShuffleInputSize").Doc("Older name of advisoryPartitionSizeInBytes.").Since("1.6.0").Bytes("67108864b");

    public static readonly ConfigEntry<long> AdvisoryPartitionSize =
        ConfigBuilder.Of("spark.sql.adaptive.advisoryPartitionSizeInBytes").Doc("Size that merged and split partitions aim at.").FallsBackTo(TargetPostShuffleInputSize, ConfigTypes.Bytes(ByteUnit.BYTE));

    public static readonly ConfigEntry<bool> CoalesceEnabled =
        ConfigBuilder.Of("spark.sql.adaptive.coalescePartitions.enabled").Doc("Merge small partitions after a shuffle.").Boolean("true");

    public static readonly ConfigEntry<bool> CoalesceParallelismFirst =
        ConfigBuilder.Of("spark.sql.adaptive.coalescePartitions.parallelismFirst").Doc("Keep all cores busy before aiming at the advisory size.").Boolean("true");

    public static readonly ConfigEntry<long> CoalesceMinPartitionSize =
        ConfigBuilder.Of("spark.sql.adaptive.coalescePartitions.minPartitionSize").Doc("Smallest partition after merging.").Bytes("1MB");

    public static readonly ConfigEntry<int?> CoalesceInitialPartitions =
        ConfigBuilder.Of("spark.sql.adaptive.coalescePartitions.initialPartitionNum").Doc("Partitions before merging; shuffle.partitions where not set.").OptionalInt();

    public static readonly ConfigEntry<bool> SkewJoinEnabled =
        ConfigBuilder.Of("spark.sql.adaptive.skewJoin.enabled").Doc("Split partitions of a join that are far larger than the others.").Boolean("true");

    public static readonly ConfigEntry<double> SkewedPartitionFactor =
        ConfigBuilder.Of("spark.sql.adaptive.skewJoin.skewedPartitionFactor").Doc("How many times the median counts as far larger.").Double("5.0");

    public static readonly ConfigEntry<long> SkewedPartitionThreshold =
        ConfigBuilder.Of("spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes").Doc("And how large it must be at least.").Bytes("256MB");

    public static readonly ConfigEntry<bool> LocalShuffleReader =
        ConfigBuilder.Of("spark.sql.adaptive.localShuffleReader.enabled").Doc("Read map outputs where they lie once a shuffle's order is not needed.").Boolean("true");

    public static readonly ConfigEntry<long?> AdaptiveBroadcastThreshold =
        ConfigBuilder.Of("spark.sql.adaptive.autoBroadcastJoinThreshold").Doc("Broadcast threshold of re-planning; autoBroadcastJoinThreshold where not set.").OptionalBytes();

    public static readonly ConfigEntry<long> MaxShuffledHashJoinLocalMap =
        ConfigBuilder.Of("spark.sql.adaptive.maxShuffledHashJoinLocalMapThreshold").Doc("Partitions up to this size make a shuffled hash join preferable.").Bytes("0b");

    public static readonly ConfigEntry<double> NonEmptyPartitionRatio =
        ConfigBuilder.Of("spark.sql.adaptive.nonEmptyPartitionRatioForBroadcastJoin").Doc("No broadcast of a side with fewer full partitions than this share.").Since("3.0.0").Double("0.2");

    public static readonly ConfigEntry<bool> OptimizeSkewsInRebalance =
        ConfigBuilder.Of("spark.sql.adaptive.optimizeSkewsInRebalancePartitions.enabled").Doc("Split large partitions of a REBALANCE.").Boolean("true");

    public static readonly ConfigEntry<string?> AdaptiveExcludedRules =
        ConfigBuilder.Of("spark.sql.adaptive.optimizer.excludedRules").Doc("Rules of re-planning that are left out.").OptionalText();
}
