using Firesteel.Python.Gateway.Java;

namespace Firesteel.Python.Gateway.Binding;

/// <summary>The methods that every object has.</summary>
static class AnyObject
{
    public static JvmMethod? Method(string member) => member switch
    {
        "toString" => (target, _) => JavaText.Of(target),
        "hashCode" => (target, _) => target!.GetHashCode(),
        "equals" => (target, a) => Equals(target, a[0]),
        "getClass" => (target, a) => new JavaClass(a.Gateway.Classes.NameOf(target!)),
        _ => null,
    };
}
