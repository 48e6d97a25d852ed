namespace Firesteel.Python.Gateway.Binding;

/// <summary>The one instance of a Scala object, <c>X$.MODULE$</c>: the static members of its class are its methods.</summary>
sealed record ScalaModule(JvmClass Class) : INamedJavaObject
{
    public string ClassName => Class.Name + "$";
}

/// <summary>An object that says itself what class it is of.</summary>
interface INamedJavaObject
{
    string ClassName { get; }
}
