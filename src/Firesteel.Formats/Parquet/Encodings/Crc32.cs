namespace Firesteel.Formats.Parquet.Encodings;

/// <summary>The CRC-32 of gzip and of Parquet's pages, eight bytes at a time.</summary>
static class Crc32
{
    private static readonly uint[] Tables = Build();

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var crc = ~0u;
        var tables = Tables;
        while (data.Length >= 8)
        {
            var low = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            var high = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = tables[7 * 256 + (byte)low] ^ tables[6 * 256 + (byte)(low >> 8)] ^ tables[5 * 256 + (byte)(low >> 16)] ^ tables[4 * 256 + (low >> 24)]
                ^ tables[3 * 256 + (byte)high] ^ tables[2 * 256 + (byte)(high >> 8)] ^ tables[256 + (byte)(high >> 16)] ^ tables[high >> 24];
            data = data[8..];
        }
        foreach (var b in data) crc = tables[(byte)(crc ^ b)] ^ crc >> 8;
        return ~crc;
    }

    private static uint[] Build()
    {
        var tables = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320u : value >> 1;
            tables[i] = value;
        }
        for (var table = 1; table < 8; table++)
            for (var i = 0; i < 256; i++)
            {
                var previous = tables[(table - 1) * 256 + i];
                tables[table * 256 + i] = previous >> 8 ^ tables[(byte)previous];
            }
        return tables;
    }
}
