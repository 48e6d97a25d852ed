using System.Collections.Concurrent;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Firesteel.Core.Serialization;

/// <summary>How values of one type become bytes and come back.</summary>
abstract class Codec
{
    private static readonly ConcurrentDictionary<Type, Codec> Known = new();

    /// <summary>Whether objects of the type have an identity that a graph keeps.</summary>
    public abstract bool IsReference { get; }

    /// <summary>Writes a value that is of exactly this type, and no reference to one.</summary>
    public abstract void WriteBoxed(ObjectOutput output, object value);

    public abstract object ReadBoxed(ObjectInput input);

    /// <summary>The codec of values that are of exactly this type.</summary>
    public static Codec Of(Type type) => Known.TryGetValue(type, out var codec) ? codec : Known.GetOrAdd(type, CodecFactory.Create(type));
}

/// <inheritdoc cref="Codec"/>
abstract class Codec<T> : Codec
{
    /// <summary>The codec of a place that is declared to be a <typeparamref name="T"/>: what it holds may be null, or of a type derived from it.</summary>
    /// <exception cref="TaskNotSerializableException">No such value can cross; thrown each time, so that each path to one is told.</exception>
    public static Codec<T> Declared => _declared ??= CodecFactory.CreateDeclared<T>();

    private static Codec<T>? _declared;

    public abstract void Write(ObjectOutput output, T value);

    public abstract T Read(ObjectInput input);

    public override bool IsReference => false;
    public override void WriteBoxed(ObjectOutput output, object value) => Write(output, (T)value);
    public override object ReadBoxed(ObjectInput input) => Read(input)!;
}

/// <summary>Objects that a graph may hold several times: each is written once.</summary>
abstract class ReferenceCodec<T> : Codec<T> where T : class
{
    public override bool IsReference => true;

    /// <summary>Writes what <see cref="Allocate"/> needs, then the rest.</summary>
    protected abstract void WriteNew(ObjectOutput output, T value);

    /// <summary>An object that parts of the graph below it may refer to already.</summary>
    protected abstract T Allocate(ObjectInput input);

    protected abstract void Fill(ObjectInput input, T value);

    public sealed override void Write(ObjectOutput output, T value)
    {
        if (value is null)
        {
            output.WriteByte((byte)ObjectTag.Null);
            return;
        }
        if (output.TryWriteKnown(value)) return;
        output.WriteByte((byte)ObjectTag.Object);
        WriteBoxed(output, value);
    }

    public sealed override T Read(ObjectInput input) => (ObjectTag)input.ReadByte() switch
    {
        ObjectTag.Null => null!,
        ObjectTag.Known => (T)input.ReadKnown()!,
        ObjectTag.Object => (T)ReadBoxed(input),
        _ => throw ObjectInput.Damaged(),
    };

    public sealed override void WriteBoxed(ObjectOutput output, object value)
    {
        Depth.Check();
        WriteNew(output, (T)value);
    }

    public override object ReadBoxed(ObjectInput input)
    {
        Depth.Check();
        var place = input.Reserve();
        var value = Allocate(input);
        input.Put(place, value);
        Fill(input, value);
        return value;
    }
}

/// <summary>A place whose type does not say what exactly it holds.</summary>
sealed class PolymorphicCodec<T> : Codec<T>
{
    public override void Write(ObjectOutput output, T value) => output.WriteObject(value);
    public override T Read(ObjectInput input) => (T)input.ReadObject()!;
}

/// <summary>Makes codecs for types.</summary>
static class CodecFactory
{
    public static Codec<T> CreateDeclared<T>()
    {
        var type = typeof(T);
        if (type.IsValueType) return (Codec<T>)Codec.Of(type);
        if (type == typeof(string) || (type.IsSZArray && type.GetElementType() is { } element && (element.IsValueType || element.IsSealed)) || IsFinal(type)) return (Codec<T>)Codec.Of(type);
        return new PolymorphicCodec<T>();
    }

    public static Codec Create(Type type)
    {
        if (BasicCodecs.Find(type) is { } basic) return basic;
        if (type.IsEnum) return New(typeof(EnumCodec<>), type);
        if (typeof(Delegate).IsAssignableFrom(type)) return new DelegateCodec(type);
        if (type.IsArray) return type.IsSZArray ? ArrayCodec(type.GetElementType()!) : new CubeCodec(type);
        if (type.IsConstructedGenericType && Generic(type) is { } generic) return generic;
        if (typeof(Type).IsAssignableFrom(type)) return new TypeCodec();
        if (typeof(Types.DataType).IsAssignableFrom(type)) return new DataTypeCodec();
        Refuse(type);
        return type.IsValueType ? New(typeof(StructCodec<>), type) : New(typeof(FieldsCodec<>), type);
    }

    // A sealed class is what its declaration says, unless it becomes something else on its way.
    private static bool IsFinal(Type type) =>
        type.IsSealed && !type.IsArray && !typeof(Delegate).IsAssignableFrom(type) && !typeof(ITraveller).IsAssignableFrom(type) && !typeof(IArrival).IsAssignableFrom(type) && !typeof(IDriverOnly).IsAssignableFrom(type) && !typeof(Type).IsAssignableFrom(type) && !typeof(Types.DataType).IsAssignableFrom(type);

    private static Codec? Generic(Type type)
    {
        var (open, arguments) = (type.GetGenericTypeDefinition(), type.GenericTypeArguments);
        if (open == typeof(Nullable<>)) return New(typeof(NullableCodec<>), arguments);
        if (open == typeof(KeyValuePair<,>)) return New(typeof(PairCodec<,>), arguments);
        if (open == typeof(ValueTuple<>)) return New(typeof(TupleCodec<>), arguments);
        if (open == typeof(ValueTuple<,>)) return New(typeof(TupleCodec<,>), arguments);
        if (open == typeof(ValueTuple<,,>)) return New(typeof(TupleCodec<,,>), arguments);
        if (open == typeof(ValueTuple<,,,>)) return New(typeof(TupleCodec<,,,>), arguments);
        if (open == typeof(List<>)) return New(typeof(ListCodec<>), arguments);
        if (open == typeof(Dictionary<,>)) return New(typeof(DictionaryCodec<,>), arguments);
        if (open == typeof(HashSet<>)) return New(typeof(SetCodec<>), arguments);
        return null;
    }

    private static Codec ArrayCodec(Type element) =>
        New(element.IsPrimitive || element == typeof(decimal) || element == typeof(Int128) ? typeof(RawArrayCodec<>) : typeof(ArrayCodec<>), element);

    private static Codec New(Type open, params Type[] arguments) =>
        (Codec)Activator.CreateInstance(open.MakeGenericType(arguments), BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DoNotWrapExceptions, null, null, null)!;

    // Named at once, so that what a task cannot take with it is told by its path.
    private static void Refuse(Type type)
    {
        if (typeof(IDriverOnly).IsAssignableFrom(type)) throw new TaskNotSerializableException($"a {KnownTypes.Display(type)}, which belongs to the driver");
        if (type.IsPointer || type.IsByRefLike || (!KnownTypes.IsProgram(type.Assembly) && !KnownTypes.MayTravel(type))) throw new TaskNotSerializableException($"a {KnownTypes.Display(type)}");
    }
}
