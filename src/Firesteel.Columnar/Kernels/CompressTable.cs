using System.Runtime.InteropServices;

namespace Firesteel.Columnar.Kernels;

/// <summary>For each byte of pass bits the places of its set bits, eight 16-bit numbers an entry.</summary>
static unsafe class CompressTable
{
    public static readonly ushort* Pointer = Build();

    private static ushort* Build()
    {
        var table = (ushort*)NativeMemory.AlignedAlloc(256 * 8 * sizeof(ushort), 64);
        for (var bits = 0; bits < 256; bits++)
        {
            var at = 0;
            for (var i = 0; i < 8; i++)
                if ((bits >> i & 1) != 0) table[bits * 8 + at++] = (ushort)i;
            while (at < 8) table[bits * 8 + at++] = 0;
        }
        return table;
    }
}
