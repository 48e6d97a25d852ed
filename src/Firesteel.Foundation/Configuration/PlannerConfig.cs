namespace Firesteel.Foundation.Configuration;

/// <summary>The optimizer and the choice of operators.</summary>
static class PlannerConfig
{
    public static readonly ConfigEntry<int> ShufflePartitions =
        ConfigBuilder.Of("spark.sql.shuffle.partitions").Doc("Partitions after a shuffle of joins and aggregates.").PositiveInt("200");

    public static readonly ConfigEntry<long> AutoBroadcastJoinThreshold =
        ConfigBuilder.Of("spark.sql.autoBroadcastJoinThreshold").Doc("Tables up to this size are broadcast in a join; -1 for none.").Bytes("10MB");

    public static readonly ConfigEntry<long> BroadcastTimeout =
        ConfigBuilder.Of("spark.sql.broadcastTimeout").Doc("How long a join waits for its broadcast; negative for ever.").Duration("300", TimeUnit.SECONDS);

    public static readonly ConfigEntry<long> MaxBroadcastTableSize =
        ConfigBuilder.Of("spark.sql.maxBroadcastTableSize").Doc("A broadcast that grows beyond this is an error.").Bytes("8589934592b");

    public static readonly ConfigEntry<long> DefaultSizeInBytes =
        ConfigBuilder.Of("spark.sql.defaultSizeInBytes").Doc("Size of a table of which nothing is known.").Since("1.1.0").Bytes("9223372036854775807b");

    public static readonly ConfigEntry<string> SessionFunctionOrder =
        ConfigBuilder.Of("spark.sql.functionResolution.sessionOrder").Doc("Whether functions that a program registers are looked for before or after those that every session has.").Since("4.2.0").OneOf("second", "first", "second", "last");

    public static readonly ConfigEntry<bool> CrossJoinEnabled =
        ConfigBuilder.Of("spark.sql.crossJoin.enabled").Doc("Allow joins without a condition.").Since("2.0.0").Boolean("true");

    public static readonly ConfigEntry<bool> PreferSortMergeJoin =
        ConfigBuilder.Of("spark.sql.join.preferSortMergeJoin").Doc("Prefer sort-merge joins over shuffled hash joins.").Since("2.0.0").Boolean("true");

    public static readonly ConfigEntry<int> ShuffledHashJoinFactor =
        ConfigBuilder.Of("spark.sql.shuffledHashJoinFactor").Doc("How much smaller one side must be for a shuffled hash join.").Int("3");

    public static readonly ConfigEntry<bool> SelfJoinAutoResolve =
        ConfigBuilder.Of("spark.sql.selfJoinAutoResolveAmbiguity").Doc("In a join with itself, the left side's column is meant.").Since("1.4.0").Boolean("true");

    public static readonly ConfigEntry<bool> FailAmbiguousSelfJoin =
        ConfigBuilder.Of("spark.sql.analyzer.failAmbiguousSelfJoin").Doc("A column that could be of either side of a self-join is an error.").Since("3.0.0").Boolean("true");

    public static readonly ConfigEntry<int> AnalyzerMaxIterations =
        ConfigBuilder.Of("spark.sql.analyzer.maxIterations").Doc("Rounds of the analyzer.").Since("3.0.0").Int("100");

    public static readonly ConfigEntry<int> OptimizerMaxIterations =
        ConfigBuilder.Of("spark.sql.optimizer.maxIterations").Doc("Rounds of the optimizer.").Since("2.0.0").Int("100");

    public static readonly ConfigEntry<string?> ExcludedRules =
        ConfigBuilder.Of("spark.sql.optimizer.excludedRules").Doc("Optimizer rules that are left out, by name, separated by commas.").OptionalText();

    public static readonly ConfigEntry<bool> DisableHints =
        ConfigBuilder.Of("spark.sql.optimizer.disableHints").Doc("Ignore hints in queries.").Since("3.1.0").Boolean("false");

    public static readonly ConfigEntry<int> InSetConversionThreshold =
        ConfigBuilder.Of("spark.sql.optimizer.inSetConversionThreshold").Doc("Longer IN lists are looked up in a set.").Since("2.0.0").Int("10");

    public static readonly ConfigEntry<bool> ConstraintPropagation =
        ConfigBuilder.Of("spark.sql.constraintPropagation.enabled").Doc("Infer filters from other filters.").Since("2.2.0").Boolean("true");

    public static readonly ConfigEntry<bool> NestedSchemaPruning =
        ConfigBuilder.Of("spark.sql.optimizer.nestedSchemaPruning.enabled").Doc("Read only the fields of a struct that are used.").Since("2.4.1").Boolean("true");

    public static readonly ConfigEntry<bool> DynamicPartitionPruning =
        ConfigBuilder.Of("spark.sql.optimizer.dynamicPartitionPruning.enabled").Doc("Skip partitions by what the other side of a join holds.").Boolean("true");

    public static readonly ConfigEntry<bool> RuntimeBloomFilter =
        ConfigBuilder.Of("spark.sql.optimizer.runtime.bloomFilter.enabled").Doc("Filter the large side of a join by a bloom filter of the small one.").Boolean("true");

    public static readonly ConfigEntry<long> RuntimeBloomCreationThreshold =
        ConfigBuilder.Of("spark.sql.optimizer.runtime.bloomFilter.creationSideThreshold").Doc("Largest side that makes such a filter.").Bytes("10MB");

    public static readonly ConfigEntry<long> RuntimeBloomApplicationThreshold =
        ConfigBuilder.Of("spark.sql.optimizer.runtime.bloomFilter.applicationSideScanSizeThreshold").Doc("Smallest side that such a filter is applied to.").Bytes("10GB");

    public static readonly ConfigEntry<int> WindowGroupLimitThreshold =
        ConfigBuilder.Of("spark.sql.optimizer.windowGroupLimitThreshold").Doc("Ranks up to this are cut before the window is computed.").Since("3.5.0").Int("1000");

    public static readonly ConfigEntry<bool> ReplaceExceptWithFilter =
        ConfigBuilder.Of("spark.sql.optimizer.replaceExceptWithFilter").Doc("EXCEPT of two filters on one table becomes a filter.").Since("2.3.0").Boolean("true");

    public static readonly ConfigEntry<bool> CollapseProjectAlwaysInline =
        ConfigBuilder.Of("spark.sql.optimizer.collapseProjectAlwaysInline").Doc("Merge projections even if an expression is computed twice.").Boolean("false");

    public static readonly ConfigEntry<bool> CboEnabled =
        ConfigBuilder.Of("spark.sql.cbo.enabled").Doc("Use the statistics that ANALYZE TABLE gathered.").Boolean("false");

    public static readonly ConfigEntry<bool> CboJoinReorder =
        ConfigBuilder.Of("spark.sql.cbo.joinReorder.enabled").Doc("Order joins by statistics.").Boolean("false");

    public static readonly ConfigEntry<int> CboJoinReorderThreshold =
        ConfigBuilder.Of("spark.sql.cbo.joinReorder.dp.threshold").Doc("Joins that are ordered by trying all orders.").Int("12");

    public static readonly ConfigEntry<bool> HistogramEnabled =
        ConfigBuilder.Of("spark.sql.statistics.histogram.enabled").Doc("ANALYZE TABLE makes histograms.").NotYet().Boolean("false");

    public static readonly ConfigEntry<bool> SizeAutoUpdate =
        ConfigBuilder.Of("spark.sql.statistics.size.autoUpdate.enabled").Doc("Keep a table's size up to date as it is written.").Boolean("false");

    public static readonly ConfigEntry<bool> SubexpressionElimination =
        ConfigBuilder.Of("spark.sql.subexpressionElimination.enabled").Doc("Compute common subexpressions once.").Since("1.6.0").Boolean("true");

    public static readonly ConfigEntry<bool> ExchangeReuse =
        ConfigBuilder.Of("spark.sql.exchange.reuse").Doc("Shuffle the same data once for several uses.").Since("2.0.0").Boolean("true");

    public static readonly ConfigEntry<bool> SubqueryReuse =
        ConfigBuilder.Of("spark.sql.execution.reuseSubquery").Doc("Run the same subquery once for several uses.").Since("3.0.0").Boolean("true");

    public static readonly ConfigEntry<int> LimitScaleUpFactor =
        ConfigBuilder.Of("spark.sql.limit.scaleUpFactor").Doc("How much faster a limit looks at partitions with each try.").Since("2.1.1").Int("4");

    public static readonly ConfigEntry<int> LimitInitialNumPartitions =
        ConfigBuilder.Of("spark.sql.limit.initialNumPartitions").Doc("Partitions that a limit looks at first.").Since("3.4.0").PositiveInt("1");

    public static readonly ConfigEntry<int> TopKSortFallbackThreshold =
        ConfigBuilder.Of("spark.sql.execution.topKSortFallbackThreshold").Doc("Larger limits sort everything.").Int("2147483632");

    public static readonly ConfigEntry<int> RangeSampleSize =
        ConfigBuilder.Of("spark.sql.execution.rangeExchange.sampleSizePerPartition").Doc("Rows a partition that are sampled to place range boundaries.").Since("2.3.0").Int("100");

    public static readonly ConfigEntry<bool> SortBeforeRepartition =
        ConfigBuilder.Of("spark.sql.execution.sortBeforeRepartition").Doc("repartition(n) sends the same rows to the same place when it is run again.").Since("2.1.4").Boolean("true");

    public static readonly ConfigEntry<int?> LeafNodeDefaultParallelism =
        ConfigBuilder.Of("spark.sql.leafNodeDefaultParallelism").Doc("Partitions of local data; the cluster's parallelism where not set.").OptionalInt();

    public static readonly ConfigEntry<bool> WholeStageCodegen =
        ConfigBuilder.Of("spark.sql.codegen.wholeStage").Doc("Operators run on vectors here; the key changes nothing.").Since("2.0.0").NotYet().Boolean("true");

    public static readonly ConfigEntry<int> InMemoryBatchSize =
        ConfigBuilder.Of("spark.sql.inMemoryColumnarStorage.batchSize").Doc("Rows of a cached batch.").Int("10000");

    public static readonly ConfigEntry<bool> InMemoryCompressed =
        ConfigBuilder.Of("spark.sql.inMemoryColumnarStorage.compressed").Doc("Choose a codec for each cached column.").Boolean("true");

    public static readonly ConfigEntry<string> DefaultCacheStorageLevel =
        ConfigBuilder.Of("spark.sql.defaultCacheStorageLevel").Doc("Storage level of cache() and CACHE TABLE.").OneOf("MEMORY_AND_DISK",
            "NONE", "DISK_ONLY", "DISK_ONLY_2", "DISK_ONLY_3", "MEMORY_ONLY", "MEMORY_ONLY_2", "MEMORY_ONLY_SER", "MEMORY_ONLY_SER_2",
            "MEMORY_AND_DISK", "MEMORY_AND_DISK_2", "MEMORY_AND_DISK_SER", "MEMORY_AND_DISK_SER_2", "OFF_HEAP");

    public static readonly ConfigEntry<int> ArrowMaxRecordsPerBatch =
        ConfigBuilder.Of("spark.sql.execution.arrow.maxRecordsPerBatch").Doc("Rows of an Arrow batch that goes to Python or to a client.").Int("10000");

    public static readonly ConfigEntry<long> ArrowMaxBytesPerBatch =
        ConfigBuilder.Of("spark.sql.execution.arrow.maxBytesPerBatch").Doc("Bytes of texts that an Arrow batch of a result has at most, if it has more than one row.").Since("4.0.0").Bytes("64m");

    public static readonly ConfigEntry<bool> InterruptOnCancel =
        ConfigBuilder.Of("spark.sql.execution.interruptOnCancel").Doc("A cancelled query's tasks are interrupted.").NotYet().Boolean("true");

    public static readonly ConfigEntry<string> PlanChangeLogLevel =
        ConfigBuilder.Of("spark.sql.planChangeLog.level").Doc("Log level for what each rule did.").Since("3.1.0").NotYet().Text("TRACE");
}
