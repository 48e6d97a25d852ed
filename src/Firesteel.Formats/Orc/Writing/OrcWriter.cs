using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Buffers;
using Firesteel.Formats.Orc.Compression;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Formats.Parquet.Writing;
using Firesteel.Types;

namespace Firesteel.Formats.Orc.Writing;

/// <summary>
/// Writes batches as an ORC file. Stripes stay in memory until they end. The sink is written front to back and is the caller's to close;
/// without <see cref="Close"/> the file has no footer. There are statistics of stripes and of the file, and no row indexes, as the footer says.
/// </summary>
sealed unsafe class OrcWriter : IBatchWriter
{
    // The size of a stripe is looked at between slices.
    private const int SliceRows = 4096;
    private const string SparkVersionKey = "org.apache.spark.version";
    // Readers of Spark take dates and times as rebased to the hybrid calendar where they find one of its versions.
    private const string SparkVersion = "4.3.0";
    private const ulong JulianGregorian = 1;

    private readonly CountingStream _output;
    private readonly OrcWriteOptions _options;
    private readonly OrcCodec? _codec;
    private readonly MemoryAllocator _allocator;
    private readonly OrcType _schema;
    private readonly OrcColumnWriter[] _columns;
    private readonly List<StripeInformation> _stripes = [];
    private readonly List<List<OrcStatistics>> _statistics = [];
    private readonly int[] _rows = new int[SliceRows];
    private long _stripeRows;

    /// <exception cref="AnalysisException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE where ORC has no form of a type.</exception>
    public OrcWriter(Stream sink, StructType schema, OrcWriteOptions options, MemoryAllocator allocator)
    {
        (_output, _options, _allocator) = (new CountingStream(sink), options, allocator);
        _codec = OrcCodec.Get(options.Compression);
        _schema = OrcSchema.ToOrc(schema);
        var context = new OrcWriteContext(options, _codec, allocator);
        _columns = [.. _schema.Children.Select(c => OrcColumnWriters.Create(c, context))];
        _output.Write("ORC"u8);
    }

    public long RowsWritten { get; private set; }

    public void Write(ColumnarBatch batch)
    {
        for (var from = 0; from < batch.SelectedCount; from += SliceRows)
        {
            var count = Math.Min(SliceRows, batch.SelectedCount - from);
            for (var i = 0; i < count; i++) _rows[i] = batch.Selection[from + i];
            for (var i = 0; i < _columns.Length; i++) _columns[i].Add(batch.Columns[i], _rows.AsSpan(0, count));
            _stripeRows += count;
            RowsWritten += count;
            if (_columns.Sum(c => c.BufferedBytes) >= _options.StripeBytes) FlushStripe();
        }
    }

    public void Close()
    {
        FlushStripe();
        var contentLength = _output.Position;
        var metadata = new ProtoWriter();
        foreach (var stripe in _statistics)
        {
            var part = new ProtoWriter();
            foreach (var column in stripe) part.Message(1, column.Write());
            metadata.Message(1, part);
        }
        var metadataLength = WriteCompressed(metadata.Written);
        var footerLength = WriteCompressed(Footer(contentLength).Written);
        var postScript = new PostScript
        {
            FooterLength = footerLength, MetadataLength = metadataLength, Compression = _options.Compression, BlockSize = _options.BlockSize,
        }.Write();
        _output.Write(postScript);
        _output.Write([(byte)postScript.Length]);
        _output.Flush();
    }

    public void Dispose()
    {
        foreach (var column in _columns) column.Dispose();
    }

    private void FlushStripe()
    {
        if (_stripeRows == 0) return;
        var start = _output.Position;
        var streams = new List<(int Column, OrcStreamKind Kind, GrowingBuffer Bytes)>();
        var encodings = new List<ColumnEncoding> { new(OrcEncoding.Direct, 0) };
        var statistics = new List<OrcStatistics> { new() { Values = _stripeRows } };
        foreach (var column in _columns) column.Finish(streams, encodings, statistics);
        var footer = new ProtoWriter();
        foreach (var (column, kind, bytes) in streams)
        {
            footer.Message(1, new ProtoWriter().Unsigned(1, (ulong)kind).Unsigned(2, (ulong)column).Length(3, bytes.Length));
            _output.Write(bytes);
        }
        foreach (var encoding in encodings)
        {
            var part = new ProtoWriter().Unsigned(1, (ulong)encoding.Kind);
            if (encoding.IsDictionary) part.Length(2, encoding.DictionarySize);
            footer.Message(2, part);
        }
        footer.Text(3, _options.TimeZone);
        var dataLength = _output.Position - start;
        var footerLength = WriteCompressed(footer.Written);
        _stripes.Add(new StripeInformation(start, 0, dataLength, footerLength, _stripeRows));
        _statistics.Add(statistics);
        foreach (var column in _columns) column.Clear();
        _stripeRows = 0;
    }

    private ProtoWriter Footer(long contentLength)
    {
        var footer = new ProtoWriter().Length(1, PostScript.MagicText.Length).Length(2, contentLength);
        foreach (var stripe in _stripes)
            footer.Message(3, new ProtoWriter().Length(1, stripe.Offset).Length(2, stripe.IndexLength).Length(3, stripe.DataLength).Length(4, stripe.FooterLength).Length(5, stripe.Rows));
        _schema.Write(footer, 4);
        footer.Message(5, new ProtoWriter().Text(1, SparkVersionKey).Text(2, SparkVersion));
        footer.Length(6, RowsWritten);
        for (var column = 0; column < _schema.CountNodes(); column++) footer.Message(7, OrcStatistics.Merge(_statistics.Select(s => s[column])).Write());
        return footer.Unsigned(8, 0).Unsigned(11, JulianGregorian).Text(12, $"Firesteel {typeof(OrcWriter).Assembly.GetName().Version?.ToString(3)}");
    }

    private long WriteCompressed(ReadOnlySpan<byte> bytes)
    {
        using var output = new OrcOutput(_codec, _options.BlockSize, _allocator);
        fixed (byte* start = bytes) output.Append(start, bytes.Length);
        var finished = output.Finish();
        _output.Write(finished);
        return finished.Length;
    }
}
