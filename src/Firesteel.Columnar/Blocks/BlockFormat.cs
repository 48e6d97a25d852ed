namespace Firesteel.Columnar.Blocks;

/// <summary>
/// The form in which rows leave memory: for shuffles between processes, spilled state and caches. Little-endian and without addresses.
/// <list type="bullet">
/// <item>Header, 24 bytes: magic, version (2 bytes), columns (2 bytes), rows, length of the body, CRC-32C of the other fields and the body.</item>
/// <item>A column: physical type and whether it has nulls (8 bytes with padding), a null byte a row where it has, then its values.</item>
/// <item>Fixed-size values lie as in vectors. Strings: a length a row, then all bytes. Lists: a length a row, the number of entries, then the
/// children as columns. Structs: the children as columns. Every part starts at a multiple of 8 bytes.</item>
/// </list>
/// </summary>
static unsafe class BlockFormat
{
    public const uint Magic = 0x314B4246;
    public const ushort Version = 1;
    public const int HeaderSize = 24;

    /// <summary>The largest body: what a corrupt length cannot go beyond.</summary>
    public const int MostBytes = 1 << 30;

    public static int Align(int offset) => (offset + 7) & ~7;

    /// <summary>CRC-32C of a header without its last field, and of the body.</summary>
    public static uint Checksum(byte* block, int bodyLength)
    {
        var crc = Crc32C.Append(uint.MaxValue, new(block, HeaderSize - 8));
        return ~Crc32C.Append(crc, new(block + HeaderSize, bodyLength));
    }

    /// <summary>The condition of what damaged bytes lead to.</summary>
    public const string Damaged = "INTERNAL_ERROR_STORAGE";

    public static SparkException Corrupt(string what) => new(Damaged, new Dictionary<string, string> { ["message"] = $"A block is damaged: {what}" });
}
