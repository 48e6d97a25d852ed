namespace Firesteel.Python.Gateway.Protocol;

/// <summary>An object of the Python program that it has handed over: calls of it go back there.</summary>
sealed class PythonProxy(PythonGateway gateway, string id, string interfaces)
{
    public string Id => id;

    /// <summary>The Java interfaces that it says it has.</summary>
    public IReadOnlyList<string> Interfaces { get; } = interfaces.Split(';', StringSplitOptions.RemoveEmptyEntries);

    /// <exception cref="Errors.JavaException">Python raised an error.</exception>
    public object? Call(string method, params object?[] arguments) => gateway.Callbacks.Call(id, method, arguments);

    ~PythonProxy() => gateway.Callbacks.Forget(id);
}
