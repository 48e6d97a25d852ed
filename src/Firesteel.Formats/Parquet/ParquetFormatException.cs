namespace Firesteel.Formats.Parquet;

/// <summary>The bytes do not form what the Parquet format promises. Readers turn it into a <see cref="SparkException"/> that names the file.</summary>
sealed class ParquetFormatException(string message, Exception? cause = null) : Exception(message, cause);
