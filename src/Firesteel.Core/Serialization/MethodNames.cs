using System.Reflection;

namespace Firesteel.Core.Serialization;

/// <summary>Methods as bytes: the name, and the signature where several have it.</summary>
static class MethodNames
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static void Write(ObjectOutput output, MethodInfo method)
    {
        output.WriteText(method.Name);
        output.WriteText(Signature(method));
        var arguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        output.WriteCount((uint)arguments.Length);
        foreach (var argument in arguments) output.WriteType(argument);
    }

    public static MethodInfo Read(ObjectInput input, Type declaring)
    {
        var (name, signature) = (input.ReadText(), input.ReadText());
        var arguments = new Type[input.ReadLength()];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = input.ReadType();
        var method = declaring.GetMethods(Own).FirstOrDefault(m => m.Name == name && m.GetGenericArguments().Length == arguments.Length && Signature(m) == signature)
            ?? throw new InvalidDataException($"{declaring} has no method {name} here");
        return arguments.Length == 0 ? method : method.MakeGenericMethod(arguments);
    }

    private static string Signature(MethodInfo method) => (method.IsGenericMethod ? method.GetGenericMethodDefinition() : method).ToString()!;
}
