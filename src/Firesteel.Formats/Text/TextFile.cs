using System.IO.Compression;
using System.Text;
using Firesteel.Formats.Compression;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Formats.Text;

/// <summary>Opens files of text as streams of UTF-8: decompresses by the name's suffix, transcodes from other encodings.</summary>
static class TextFile
{
    /// <summary>Whether pieces of such a file can be read on their own.</summary>
    public static bool IsSplittable(string path, Encoding encoding) => !IsCompressed(path) && IsAsciiBased(encoding);

    public static bool IsCompressed(string path) => Suffix(path) is ".gz" or ".deflate" or ".zst" or ".snappy" or ".lz4" or ".bz2";

    /// <summary>The file's text from an offset (0 where it is compressed or transcoded) to its end.</summary>
    public static Stream Open(IRandomAccessFile file, long start, Encoding encoding)
    {
        Stream stream = new FileRangeStream(file, start);
        stream = Suffix(file.Path) switch
        {
            ".gz" => new GZipStream(stream, CompressionMode.Decompress),
            ".deflate" => new ZLibStream(stream, CompressionMode.Decompress),
            ".snappy" => new HadoopBlockStream(stream, SnappyCodec.Instance),
            ".lz4" => new HadoopBlockStream(stream, Lz4RawCodec.Instance),
            ".zst" => new ZstdStream(stream),
            ".bz2" => throw new SparkException("CODEC_NOT_AVAILABLE", new Dictionary<string, string> { ["codecName"] = "bzip2" }),
            _ => stream,
        };
        return IsUtf8(encoding) ? stream : Encoding.CreateTranscodingStream(stream, ByMark(file, encoding), Utf8);
    }

    // A byte order mark says more than the encoding's name; it becomes one of UTF-8, which readers skip.
    private static Encoding ByMark(IRandomAccessFile file, Encoding encoding)
    {
        if (encoding is not UnicodeEncoding || file.Length < 2 || IsCompressed(file.Path)) return encoding;
        Span<byte> mark = stackalloc byte[2];
        file.Read(0, mark);
        return mark is [0xFF, 0xFE] ? Encoding.Unicode : encoding;
    }

    /// <summary>The encoding of an option's name.</summary>
    /// <exception cref="SparkException">There is no such encoding.</exception>
    public static Encoding FindEncoding(string name)
    {
        try
        {
            return name.ToUpperInvariant() switch
            {
                "UTF-8" or "UTF8" => Utf8,
                "UTF-16" or "UTF-16BE" => Encoding.BigEndianUnicode,
                "UTF-16LE" => Encoding.Unicode,
                "UTF-32" or "UTF-32BE" => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
                "UTF-32LE" => new UTF32Encoding(bigEndian: false, byteOrderMark: false),
                "CP1252" => Encoding.GetEncoding("windows-1252"),
                _ => Encoding.GetEncoding(name),
            };
        }
        catch (ArgumentException e)
        {
            throw new SparkRuntimeException("INVALID_PARAMETER_VALUE.CHARSET", new Dictionary<string, string>
            {
                ["parameter"] = "`charset`", ["functionName"] = "`encoding`", ["charset"] = name, ["charsets"] = "UTF-8, UTF-16, UTF-16BE, UTF-16LE, UTF-32, ISO-8859-1, US-ASCII",
            }, cause: e);
        }
    }

    public static bool IsUtf8(Encoding encoding) => encoding is UTF8Encoding or ASCIIEncoding;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static bool IsAsciiBased(Encoding encoding) => IsUtf8(encoding);

    private static string Suffix(string path)
    {
        var dot = path.LastIndexOf('.');
        return dot < 0 ? "" : path[dot..].ToLowerInvariant();
    }
}
