namespace Firesteel.Foundation.Configuration;

/// <summary>Reading and writing files.</summary>
static class FileSourceConfig
{
    public static readonly ConfigEntry<long> MaxPartitionBytes =
        ConfigBuilder.Of("spark.sql.files.maxPartitionBytes").Doc("Bytes of files that one partition reads.").Bytes("128MB");

    public static readonly ConfigEntry<long> OpenCostInBytes =
        ConfigBuilder.Of("spark.sql.files.openCostInBytes").Doc("What opening a file costs, in bytes that could be read meanwhile.").Since("2.0.0").Bytes("4194304b");

    public static readonly ConfigEntry<int?> MinPartitionNum =
        ConfigBuilder.Of("spark.sql.files.minPartitionNum").Doc("Partitions that a scan should have at least; the parallelism where not set.").OptionalInt();

    public static readonly ConfigEntry<int?> MaxPartitionNum =
        ConfigBuilder.Of("spark.sql.files.maxPartitionNum").Doc("Partitions that a scan should have at most.").OptionalInt();

    public static readonly ConfigEntry<long> MaxRecordsPerFile =
        ConfigBuilder.Of("spark.sql.files.maxRecordsPerFile").Doc("Rows after which a new file is begun; 0 for no limit.").Long("0");

    public static readonly ConfigEntry<bool> IgnoreCorruptFiles =
        ConfigBuilder.Of("spark.sql.files.ignoreCorruptFiles").Doc("Skip files that cannot be read.").Boolean("false");

    public static readonly ConfigEntry<bool> IgnoreMissingFiles =
        ConfigBuilder.Of("spark.sql.files.ignoreMissingFiles").Doc("Skip files that are gone.").Boolean("false");

    public static readonly ConfigEntry<bool> IgnoreInvalidPartitionPaths =
        ConfigBuilder.Of("spark.sql.files.ignoreInvalidPartitionPaths").Doc("Skip folders that are no partitions.").Boolean("false");

    public static readonly ConfigEntry<string> IgnoredPathSegmentRegex =
        ConfigBuilder.Of("spark.sql.files.ignoredPathSegmentRegex").Doc("Files and folders of such names are no data.").Text("^[._]");

    public static readonly ConfigEntry<string> DefaultSource =
        ConfigBuilder.Of("spark.sql.sources.default").Doc("Format where none is named.").Text("parquet");

    public static readonly ConfigEntry<PartitionOverwriteMode> PartitionOverwriteMode =
        ConfigBuilder.Of("spark.sql.sources.partitionOverwriteMode").Doc("Overwriting a partitioned table replaces it all, or only the partitions written.").EnumOf<PartitionOverwriteMode>("STATIC");

    public static readonly ConfigEntry<bool> PartitionColumnTypeInference =
        ConfigBuilder.Of("spark.sql.sources.partitionColumnTypeInference.enabled").Doc("Tell types of partition columns from the folders' names.").Boolean("true");

    public static readonly ConfigEntry<int> ParallelDiscoveryThreshold =
        ConfigBuilder.Of("spark.sql.sources.parallelPartitionDiscovery.threshold").Doc("Folders from which on listing is a job.").NotYet().Int("32");

    public static readonly ConfigEntry<bool> BucketingEnabled =
        ConfigBuilder.Of("spark.sql.sources.bucketing.enabled").Doc("Use a table's buckets.").Boolean("true");

    public static readonly ConfigEntry<int> MaxBuckets =
        ConfigBuilder.Of("spark.sql.sources.bucketing.maxBuckets").Doc("Buckets that a table may have.").PositiveInt("100000");

    public static readonly ConfigEntry<double> FileCompressionFactor =
        ConfigBuilder.Of("spark.sql.sources.fileCompressionFactor").Doc("Size in memory over size on disk, for estimates.").Since("2.3.1").Double("1.0");

    public static readonly ConfigEntry<bool> RunSqlOnFiles =
        ConfigBuilder.Of("spark.sql.runSQLOnFiles").Doc("Allow SELECT from format.`path`.").Since("1.6.0").Boolean("true");

    public static readonly ConfigEntry<string> UseV1SourceList =
        ConfigBuilder.Of("spark.sql.sources.useV1SourceList").Doc("Formats that go by the older interface; names only, here.").Since("3.0.0").NotYet().Text("avro,csv,json,kafka,orc,parquet,text");

    public static readonly ConfigEntry<string> ColumnNameOfCorruptRecord =
        ConfigBuilder.Of("spark.sql.columnNameOfCorruptRecord").Doc("Column for lines that do not parse.").Text("_corrupt_record");

    public static readonly ConfigEntry<string> ParquetCompression =
        ConfigBuilder.Of("spark.sql.parquet.compression.codec").Doc("Codec of Parquet files.").OneOf("snappy", "none", "uncompressed", "snappy", "gzip", "lzo", "brotli", "lz4", "lz4_raw", "zstd");

    public static readonly ConfigEntry<bool> ParquetFilterPushdown =
        ConfigBuilder.Of("spark.sql.parquet.filterPushdown").Doc("Skip row groups and pages by statistics.").Boolean("true");

    public static readonly ConfigEntry<bool> ParquetVectorized =
        ConfigBuilder.Of("spark.sql.parquet.enableVectorizedReader").Doc("The reader is always vectorised here; the key changes nothing.").NotYet().Boolean("true");

    public static readonly ConfigEntry<bool> ParquetMergeSchema =
        ConfigBuilder.Of("spark.sql.parquet.mergeSchema").Doc("The schema is that of all files together.").Boolean("false");

    public static readonly ConfigEntry<bool> ParquetBinaryAsString =
        ConfigBuilder.Of("spark.sql.parquet.binaryAsString").Doc("Binary columns without an annotation are strings.").Boolean("false");

    public static readonly ConfigEntry<bool> ParquetInt96AsTimestamp =
        ConfigBuilder.Of("spark.sql.parquet.int96AsTimestamp").Doc("INT96 columns are timestamps.").Boolean("true");

    public static readonly ConfigEntry<bool> ParquetInt96Conversion =
        ConfigBuilder.Of("spark.sql.parquet.int96TimestampConversion").Doc("Shift INT96 timestamps that Impala wrote.").NotYet().Boolean("false");

    public static readonly ConfigEntry<string> ParquetOutputTimestampType =
        ConfigBuilder.Of("spark.sql.parquet.outputTimestampType").Doc("How timestamps are written.").OneOf("INT96", "INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS");

    public static readonly ConfigEntry<bool> ParquetInferTimestampNtz =
        ConfigBuilder.Of("spark.sql.parquet.inferTimestampNTZ.enabled").Doc("Timestamps not adjusted to UTC are TIMESTAMP_NTZ.").Boolean("true");

    public static readonly ConfigEntry<bool> ParquetWriteLegacyFormat =
        ConfigBuilder.Of("spark.sql.parquet.writeLegacyFormat").Doc("Write decimals and lists as Hive does.").Boolean("false");

    public static readonly ConfigEntry<bool> ParquetFieldIdRead =
        ConfigBuilder.Of("spark.sql.parquet.fieldId.read.enabled").Doc("Match columns by their ids.").Boolean("false");

    public static readonly ConfigEntry<bool> ParquetFieldIdReadIgnoreMissing =
        ConfigBuilder.Of("spark.sql.parquet.fieldId.read.ignoreMissing").Doc("Columns whose id a file lacks are NULL.").Boolean("false");

    public static readonly ConfigEntry<bool> ParquetFieldIdWrite =
        ConfigBuilder.Of("spark.sql.parquet.fieldId.write.enabled").Doc("Write ids of columns that have them.").Boolean("true");

    public static readonly ConfigEntry<bool> ParquetAggregatePushdown =
        ConfigBuilder.Of("spark.sql.parquet.aggregatePushdown").Doc("Answer min, max and count from footers.").Boolean("false");

    public static readonly ConfigEntry<LegacyPolicy> ParquetRebaseRead =
        ConfigBuilder.Of("spark.sql.parquet.datetimeRebaseModeInRead").Doc("What dates before 1582 mean in files of old writers.").Since("3.0.0").EnumOf<LegacyPolicy>("CORRECTED");

    public static readonly ConfigEntry<LegacyPolicy> ParquetRebaseWrite =
        ConfigBuilder.Of("spark.sql.parquet.datetimeRebaseModeInWrite").Doc("How dates before 1582 are written.").Since("3.0.0").EnumOf<LegacyPolicy>("CORRECTED");

    public static readonly ConfigEntry<LegacyPolicy> ParquetInt96RebaseRead =
        ConfigBuilder.Of("spark.sql.parquet.int96RebaseModeInRead").Doc("The same for INT96 timestamps that are read.").Since("3.1.0").EnumOf<LegacyPolicy>("CORRECTED");

    public static readonly ConfigEntry<LegacyPolicy> ParquetInt96RebaseWrite =
        ConfigBuilder.Of("spark.sql.parquet.int96RebaseModeInWrite").Doc("The same for INT96 timestamps that are written.").Since("3.1.0").EnumOf<LegacyPolicy>("CORRECTED");

    public static readonly ConfigEntry<bool> ParquetNanosAsLong =
        ConfigBuilder.Of("spark.sql.legacy.parquet.nanosAsLong").Doc("Timestamps of nanoseconds are bigints.").Since("3.2.4").Boolean("false");

    public static readonly ConfigEntry<bool> ParquetVerifyChecksum =
        ConfigBuilder.Of("parquet.page.verify-checksum.enabled").Doc("Check the checksum of each page.").Since("1.0.0").Boolean("false");

    public static readonly ConfigEntry<bool> CsvFilterPushdown =
        ConfigBuilder.Of("spark.sql.csv.filterPushdown.enabled").Doc("Drop rows of CSV files as they are parsed.").Boolean("true");

    public static readonly ConfigEntry<bool> CsvColumnPruning =
        ConfigBuilder.Of("spark.sql.csv.parser.columnPruning.enabled").Doc("Parse only the columns that are used.").Since("2.4.0").Boolean("true");

    public static readonly ConfigEntry<bool?> CsvDateTimeParsingFallback =
        ConfigBuilder.Of("spark.sql.legacy.csv.enableDateTimeParsingFallback").Doc("Try the older ways to read a date where the pattern does not fit.").Since("3.4.0").OptionalBoolean();

    public static readonly ConfigEntry<bool> JsonFilterPushdown =
        ConfigBuilder.Of("spark.sql.json.filterPushdown.enabled").Doc("Drop rows of JSON files as they are parsed.").Boolean("true");

    public static readonly ConfigEntry<bool> JsonPartialResults =
        ConfigBuilder.Of("spark.sql.json.enablePartialResults").Doc("Keep the fields of a bad object that did parse.").Since("3.4.0").Boolean("true");

    public static readonly ConfigEntry<bool> JsonExactStringParsing =
        ConfigBuilder.Of("spark.sql.json.enableExactStringParsing").Doc("Objects read as strings keep their text.").Since("4.0.0").Boolean("true");

    public static readonly ConfigEntry<bool> JsonIgnoreNullFields =
        ConfigBuilder.Of("spark.sql.jsonGenerator.ignoreNullFields").Doc("to_json leaves NULL fields out.").Boolean("true");

    public static readonly ConfigEntry<bool> JsonAllowEmptyString =
        ConfigBuilder.Of("spark.sql.legacy.json.allowEmptyString.enabled").Doc("An empty string is NULL for other types.").Since("3.0.0").Boolean("false");

    public static readonly ConfigEntry<bool?> JsonDateTimeParsingFallback =
        ConfigBuilder.Of("spark.sql.legacy.json.enableDateTimeParsingFallback").Doc("Try the older ways to read a date where the pattern does not fit.").Since("3.4.0").OptionalBoolean();

    public static readonly ConfigEntry<string> OrcCompression =
        ConfigBuilder.Of("spark.sql.orc.compression.codec").Doc("Codec of ORC files.").OneOf("zstd", "none", "uncompressed", "snappy", "zlib", "lzo", "lz4", "zstd", "brotli");

    public static readonly ConfigEntry<bool> OrcFilterPushdown =
        ConfigBuilder.Of("spark.sql.orc.filterPushdown").Doc("Skip stripes by statistics.").Boolean("true");

    public static readonly ConfigEntry<bool> OrcMergeSchema =
        ConfigBuilder.Of("spark.sql.orc.mergeSchema").Doc("The schema is that of all files together.").Boolean("false");

    public static readonly ConfigEntry<string> AvroCompression =
        ConfigBuilder.Of("spark.sql.avro.compression.codec").Doc("Codec of Avro files.").NotYet().Text("snappy");

    public static readonly ConfigEntry<int> BinaryFileMaxLength =
        ConfigBuilder.Of("spark.sql.sources.binaryFile.maxLength").Doc("Largest file that the binaryFile source reads.").Since("3.0.0").Int("2147483647");
}
