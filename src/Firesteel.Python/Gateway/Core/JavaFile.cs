namespace Firesteel.Python.Gateway.Core;

/// <summary>A <c>java.io.File</c>: a path.</summary>
sealed record JavaFile(string Name)
{
    public override string ToString() => Name;
}
