using Firesteel.Formats.Orc.Metadata;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Formats.Orc.Writing;

/// <summary>The settings that decide how files are laid out; defaults are Spark's.</summary>
sealed record OrcWriteOptions
{
    public static readonly OrcWriteOptions Default = new();

    /// <summary>spark.sql.orc.compression.codec</summary>
    public OrcCompression Compression { get; init; } = OrcCompression.Zstd;

    /// <summary>orc.stripe.size: bytes in memory after which a stripe ends.</summary>
    public long StripeBytes { get; init; } = 64L << 20;

    /// <summary>orc.compress.size: bytes that are compressed together.</summary>
    public int BlockSize { get; init; } = 256 << 10;

    /// <summary>The zone whose local times files hold: the machine's, as in Spark.</summary>
    public string TimeZone { get; init; } = MachineTimeZone.Name();

    /// <summary>orc.dictionary.key.threshold: distinct values to all, above which texts get no dictionary.</summary>
    public double DictionaryThreshold { get; init; } = 0.8;
}
