using Firesteel.Core.Serialization;

namespace Firesteel.Core.Storage;

/// <summary>Items one after the other, each a graph of its own.</summary>
static class ItemBlocks
{
    public static byte[] Write<T>(IEnumerable<T> items)
    {
        var output = new ObjectOutput();
        Write(items, output);
        return output.ToArray();
    }

    public static void Write<T>(IEnumerable<T> items, ObjectOutput output)
    {
        var codec = Codec<T>.Declared;
        foreach (var item in items) Write(item, codec, output);
    }

    public static void Write<T>(T item, Codec<T> codec, ObjectOutput output)
    {
        codec.Write(output, item);
        output.WriteByte(1);
        output.EndGraph();
    }

    public static IEnumerable<T> Read<T>(ReadOnlyMemory<byte> bytes) => Read<T>(new ObjectInput(bytes));

    public static IEnumerable<T> Read<T>(ObjectInput input)
    {
        var codec = Codec<T>.Declared;
        while (!input.IsAtEnd)
        {
            var item = codec.Read(input);
            // An item may take no byte of its own; its end does.
            if (input.ReadByte() != 1) throw ObjectInput.Damaged();
            input.EndGraph();
            yield return item;
        }
    }
}
