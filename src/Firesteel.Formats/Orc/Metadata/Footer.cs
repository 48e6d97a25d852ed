namespace Firesteel.Formats.Orc.Metadata;

/// <summary>Where a stripe lies.</summary>
readonly record struct StripeInformation(long Offset, long IndexLength, long DataLength, long FooterLength, long Rows)
{
    public long Length => IndexLength + DataLength + FooterLength;
}

/// <summary>A file's footer: its schema, stripes and statistics.</summary>
sealed class Footer
{
    public required OrcType Schema { get; init; }
    public List<StripeInformation> Stripes { get; } = [];
    public List<OrcStatistics> Statistics { get; } = [];
    public long Rows { get; init; }

    /// <summary>Whether dates and times are of the proleptic Gregorian calendar rather than the Julian one before 1582-10-15.</summary>
    public bool IsProleptic { get; init; }

    /// <summary>Free-form properties.</summary>
    public Dictionary<string, string> Metadata { get; } = [];

    public static Footer Read(ReadOnlySpan<byte> bytes, long fileLength)
    {
        var types = new List<(OrcType, List<ulong>)>();
        var stripes = new List<StripeInformation>();
        var statistics = new List<OrcStatistics>();
        var metadata = new List<(string, string)>();
        var (rows, calendar) = (0L, 0);
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 3: stripes.Add(ReadStripe(reader.Bytes(), fileLength)); break;
                case 4: types.Add(OrcType.Read(reader.Bytes())); break;
                case 5: metadata.Add(ReadItem(reader.Bytes())); break;
                case 6: rows = reader.Length(); break;
                case 7: statistics.Add(OrcStatistics.Read(reader.Bytes())); break;
                case 10: throw new OrcFormatException("The file has encrypted columns.");
                case 11: calendar = reader.Int32(); break;
                default: reader.Skip(); break;
            }
        }
        var footer = new Footer { Schema = OrcType.BuildTree(types), Rows = rows, IsProleptic = calendar == 2 };
        footer.Stripes.AddRange(stripes);
        footer.Statistics.AddRange(statistics);
        foreach (var (key, value) in metadata) footer.Metadata[key] = value;
        return footer;
    }

    private static StripeInformation ReadStripe(ReadOnlySpan<byte> bytes, long fileLength)
    {
        long offset = 0, index = 0, data = 0, footer = 0, rows = 0;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: offset = reader.Length(); break;
                case 2: index = reader.Length(); break;
                case 3: data = reader.Length(); break;
                case 4: footer = reader.Length(); break;
                case 5: rows = reader.Length(); break;
                default: reader.Skip(); break;
            }
        }
        if (offset > fileLength || index > fileLength || data > fileLength || footer > fileLength || offset + index + data + footer > fileLength)
            throw new OrcFormatException("A stripe lies outside of the file.");
        return new StripeInformation(offset, index, data, footer, rows);
    }

    private static (string, string) ReadItem(ReadOnlySpan<byte> bytes)
    {
        var (name, value) = ("", "");
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == 1) name = reader.Text();
            else if (reader.Field == 2) value = reader.Text();
            else reader.Skip();
        }
        return (name, value);
    }
}
