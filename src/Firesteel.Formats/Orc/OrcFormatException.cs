namespace Firesteel.Formats.Orc;

/// <summary>An ORC file is not what it should be.</summary>
sealed class OrcFormatException(string message, Exception? cause = null) : Exception(message, cause);
