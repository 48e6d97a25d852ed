namespace Firesteel.Python.Gateway.Errors;

/// <summary>An error of one of Java's own classes, with a message.</summary>
sealed class JavaException(string className, string message, Exception? cause = null) : Exception(message, cause)
{
    public string ClassName => className;
}
