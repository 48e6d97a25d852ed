using System.Buffers.Binary;

namespace Firesteel.Formats.SequenceFile;

/// <summary>
/// An array of byte arrays as Java's serialization writes it (Java Object Serialization Specification, section 6): what
/// Spark's object files of Python's items hold. Nothing else is read, and no class is looked up.
/// </summary>
static class JavaByteArrays
{
    private const byte Null = 0x70, Reference = 0x71, ClassDescription = 0x72, Array = 0x75, EndBlockData = 0x78;
    private const byte Serializable = 0x02;
    private const int FirstHandle = 0x7e0000;

    private static ReadOnlySpan<byte> StreamHead => [0xac, 0xed, 0x00, 0x05];

    // Names with their lengths; the serial version of each class behind it.
    private static ReadOnlySpan<byte> ArrayOfArrays => [0, 3, (byte)'[', (byte)'[', (byte)'B', 0x4b, 0xfd, 0x19, 0x15, 0x67, 0x67, 0xdb, 0x37];
    private static readonly byte[] ArrayOfObjects = [0, 19, .. "[Ljava.lang.Object;"u8, 0x90, 0xce, 0x58, 0x9f, 0x10, 0x73, 0x29, 0x6c];
    private static ReadOnlySpan<byte> ArrayOfBytes => [0, 2, (byte)'[', (byte)'B', 0xac, 0xf3, 0x17, 0xf8, 0x06, 0x08, 0x54, 0xe0];

    // Flags, no fields, no annotation, no class above.
    private static ReadOnlySpan<byte> ClassTail => [Serializable, 0, 0, EndBlockData, Null];

    public static void Write(WritableOutput output, IReadOnlyList<byte[]> arrays)
    {
        output.Bytes(StreamHead);
        WriteClass(output, ArrayOfArrays);
        output.Int32(arrays.Count);
        for (var i = 0; i < arrays.Count; i++)
        {
            if (i == 0) WriteClass(output, ArrayOfBytes);
            else
            {
                // The class of the first array: after that of the outer array and the outer array itself.
                output.Byte(Array);
                output.Byte(Reference);
                output.Int32(FirstHandle + 2);
            }
            output.Int32(arrays[i].Length);
            output.Bytes(arrays[i]);
        }
    }

    /// <exception cref="InvalidDataException">It is anything else.</exception>
    public static List<byte[]> Read(ReadOnlySpan<byte> input)
    {
        if (!input.StartsWith(StreamHead)) throw Foreign();
        input = input[StreamHead.Length..];
        // Handles count classes and arrays together in the order in which they begin; a null stands for a class.
        var handles = new List<byte[]?>();
        if (Take(ref input, 1)[0] != Array || Take(ref input, 1)[0] != ClassDescription || !(TryClass(ref input, ArrayOfArrays) || TryClass(ref input, ArrayOfObjects))) throw Foreign();
        handles.AddRange(null, null);
        var count = Int32(ref input);
        // Each array takes two bytes at least.
        if (count < 0 || count > input.Length) throw Foreign();
        var (arrays, bytesClass) = (new List<byte[]>(count), -1);
        for (var i = 0; i < count; i++)
        {
            switch (Take(ref input, 1)[0])
            {
                case Reference when Handle(ref input) is var handle && handle >= 0 && handle < handles.Count && handles[handle] is { } known:
                    arrays.Add(known);
                    break;
                case Array:
                    RequireBytes(ref input, handles, ref bytesClass);
                    var array = Take(ref input, Int32(ref input)).ToArray();
                    handles.Add(array);
                    arrays.Add(array);
                    break;
                default: throw Foreign();
            }
        }
        return arrays;
    }

    private static void RequireBytes(ref ReadOnlySpan<byte> input, List<byte[]?> handles, ref int bytesClass)
    {
        switch (Take(ref input, 1)[0])
        {
            case ClassDescription when bytesClass < 0 && TryClass(ref input, ArrayOfBytes):
                bytesClass = handles.Count;
                handles.Add(null);
                break;
            case Reference when bytesClass >= 0 && Handle(ref input) == bytesClass: break;
            default: throw Foreign();
        }
    }

    private static void WriteClass(WritableOutput output, ReadOnlySpan<byte> description)
    {
        output.Byte(Array);
        output.Byte(ClassDescription);
        output.Bytes(description);
        output.Bytes(ClassTail);
    }

    private static bool TryClass(ref ReadOnlySpan<byte> input, ReadOnlySpan<byte> description)
    {
        if (!input.StartsWith(description) || !input[description.Length..].StartsWith(ClassTail)) return false;
        input = input[(description.Length + ClassTail.Length)..];
        return true;
    }

    private static int Handle(ref ReadOnlySpan<byte> input) => Int32(ref input) - FirstHandle;
    private static int Int32(ref ReadOnlySpan<byte> input) => BinaryPrimitives.ReadInt32BigEndian(Take(ref input, 4));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> input, int count)
    {
        if (count < 0 || count > input.Length) throw Foreign();
        var taken = input[..count];
        input = input[count..];
        return taken;
    }

    private static InvalidDataException Foreign() => new("an object is not an array of byte arrays as Python's pickled items are saved, and no other objects of Java are read");
}
