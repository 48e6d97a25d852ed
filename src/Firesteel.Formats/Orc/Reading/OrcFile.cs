using System.Buffers.Binary;
using Firesteel.Columnar.Memory;
using Firesteel.Formats.Orc.Compression;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Foundation.FileSystems;
using Firesteel.Types;

namespace Firesteel.Formats.Orc.Reading;

/// <summary>An open ORC file: its footer, parsed once, which any number of readers may share. Thread-safe.</summary>
sealed class OrcFile : IDisposable
{
    private const int TailSize = 16 << 10;
    // Footers are small; one that decompresses to more is meant to exhaust memory.
    private const int LargestFooter = 256 << 20;
    private readonly Lazy<List<List<OrcStatistics>>> _stripeStatistics;
    private readonly Lazy<StructType> _schema;

    private OrcFile(IRandomAccessFile file, PostScript? postScript, Footer? footer, long metadataOffset)
    {
        File = file;
        PostScript = postScript ?? new PostScript();
        Footer = footer ?? new Footer { Schema = new OrcType { Kind = OrcKind.Struct } };
        Codec = OrcCodec.Get(PostScript.Compression);
        _stripeStatistics = new(() => PostScript.MetadataLength == 0 ? [] : OrcStatistics.ReadStripes(ReadMessage(metadataOffset, PostScript.MetadataLength)));
        _schema = new(() => OrcSchema.ToStruct(Footer.Schema));
    }

    public IRandomAccessFile File { get; }
    public string Path => File.Path;
    public PostScript PostScript { get; }
    public Footer Footer { get; }
    public OrcCodec? Codec { get; }

    /// <summary>Whether names of columns are places (<c>_col0</c>) rather than names.</summary>
    public bool HasPlaceNames => Footer.Schema.FieldNames.Count > 0 && Footer.Schema.FieldNames.TrueForAll(n => n.StartsWith(OrcSchema.PlaceName, StringComparison.Ordinal));

    /// <exception cref="SparkException">FAILED_READ_FILE.NO_HINT: some type has no Spark type.</exception>
    public StructType Schema
    {
        get
        {
            try
            {
                return _schema.Value;
            }
            catch (OrcFormatException e)
            {
                throw OrcErrors.Corrupt(Path, e);
            }
        }
    }

    /// <summary>Statistics of a stripe's columns; empty where the writer left none.</summary>
    public IReadOnlyList<OrcStatistics> StripeStatistics(int stripe) => stripe < _stripeStatistics.Value.Count ? _stripeStatistics.Value[stripe] : [];

    /// <summary>Reads the footer. The result owns the file. A file without any bytes has no rows and no columns.</summary>
    /// <exception cref="SparkException">FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER where it is not an ORC file.</exception>
    public static OrcFile Open(IRandomAccessFile file)
    {
        try
        {
            if (file.Length == 0) return new OrcFile(file, null, null, 0);
            var tail = new byte[Math.Min(file.Length, TailSize)];
            file.Read(file.Length - tail.Length, tail);
            int length = tail[^1];
            if (length + 1 > tail.Length) throw new OrcFormatException($"{file.Length} bytes are too few for an ORC file.");
            var postScript = PostScript.Read(tail.AsSpan(tail.Length - 1 - length, length));
            var footerEnd = file.Length - 1 - length;
            if (postScript.FooterLength > footerEnd || postScript.MetadataLength > footerEnd - postScript.FooterLength) throw new OrcFormatException("The footer is longer than the file.");
            var footerOffset = footerEnd - postScript.FooterLength;
            var bare = new OrcFile(file, postScript, null, 0);
            var footer = Footer.Read(bare.ReadMessage(footerOffset, postScript.FooterLength), file.Length);
            if (footer.Schema.Kind != OrcKind.Struct) throw new OrcFormatException("The file's rows are no structs.");
            return new OrcFile(file, postScript, footer, footerOffset - postScript.MetadataLength);
        }
        catch (OrcFormatException e)
        {
            throw new SparkException("FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER", new Dictionary<string, string> { ["path"] = file.Path }, cause: e);
        }
    }

    /// <summary>Stripes that start in the byte range, as Spark splits files.</summary>
    public List<int> StripesIn(long start, long end)
    {
        var result = new List<int>();
        for (var i = 0; i < Footer.Stripes.Count; i++)
            if (Footer.Stripes[i].Offset >= start && Footer.Stripes[i].Offset < end) result.Add(i);
        return result;
    }

    public StripeFooter ReadStripeFooter(StripeInformation stripe)
        => StripeFooter.Read(ReadMessage(stripe.Offset + stripe.IndexLength + stripe.DataLength, stripe.FooterLength), stripe);

    public void Dispose() => File.Dispose();

    private unsafe byte[] ReadMessage(long offset, long length)
    {
        using var memory = new MemoryAllocator(MemoryManager.Process, "ORC metadata");
        using var input = new OrcInput(File, Codec, PostScript.BlockSize, memory);
        input.Start(new OrcStream(0, 0, offset, length));
        var result = new MemoryStream();
        for (input.Want(1); input.Ready > 0; input.Want(1))
        {
            if (result.Length + input.Ready > LargestFooter) throw new OrcFormatException("The file's metadata are too long.");
            result.Write(new ReadOnlySpan<byte>(input.Next, input.Ready));
            input.Advance(input.Ready);
        }
        return result.ToArray();
    }
}
