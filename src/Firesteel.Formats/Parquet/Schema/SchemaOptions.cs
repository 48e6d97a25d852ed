namespace Firesteel.Formats.Parquet.Schema;

/// <summary>The session settings that decide how Parquet types become Spark types.</summary>
sealed record SchemaOptions
{
    public static readonly SchemaOptions Default = new();

    /// <summary>spark.sql.parquet.binaryAsString</summary>
    public bool BinaryAsString { get; init; }

    /// <summary>spark.sql.parquet.int96AsTimestamp</summary>
    public bool Int96AsTimestamp { get; init; } = true;

    /// <summary>spark.sql.parquet.inferTimestampNTZ.enabled</summary>
    public bool InferTimestampNtz { get; init; } = true;

    /// <summary>spark.sql.legacy.parquet.nanosAsLong</summary>
    public bool NanosAsLong { get; init; }

    /// <summary>spark.sql.caseSensitive</summary>
    public bool CaseSensitive { get; init; }
}
