using System.Text;
using Firesteel.Formats.SequenceFile;

namespace Firesteel.Formats.Tests.SequenceFile;

public sealed class JavaByteArraysTests
{
    [Fact]
    public void An_object_of_a_pickle_file_of_sparks_is_read_and_written_to_the_byte()
    {
        using var reader = new SequenceFileReader(new MemoryFile(SparkFiles.Named("pickle")));
        Assert.True(reader.Next());
        var value = reader.Value;
        var java = value.Take(value.Int32()).ToArray();
        var arrays = JavaByteArrays.Read(java);
        Assert.All(arrays, a => Assert.Equal((byte)'.', a[^1]));
        Assert.Equal(java, Written([.. arrays]));
    }

    [Fact]
    public void Arrays_come_back()
    {
        byte[][] arrays = [[], [1], new byte[300], [2, 3]];
        Assert.Equal(arrays, JavaByteArrays.Read(Written(arrays)));
        Assert.Empty(JavaByteArrays.Read(Written([])));
    }

    [Fact]
    public void The_same_array_twice_is_a_reference()
    {
        // The handle of the first array: after the two classes and the outer array.
        var java = Written([[1, 2], [3]])[..^11];
        Assert.Equal([[1, 2], [1, 2]], JavaByteArrays.Read([.. java, 0x71, 0x00, 0x7e, 0x00, 0x03]));
    }

    [Fact]
    public void Any_other_object_is_refused()
    {
        var java = Written([[1, 2], [3]]);
        for (var length = 0; length < java.Length; length++) Assert.Throws<InvalidDataException>(() => JavaByteArrays.Read(java.AsSpan(0, length)));
        byte[] text = [0xac, 0xed, 0x00, 0x05, (byte)'t', 0, 1, (byte)'a'];
        Assert.Throws<InvalidDataException>(() => JavaByteArrays.Read(text));
        var gadget = Encoding.Latin1.GetBytes("\u00ac\u00ed\u0000\u0005sr\u0000\u0011java.util.HashMap");
        Assert.Contains("no other objects of Java", Assert.Throws<InvalidDataException>(() => JavaByteArrays.Read(gadget)).Message);
        // Two arrays become a thousand million.
        var count = java.AsSpan().IndexOf((byte)0x78) + 2;
        java[count] = 0x3f;
        Assert.Throws<InvalidDataException>(() => JavaByteArrays.Read(java));
    }

    private static byte[] Written(byte[][] arrays)
    {
        var output = new WritableOutput();
        JavaByteArrays.Write(output, arrays);
        return output.Written.ToArray();
    }
}
