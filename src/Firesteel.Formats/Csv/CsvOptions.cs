using System.Text;
using Firesteel.Formats.Text;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Time;

namespace Firesteel.Formats.Csv;

/// <summary>What to do with a quote inside a quoted value that is not escaped.</summary>
enum UnescapedQuoteHandling : byte { StopAtDelimiter, StopAtClosingQuote, BackToDelimiter, SkipValue, RaiseError }

/// <summary>The options of the CSV source, for reading and writing, with Spark's names and defaults.</summary>
sealed record CsvOptions
{
    public const int DefaultMaxColumns = 20480;

    public byte[] Separator { get; init; } = ","u8.ToArray();

    /// <summary>0 for none.</summary>
    public byte Quote { get; init; } = (byte)'"';

    /// <summary>0 for none.</summary>
    public byte Escape { get; init; } = (byte)'\\';

    /// <summary>What escapes the escape before a quote; 0 for none.</summary>
    public byte EscapeOfEscape { get; init; } = (byte)'\\';

    /// <summary>0 for none.</summary>
    public byte Comment { get; init; }

    public Encoding Encoding { get; init; } = Encoding.UTF8;
    public bool Header { get; init; }
    public bool InferSchema { get; init; }
    public double SamplingRatio { get; init; } = 1;
    public bool EnforceSchema { get; init; } = true;
    public bool CaseSensitive { get; init; }
    public bool? IgnoreLeadingWhitespace { get; init; }
    public bool? IgnoreTrailingWhitespace { get; init; }
    public string NullValue { get; init; } = "";
    public string? EmptyValue { get; init; }
    public string NanValue { get; init; } = "NaN";
    public string PositiveInfinity { get; init; } = "Inf";
    public string NegativeInfinity { get; init; } = "-Inf";
    public string? DateFormat { get; init; }
    public string? TimestampFormat { get; init; }
    public string? TimestampNtzFormat { get; init; }
    public bool PreferDate { get; init; } = true;
    public ParseMode Mode { get; init; }
    public string CorruptColumn { get; init; } = "_corrupt_record";
    public bool MultiLine { get; init; }

    /// <summary>Null where lines end at LF, CR or CR LF.</summary>
    public byte[]? LineSeparator { get; init; }

    public int MaxColumns { get; init; } = DefaultMaxColumns;
    public int MaxCharsPerColumn { get; init; } = -1;
    public UnescapedQuoteHandling UnescapedQuotes { get; init; }
    public bool ColumnPruning { get; init; } = true;
    public ZoneRules Zone { get; init; } = TimeZones.Utc;
    public bool TimestampIsNtz { get; init; }

    /// <summary>Writing: every value in quotes.</summary>
    public bool QuoteAll { get; init; }

    /// <summary>Writing: values that hold quotes are quoted.</summary>
    public bool EscapeQuotes { get; init; } = true;

    public string? Compression { get; init; }

    /// <exception cref="AnalysisException">An option's value is not one it can have.</exception>
    public static CsvOptions Parse(ValueMap options, SqlConf conf)
    {
        var read = new OptionReader(options);
        var separator = Separators(read.Text("sep", "delimiter") ?? ",");
        var quote = Character(read, "quote", '"');
        var escape = Character(read, "escape", '\\');
        var ofEscape = read.Text("charToEscapeQuoteEscaping") is { Length: > 0 } text ? (byte)text[0] : quote == escape ? (byte)0 : escape;
        var lineSeparator = read.Text("lineSep");
        if (lineSeparator is "") throw OptionReader.Invalid("lineSep", "", "a separator");
        var encoding = TextFile.FindEncoding(read.Text("encoding", "charset") ?? "UTF-8");
        return new CsvOptions
        {
            Separator = separator,
            Quote = quote,
            Escape = escape,
            EscapeOfEscape = ofEscape,
            Comment = Character(read, "comment", '\0'),
            Encoding = encoding,
            Header = read.Flag("header", false),
            InferSchema = read.Flag("inferSchema", false),
            SamplingRatio = read.Fraction("samplingRatio", 1),
            EnforceSchema = read.Flag("enforceSchema", true),
            CaseSensitive = conf.CaseSensitive,
            IgnoreLeadingWhitespace = read.Text("ignoreLeadingWhiteSpace") == null ? null : read.Flag("ignoreLeadingWhiteSpace", false),
            IgnoreTrailingWhitespace = read.Text("ignoreTrailingWhiteSpace") == null ? null : read.Flag("ignoreTrailingWhiteSpace", false),
            NullValue = read.Text("nullValue") ?? "",
            EmptyValue = read.Text("emptyValue"),
            NanValue = read.Text("nanValue") ?? "NaN",
            PositiveInfinity = read.Text("positiveInf") ?? "Inf",
            NegativeInfinity = read.Text("negativeInf") ?? "-Inf",
            DateFormat = read.Text("dateFormat"),
            TimestampFormat = read.Text("timestampFormat"),
            TimestampNtzFormat = read.Text("timestampNTZFormat"),
            PreferDate = read.Flag("preferDate", true),
            Mode = read.Mode,
            CorruptColumn = read.Text("columnNameOfCorruptRecord") ?? conf.Get(FileSourceConfig.ColumnNameOfCorruptRecord),
            MultiLine = read.Flag("multiLine", false),
            LineSeparator = lineSeparator == null ? null : Encoding.UTF8.GetBytes(lineSeparator),
            MaxColumns = read.Number("maxColumns", DefaultMaxColumns),
            MaxCharsPerColumn = read.Number("maxCharsPerColumn", -1),
            UnescapedQuotes = read.Text("unescapedQuoteHandling")?.ToUpperInvariant() switch
            {
                "STOP_AT_CLOSING_QUOTE" => UnescapedQuoteHandling.StopAtClosingQuote,
                "BACK_TO_DELIMITER" => UnescapedQuoteHandling.BackToDelimiter,
                "SKIP_VALUE" => UnescapedQuoteHandling.SkipValue,
                "RAISE_ERROR" => UnescapedQuoteHandling.RaiseError,
                _ => UnescapedQuoteHandling.StopAtDelimiter,
            },
            ColumnPruning = read.Flag("columnPruning", conf.Get(FileSourceConfig.CsvColumnPruning)),
            Zone = TimeZones.Get(read.Text("timeZone") ?? conf.SessionTimeZone),
            TimestampIsNtz = conf.TimestampType == TimestampFlavour.TimestampNtz,
            QuoteAll = read.Flag("quoteAll", false),
            EscapeQuotes = read.Flag("escapeQuotes", true),
            Compression = read.Text("compression", "codec"),
        };
    }

    private static byte Character(OptionReader read, string name, char otherwise) => read.Text(name) switch
    {
        null => (byte)otherwise,
        "" or "\0" => 0,
        { Length: 1 } text when text[0] < 0x80 => (byte)text[0],
        { Length: 1 } text => throw OptionReader.Invalid(name, text, "an ASCII character"),
        var text => throw new SparkRuntimeException("OPTION_VALUE_EXCEEDS_ONE_CHARACTER", new Dictionary<string, string> { ["paramName"] = name, ["actualValue"] = text }),
    };

    // \t and the like are written out in options.
    private static byte[] Separators(string text)
    {
        if (text.Length == 0) throw new SparkRuntimeException("INVALID_DELIMITER_VALUE.EMPTY_STRING");
        if (text == "\\") throw new SparkRuntimeException("INVALID_DELIMITER_VALUE.SINGLE_BACKSLASH");
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }
            result.Append(text[++i] switch
            {
                't' => '\t',
                'r' => '\r',
                'n' => '\n',
                'b' => '\b',
                'f' => '\f',
                'u' when text.AsSpan(i) is "u0000" => '\0',
                '\\' or '"' or '\'' => text[i],
                _ => throw new SparkRuntimeException("INVALID_DELIMITER_VALUE.UNSUPPORTED_SPECIAL_CHARACTER", new Dictionary<string, string> { ["str"] = text }),
            });
            if (text[i] == 'u') i = text.Length;
        }
        return Encoding.UTF8.GetBytes(result.ToString());
    }
}
