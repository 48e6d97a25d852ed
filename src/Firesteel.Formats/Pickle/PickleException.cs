namespace Firesteel.Formats.Pickle;

/// <summary>A pickle that cannot be read: it is broken, too large, or asks for what is not known here.</summary>
sealed class PickleException(string message) : Exception(message);
