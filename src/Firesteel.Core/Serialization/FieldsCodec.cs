using System.Reflection;
using System.Runtime.CompilerServices;

namespace Firesteel.Core.Serialization;

/// <summary>The fields of a type and of those that it derives from, but for those marked as not serialised.</summary>
sealed class FieldShape
{
    private readonly (FieldInfo Field, FieldCodec Codec)[] _fields;

    private FieldShape(Type type)
    {
        var fields = new List<FieldInfo>();
        for (var at = type; at is not null && at != typeof(object) && at != typeof(ValueType); at = at.BaseType)
            fields.InsertRange(0, at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).OrderBy(f => f.MetadataToken));
        _fields = [.. fields.Where(f => !IsTransient(f)).Select(f => (f, FieldCodec.For(f)))];
    }

    public static FieldShape Of(Type type) => Cache.Shapes.GetValue(type, static t => new FieldShape(t));

    public void Write(ObjectOutput output, object value)
    {
        foreach (var (field, codec) in _fields)
        {
            try
            {
                codec.Write(output, field.GetValue(value));
            }
            catch (TaskNotSerializableException e)
            {
                throw e.In($"field '{Name(field)}' of {KnownTypes.Display(field.DeclaringType!)}", field.DeclaringType);
            }
        }
    }

    public void Read(ObjectInput input, object value)
    {
        foreach (var (field, codec) in _fields) field.SetValue(value, codec.Read(input));
    }

    /// <summary>A field's name as the program has it: a property's behind the compiler's own.</summary>
    public static string Name(FieldInfo field) => field.Name.StartsWith('<') && field.Name.IndexOf('>') is > 1 and var end ? field.Name[1..end] : field.Name;

#pragma warning disable SYSLIB0050 // The mark is what says that a field stays behind; nothing else of that machinery is used.
    private static bool IsTransient(FieldInfo field) => field.IsNotSerialized;
#pragma warning restore SYSLIB0050

    private static class Cache
    {
        public static readonly ConditionalWeakTable<Type, FieldShape> Shapes = [];
    }
}

/// <summary>A field's value, boxed.</summary>
abstract class FieldCodec
{
    public abstract void Write(ObjectOutput output, object? value);
    public abstract object? Read(ObjectInput input);

    public static FieldCodec For(FieldInfo field)
    {
        if (field.FieldType.IsPointer || field.FieldType.IsByRef) throw new TaskNotSerializableException($"a pointer").In($"field '{FieldShape.Name(field)}' of {KnownTypes.Display(field.DeclaringType!)}");
        return (FieldCodec)Activator.CreateInstance(typeof(FieldCodec<>).MakeGenericType(field.FieldType))!;
    }
}

/// <inheritdoc cref="FieldCodec"/>
sealed class FieldCodec<T> : FieldCodec
{
    private Codec<T>? _codec;
    private Codec<T> Codec => _codec ??= Codec<T>.Declared;

    public override void Write(ObjectOutput output, object? value) => Codec.Write(output, (T)value!);
    public override object? Read(ObjectInput input) => Codec.Read(input);
}

/// <summary>Objects of a class, field by field, without running a constructor.</summary>
sealed class FieldsCodec<T> : ReferenceCodec<T> where T : class
{
    private readonly FieldShape _shape = FieldShape.Of(typeof(T));

    protected override void WriteNew(ObjectOutput output, T value) => _shape.Write(output, value);
    protected override T Allocate(ObjectInput input) => (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
    protected override void Fill(ObjectInput input, T value) => _shape.Read(input, value);
}

/// <summary>Structures, field by field.</summary>
sealed class StructCodec<T> : Codec<T> where T : struct
{
    private readonly FieldShape _shape = FieldShape.Of(typeof(T));

    public override void Write(ObjectOutput output, T value) => _shape.Write(output, value);

    public override T Read(ObjectInput input)
    {
        object value = default(T);
        _shape.Read(input, value);
        return (T)value;
    }
}
