namespace Firesteel.Python.Gateway.Protocol;

/// <summary>A command that cannot be carried out: unknown ids, classes and members, malformed parts. Python gets its text, not an object.</summary>
sealed class GatewayException(string message) : Exception(message)
{
    public static GatewayException UnknownObject(string id) => new($"py4j.Py4JException: Target Object ID does not exist for this gateway :{id}");
    public static GatewayException UnknownClass(string name) => new($"java.lang.ClassNotFoundException: {name}");
    public static GatewayException Malformed(string what) => new($"py4j.Py4JException: Malformed command: {what}");
}
