using System.Buffers.Binary;

namespace Firesteel.Python.Rdd;

/// <summary>Files of frames: bytes with their length in front.</summary>
static class FrameFiles
{
    public static List<byte[]> Read(Stream input)
    {
        var frames = new List<byte[]>();
        var length = new byte[4];
        while (input.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) is var count && count > 0)
        {
            if (count < length.Length || BinaryPrimitives.ReadInt32BigEndian(length) is var size && size < 0) throw new InvalidDataException("The file of Python's items is damaged.");
            var frame = new byte[size];
            input.ReadExactly(frame);
            frames.Add(frame);
        }
        return frames;
    }
}
