using System.Reflection;
using System.Runtime.CompilerServices;

namespace Firesteel.Core.Serialization;

/// <summary>Reads the functions that <see cref="ClosureWriter"/> wrote.</summary>
static class ClosureReader
{
    /// <param name="place">Where the graph keeps the function: what it captures may refer to it.</param>
    public static Delegate Read(ObjectInput input, Type type, int place)
    {
        var declaring = input.ReadType();
        if (!KnownTypes.HasFunctions(declaring)) throw new InvalidDataException($"A function of {declaring} may not come from another process");
        var method = MethodNames.Read(input, declaring);
        if (!input.ReadBool())
        {
            var target = input.ReadObject();
            return Bind(input, type, method, target, place);
        }
        var closure = ReadShell(input);
        var made = Bind(input, type, method, closure, place);
        ReadFields(input, closure);
        return made;
    }

    private static Delegate Bind(ObjectInput input, Type type, MethodInfo method, object? target, int place)
    {
        var made = method.IsStatic && target is null ? Delegate.CreateDelegate(type, method) : Delegate.CreateDelegate(type, target, method);
        input.Put(place, made);
        return made;
    }

    private static object ReadShell(ObjectInput input)
    {
        if ((ObjectTag)input.ReadByte() is var tag && tag == ObjectTag.Known) return input.ReadKnown()!;
        if (tag != ObjectTag.Object) throw ObjectInput.Damaged();
        var place = input.Reserve();
        var type = input.ReadType();
        if (!ClosureWriter.IsClosure(type)) throw ObjectInput.Damaged();
        var shell = RuntimeHelpers.GetUninitializedObject(type);
        input.Put(place, shell);
        return shell;
    }

    private static void ReadFields(ObjectInput input, object closure)
    {
        Depth.Check();
        for (var left = input.ReadLength(); left > 0; left--)
        {
            var name = input.ReadText();
            var field = ClosureFields.FieldsOf(closure.GetType()).FirstOrDefault(f => f.Name == name) ?? throw ObjectInput.Damaged();
            if (!input.ReadBool())
            {
                field.SetValue(closure, input.ReadObject());
                continue;
            }
            var inner = ReadShell(input);
            field.SetValue(closure, inner);
            ReadFields(input, inner);
        }
    }
}
