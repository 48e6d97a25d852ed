namespace Firesteel.Formats.SequenceFile;

/// <summary>What stands at the front of a sequence file.</summary>
/// <param name="Codec">The codec's class, where records or blocks are compressed.</param>
/// <param name="Sync">The 16 bytes by which readers find their place in the file.</param>
sealed record SequenceFileHeader(string KeyClass, string ValueClass, bool Blocks, string? Codec, IReadOnlyList<KeyValuePair<string, string>> Metadata, byte[] Sync)
{
    public const int SyncLength = 16;

    /// <summary>What stands in front of a sync marker, where a record would have its length.</summary>
    public const int SyncEscape = -1;

    private const byte Version = 6, OldestVersion = 4, CodecVersion = 5;

    private const int LongestText = 1 << 20, MostMetadata = 1 << 16;

    private const string DefaultCodec = "org.apache.hadoop.io.compress.DefaultCodec";

    private static ReadOnlySpan<byte> Magic => "SEQ"u8;

    /// <summary>Reads the header of a file of any version from 4 on.</summary>
    /// <exception cref="InvalidDataException">The file has none.</exception>
    public static SequenceFileHeader Read(ForwardFile file)
    {
        if (file.Left < 4 || !file.Take(3).SequenceEqual(Magic)) throw new InvalidDataException($"{file.Path} not a SequenceFile");
        var version = file.Byte();
        if (version is < OldestVersion or > Version) throw new InvalidDataException($"{file.Path} is a SequenceFile of version {version}, which is not supported");
        var (key, value) = (file.Text(LongestText), file.Text(LongestText));
        var (compressed, blocks) = (file.Byte() != 0, file.Byte() != 0);
        var codec = !compressed ? null : version >= CodecVersion ? file.Text(LongestText) : DefaultCodec;
        var metadata = new List<KeyValuePair<string, string>>();
        if (version == Version)
        {
            var count = file.Int32();
            if (count is < 0 or > MostMetadata) throw file.Damaged("it has no sensible number of metadata");
            for (var i = 0; i < count; i++) metadata.Add(new(file.Text(LongestText), file.Text(LongestText)));
        }
        return new SequenceFileHeader(key, value, blocks, codec, metadata, file.Take(SyncLength).ToArray());
    }

    public void Write(WritableOutput output)
    {
        output.Bytes(Magic);
        output.Byte(Version);
        output.Text(KeyClass);
        output.Text(ValueClass);
        output.Byte((byte)(Codec is null ? 0 : 1));
        output.Byte((byte)(Blocks ? 1 : 0));
        if (Codec is not null) output.Text(Codec);
        output.Int32(Metadata.Count);
        foreach (var (name, text) in Metadata)
        {
            output.Text(name);
            output.Text(text);
        }
        output.Bytes(Sync);
    }
}
