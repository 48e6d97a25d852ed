namespace Firesteel;

/// <summary>Files that an RDD was to read are not there.</summary>
sealed class MissingInputException(string message, string path) : FileNotFoundException(message, path);
