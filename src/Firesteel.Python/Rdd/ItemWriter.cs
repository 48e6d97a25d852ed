using Firesteel.Sql.Execution.Python;

namespace Firesteel.Python.Rdd;

/// <summary>
/// How items of an RDD are framed for Python: bytes and text with their length, a pair as its two halves, one after the
/// other. The deserializer that Python has for the RDD knows the rest.
/// </summary>
abstract class ItemWriter<T>
{
    public static ItemWriter<T> Instance { get; } = (ItemWriter<T>)ItemWriters.Create(typeof(T));

    public abstract void Write(PythonWriter output, T item);
}

/// <summary>Finds the writer of a type of items.</summary>
static class ItemWriters
{
    public static object Create(Type type)
    {
        if (type == typeof(byte[])) return new BytesWriter();
        if (type == typeof(string)) return new TextWriter();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTuple<,>))
            return Activator.CreateInstance(typeof(PairWriter<,>).MakeGenericType(type.GetGenericArguments()))!;
        throw SparkException.WithoutCondition($"Items of the type {type.Name} cannot be passed to Python.");
    }

    private sealed class BytesWriter : ItemWriter<byte[]?>
    {
        public override void Write(PythonWriter output, byte[]? item)
        {
            if (item is null) output.WriteInt(Workers.SpecialLength.Null);
            else output.WriteBytes(item);
        }
    }

    private sealed class TextWriter : ItemWriter<string?>
    {
        public override void Write(PythonWriter output, string? item)
        {
            if (item is null) output.WriteInt(Workers.SpecialLength.Null);
            else output.WriteUtf8(item);
        }
    }

    private sealed class PairWriter<TFirst, TSecond> : ItemWriter<(TFirst, TSecond)>
    {
        public override void Write(PythonWriter output, (TFirst, TSecond) item)
        {
            ItemWriter<TFirst>.Instance.Write(output, item.Item1);
            ItemWriter<TSecond>.Instance.Write(output, item.Item2);
        }
    }
}
