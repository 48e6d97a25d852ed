using System.Reflection;

namespace Firesteel.Core.Serialization;

/// <summary>Types as bytes: an assembly's simple name and a full name, parts of generic types and arrays by themselves.</summary>
static class TypeNames
{
    private enum Kind : byte { Plain, Generic, Array }

    public static void Write(ObjectOutput output, Type type)
    {
        if (type.IsArray)
        {
            output.WriteByte((byte)Kind.Array);
            output.WriteByte((byte)(type.IsSZArray ? 0 : type.GetArrayRank()));
            Write(output, type.GetElementType()!);
        }
        else if (type.IsConstructedGenericType)
        {
            output.WriteByte((byte)Kind.Generic);
            WritePlain(output, type.GetGenericTypeDefinition());
            foreach (var argument in type.GenericTypeArguments) Write(output, argument);
        }
        else
        {
            output.WriteByte((byte)Kind.Plain);
            WritePlain(output, type);
        }
    }

    public static Type Read(ObjectInput input)
    {
        Depth.Check();
        switch ((Kind)input.ReadByte())
        {
            case Kind.Plain: return ReadPlain(input);
            case Kind.Generic:
                var open = ReadPlain(input);
                if (!open.IsGenericTypeDefinition) throw ObjectInput.Damaged();
                var arguments = new Type[open.GetGenericArguments().Length];
                for (var i = 0; i < arguments.Length; i++) arguments[i] = Read(input);
                return open.MakeGenericType(arguments);
            case Kind.Array:
                var rank = input.ReadByte();
                var element = Read(input);
                return rank == 0 ? element.MakeArrayType() : element.MakeArrayType(rank);
            default: throw ObjectInput.Damaged();
        }
    }

    private static void WritePlain(ObjectOutput output, Type type)
    {
        var assembly = type.Assembly;
        if (type.FullName is not { } name) throw new TaskNotSerializableException($"the open type {type}");
        if (KnownTypes.IsProgram(assembly)) output.Assemblies.Add(assembly);
        else if (!KnownTypes.MayTravel(type)) throw new TaskNotSerializableException($"a {KnownTypes.Display(type)}");
        output.WriteText(assembly.GetName().Name);
        output.WriteText(name);
    }

    private static Type ReadPlain(ObjectInput input)
    {
        var (assembly, name) = (input.ReadText() ?? throw ObjectInput.Damaged(), input.ReadText() ?? throw ObjectInput.Damaged());
        return input.Types.Resolve(assembly, name);
    }
}
