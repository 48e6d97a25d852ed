using Firesteel.Formats.Orc.Metadata;

namespace Firesteel.Formats.Orc.Reading;

/// <summary>A stripe that is being read: where its columns' streams lie and how they are encoded.</summary>
sealed class OrcStripe(StripeFooter footer, StripeInformation information, Footer file)
{
    private readonly Dictionary<(int Column, int Kind), OrcStream> _streams = Index(footer);

    public long Rows => information.Rows;
    public string WriterTimeZone => footer.WriterTimeZone;
    public bool IsProleptic => file.IsProleptic;

    public OrcStream? Find(OrcType type, OrcStreamKind kind)
        => _streams.TryGetValue((type.Id, (int)kind), out var stream) ? stream : null;

    public ColumnEncoding Encoding(OrcType type)
        => type.Id < footer.Encodings.Count ? footer.Encodings[type.Id] : throw new OrcFormatException($"Column {type.Id} has no encoding.");

    private static Dictionary<(int, int), OrcStream> Index(StripeFooter footer)
    {
        var result = new Dictionary<(int, int), OrcStream>();
        foreach (var stream in footer.Streams) result[(stream.Column, stream.Kind)] = stream;
        return result;
    }
}
