using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Firesteel.Formats.Orc.Encodings;

/// <summary>Unpacks integers of a fixed number of bits, highest bit first.</summary>
static unsafe class BigEndianBits
{
    /// <summary>Reads up to 8 bytes past the last packed one, which must be there.</summary>
    public static void Unpack(byte* source, int width, long* target, int count)
    {
        switch (width)
        {
            case 8:
                for (var i = 0; i < count; i++) target[i] = source[i];
                return;
            case 16:
                for (var i = 0; i < count; i++) target[i] = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ushort>(source + 2 * i));
                return;
            case 32:
                for (var i = 0; i < count; i++) target[i] = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(source + 4 * i));
                return;
            case 64:
                for (var i = 0; i < count; i++) target[i] = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<long>(source + 8 * i));
                return;
        }
        // No other width is over 56, so that a value and the bits before it fit in eight bytes.
        var drop = 64 - width;
        nint bit = 0;
        for (var i = 0; i < count; i++)
        {
            var word = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(source + (bit >> 3)));
            target[i] = (long)(word << (int)(bit & 7) >> drop);
            bit += width;
        }
    }

    public static int Bytes(int width, int count) => (int)(((long)width * count + 7) >> 3);
}
