namespace Firesteel.Formats.Orc.Encodings;

/// <summary>The widths that packed integers may have, and their codes of five bits.</summary>
static class BitWidths
{
    private static readonly byte[] Decoded = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 26, 28, 30, 32, 40, 48, 56, 64];

    public static int Decode(int code) => Decoded[code & 31];

    /// <summary>The least code whose width is at least so many bits.</summary>
    public static int Encode(int bits)
    {
        if (bits <= 24) return Math.Max(bits, 1) - 1;
        for (var code = 24; ; code++)
            if (Decoded[code] >= bits) return code;
    }

    public static int RoundUp(int bits) => bits > 64 ? throw new OrcFormatException($"Packed integers of {bits} bits.") : Decoded[Encode(bits)];
}
