namespace Firesteel.Formats.Orc.Metadata;

/// <summary>The last bytes of a file: how long its footer is and how everything is compressed.</summary>
sealed class PostScript
{
    public const string MagicText = "ORC";

    /// <summary>Lengths of chunks have 23 bits.</summary>
    public const int LargestBlock = (1 << 23) - 1;

    public long FooterLength { get; init; }
    public long MetadataLength { get; init; }
    public OrcCompression Compression { get; init; }
    public int BlockSize { get; init; }

    public static PostScript Read(ReadOnlySpan<byte> bytes)
    {
        long footer = 0, metadata = 0, block = 256 << 10;
        var compression = 0;
        var magic = "";
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: footer = reader.Length(); break;
                case 2: compression = reader.Int32(); break;
                case 3: block = reader.Length(); break;
                case 5: metadata = reader.Length(); break;
                case 8000: magic = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }
        if (magic != MagicText) throw new OrcFormatException("The file does not end as an ORC file does.");
        if (compression is < 0 or > (int)OrcCompression.Brotli) throw new OrcFormatException($"The file names an unknown compression {compression}.");
        if (compression != 0 && block is <= 0 or > LargestBlock) throw new OrcFormatException($"The file's compression blocks are {block} bytes long.");
        return new PostScript { FooterLength = footer, MetadataLength = metadata, Compression = (OrcCompression)compression, BlockSize = (int)Math.Min(block, LargestBlock) };
    }

    public byte[] Write()
        => new ProtoWriter().Length(1, FooterLength).Unsigned(2, (ulong)Compression).Length(3, BlockSize).Packed(4, [0, 12])
            .Length(5, MetadataLength).Unsigned(6, WriterVersion).Text(8000, MagicText).Written.ToArray();

    /// <summary>The level of fixes that readers may rely on: the one at which text bounds and timestamps in UTC are right.</summary>
    private const ulong WriterVersion = 9;
}
