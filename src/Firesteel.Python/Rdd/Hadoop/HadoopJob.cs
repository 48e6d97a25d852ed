using System.Globalization;
using Firesteel.Formats.SequenceFile;
using Firesteel.Python.Gateway.Core;

namespace Firesteel.Python.Rdd.Hadoop;

/// <summary>The settings of a Hadoop job: the context's configuration and what the call adds, under their names of today or of old.</summary>
sealed class HadoopJob
{
    public const string InputPath = "mapreduce.input.fileinputformat.inputdir";
    public const string OutputPath = "mapreduce.output.fileoutputformat.outputdir";
    public const string NewOutputFormat = "mapreduce.job.outputformat.class";
    public const string OldOutputFormat = "mapred.output.format.class";
    public const string KeyClass = "mapreduce.job.output.key.class";
    public const string ValueClass = "mapreduce.job.output.value.class";

    private const string Compress = "mapreduce.output.fileoutputformat.compress";
    private const string CompressType = "mapreduce.output.fileoutputformat.compress.type";
    private const string Codec = "mapreduce.output.fileoutputformat.compress.codec";
    private const string Separator = "mapreduce.output.textoutputformat.separator";
    private const string Delimiter = "textinputformat.record.delimiter";
    private const string ShortestSplit = "mapreduce.input.fileinputformat.split.minsize";
    private const string LongestSplit = "mapreduce.input.fileinputformat.split.maxsize";

    private static readonly Dictionary<string, string> OldNames = new(StringComparer.Ordinal)
    {
        [InputPath] = "mapred.input.dir",
        [OutputPath] = "mapred.output.dir",
        [NewOutputFormat] = "mapreduce.outputformat.class",
        [KeyClass] = "mapred.output.key.class",
        [ValueClass] = "mapred.output.value.class",
        [Compress] = "mapred.output.compress",
        [CompressType] = "mapred.output.compression.type",
        [Codec] = "mapred.output.compression.codec",
        [Separator] = "mapred.textoutputformat.separator",
        [ShortestSplit] = "mapred.min.split.size",
        [LongestSplit] = "mapred.max.split.size",
    };

    private readonly HadoopConfiguration _context;
    private readonly Dictionary<string, string> _own;

    public HadoopJob(SparkContext context, Dictionary<string, string>? own = null) => (_context, _own) = (HadoopConfiguration.Of(context), own ?? []);

    public string? Get(string name) => Own(name) ?? (_context.Get(name) ?? (OldNames.TryGetValue(name, out var old) ? _context.Get(old) : null));

    /// <summary>How files of pairs are compressed by these settings, unless the call names a codec.</summary>
    public (SequenceCompression Compression, string Codec) Compression(string? codec)
    {
        if (codec is not null) return (SequenceCompression.Block, codec);
        var name = Get(Codec) ?? "org.apache.hadoop.io.compress.DefaultCodec";
        if (!string.Equals(Get(Compress), "true", StringComparison.OrdinalIgnoreCase)) return (SequenceCompression.None, name);
        return ((Get(CompressType) ?? "RECORD") switch
        {
            "NONE" => SequenceCompression.None,
            "RECORD" => SequenceCompression.Record,
            "BLOCK" => SequenceCompression.Block,
            var other => throw new ArgumentException($"{CompressType} is NONE, RECORD or BLOCK and not {other}."),
        }, name);
    }

    public bool CompressesText(string? codec) => codec is not null || string.Equals(Get(Compress), "true", StringComparison.OrdinalIgnoreCase);

    public string TextSeparator => Get(Separator) ?? "\t";

    public SplitSizes Splits(int count, long shortest) => new(count, Math.Max(shortest, Size(ShortestSplit, 1)), Size(LongestSplit, long.MaxValue));

    /// <summary>What lines of text end in; null for LF, CR or both.</summary>
    public byte[]? LineDelimiter => Get(Delimiter) is { Length: > 0 } delimiter ? System.Text.Encoding.UTF8.GetBytes(delimiter) : null;

    private string? Own(string name) => _own.GetValueOrDefault(name) ?? (OldNames.TryGetValue(name, out var old) ? _own.GetValueOrDefault(old) : null);

    private long Size(string name, long otherwise) => Get(name) is not { } text ? otherwise
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size) ? size
        : throw new ArgumentException($"{name} is a number of bytes and not {text}.");
}
