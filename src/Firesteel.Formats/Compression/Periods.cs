using System.Runtime.InteropServices;

namespace Firesteel.Formats.Compression;

/// <summary>Shuffle masks that repeat the first bytes of a register: byte i is i modulo the period.</summary>
static unsafe class Periods
{
    private static readonly byte* Masks = Build();

    /// <summary>The mask of a period from 1 to 16.</summary>
    public static byte* Mask(int period) => Masks + period * 16;

    private static byte* Build()
    {
        var masks = (byte*)NativeMemory.AlignedAlloc(17 * 16, 16);
        for (var period = 0; period <= 16; period++)
            for (var i = 0; i < 16; i++) masks[period * 16 + i] = (byte)(period == 0 ? 0 : i % period);
        return masks;
    }
}
