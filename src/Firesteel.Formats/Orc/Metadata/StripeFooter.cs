namespace Firesteel.Formats.Orc.Metadata;

/// <summary>A run of bytes of one column in a stripe.</summary>
readonly record struct OrcStream(int Kind, int Column, long Offset, long Length);

/// <summary>How a column of a stripe is encoded.</summary>
readonly record struct ColumnEncoding(OrcEncoding Kind, long DictionarySize)
{
    public bool IsV2 => Kind is OrcEncoding.DirectV2 or OrcEncoding.DictionaryV2;
    public bool IsDictionary => Kind is OrcEncoding.Dictionary or OrcEncoding.DictionaryV2;
}

/// <summary>What lies where in a stripe.</summary>
sealed class StripeFooter
{
    public List<OrcStream> Streams { get; } = [];
    public List<ColumnEncoding> Encodings { get; } = [];
    public string WriterTimeZone { get; private set; } = "";

    public static StripeFooter Read(ReadOnlySpan<byte> bytes, StripeInformation stripe)
    {
        var footer = new StripeFooter();
        var at = stripe.Offset;
        var end = stripe.Offset + stripe.IndexLength + stripe.DataLength;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    var stream = ReadStream(reader.Bytes(), at);
                    if (stream.Length > end - at) throw new OrcFormatException("A stream lies outside of its stripe.");
                    footer.Streams.Add(stream);
                    at += stream.Length;
                    break;
                case 2: footer.Encodings.Add(ReadEncoding(reader.Bytes())); break;
                case 3: footer.WriterTimeZone = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }
        return footer;
    }

    private static OrcStream ReadStream(ReadOnlySpan<byte> bytes, long offset)
    {
        var (kind, column, length) = (0, 0, 0L);
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: kind = reader.Int32(); break;
                case 2: column = reader.Int32(); break;
                case 3: length = reader.Length(); break;
                default: reader.Skip(); break;
            }
        }
        return new OrcStream(kind, column, offset, length);
    }

    private static ColumnEncoding ReadEncoding(ReadOnlySpan<byte> bytes)
    {
        var (kind, size) = (0, 0L);
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == 1) kind = reader.Int32();
            else if (reader.Field == 2) size = reader.Length();
            else reader.Skip();
        }
        if (kind is < 0 or > (int)OrcEncoding.DictionaryV2) throw new OrcFormatException($"A column has an unknown encoding {kind}.");
        return new ColumnEncoding((OrcEncoding)kind, size);
    }
}
