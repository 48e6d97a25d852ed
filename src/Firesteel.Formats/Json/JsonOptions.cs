using System.Text;
using Firesteel.Formats.Text;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Time;

namespace Firesteel.Formats.Json;

/// <summary>The options of the JSON source, for reading and writing, with Spark's names and defaults.</summary>
sealed record JsonOptions
{
    public bool PrimitivesAsString { get; init; }
    public bool PrefersDecimal { get; init; }
    public bool AllowComments { get; init; }
    public bool AllowUnquotedFieldNames { get; init; }
    public bool AllowSingleQuotes { get; init; } = true;
    public bool AllowNumericLeadingZeros { get; init; }
    public bool AllowNonNumericNumbers { get; init; } = true;
    public bool AllowBackslashEscapingAnyCharacter { get; init; }
    public bool AllowUnquotedControlChars { get; init; }
    public bool DropFieldIfAllNull { get; init; }
    public bool InferTimestamp { get; init; }
    public double SamplingRatio { get; init; } = 1;
    public ParseMode Mode { get; init; }
    public string CorruptColumn { get; init; } = "_corrupt_record";
    /// <summary>Name of the variant column that takes whole records, where they are read so.</summary>
    public string? SingleVariantColumn { get; init; }

    public string? DateFormat { get; init; }
    public string? TimestampFormat { get; init; }
    public string? TimestampNtzFormat { get; init; }
    public bool MultiLine { get; init; }

    /// <summary>Null where lines end at LF, CR or CR LF.</summary>
    public byte[]? LineSeparator { get; init; }

    public Encoding Encoding { get; init; } = Encoding.UTF8;
    public ZoneRules Zone { get; init; } = TimeZones.Utc;
    public bool TimestampIsNtz { get; init; }
    public int MaxNestingDepth { get; init; } = 1000;

    /// <summary>Keep the fields of a bad object that did parse.</summary>
    public bool PartialResults { get; init; } = true;

    /// <summary>Writing: fields that are null are left out.</summary>
    public bool IgnoreNullFields { get; init; } = true;

    /// <summary>Writing: over several lines, indented.</summary>
    public bool Pretty { get; init; }

    /// <summary>Writing: characters beyond ASCII as escapes.</summary>
    public bool WriteNonAsciiAsEscapes { get; init; }

    public string? Compression { get; init; }

    /// <exception cref="AnalysisException">An option's value is not one it can have.</exception>
    public static JsonOptions Parse(ValueMap options, SqlConf conf)
    {
        var read = new OptionReader(options);
        return new JsonOptions
        {
            PrimitivesAsString = read.Flag("primitivesAsString", false),
            PrefersDecimal = read.Flag("prefersDecimal", false),
            AllowComments = read.Flag("allowComments", false),
            AllowUnquotedFieldNames = read.Flag("allowUnquotedFieldNames", false),
            AllowSingleQuotes = read.Flag("allowSingleQuotes", true),
            AllowNumericLeadingZeros = read.Flag("allowNumericLeadingZeros", false),
            AllowNonNumericNumbers = read.Flag("allowNonNumericNumbers", true),
            AllowBackslashEscapingAnyCharacter = read.Flag("allowBackslashEscapingAnyCharacter", false),
            AllowUnquotedControlChars = read.Flag("allowUnquotedControlChars", false),
            DropFieldIfAllNull = read.Flag("dropFieldIfAllNull", false),
            InferTimestamp = read.Flag("inferTimestamp", false),
            SamplingRatio = read.Fraction("samplingRatio", 1),
            Mode = read.Mode,
            CorruptColumn = read.Text("columnNameOfCorruptRecord") ?? conf.Get(FileSourceConfig.ColumnNameOfCorruptRecord),
            SingleVariantColumn = read.Text("singleVariantColumn"),
            DateFormat = read.Text("dateFormat"),
            TimestampFormat = read.Text("timestampFormat"),
            TimestampNtzFormat = read.Text("timestampNTZFormat"),
            MultiLine = read.Flag("multiLine", false),
            LineSeparator = read.Text("lineSep") is { Length: > 0 } separator ? Encoding.UTF8.GetBytes(separator) : null,
            Encoding = TextFile.FindEncoding(read.Text("encoding", "charset") ?? "UTF-8"),
            Zone = TimeZones.Get(read.Text("timeZone") ?? conf.SessionTimeZone),
            TimestampIsNtz = conf.TimestampType == TimestampFlavour.TimestampNtz,
            MaxNestingDepth = read.Number("maxNestingDepth", 1000),
            PartialResults = conf.Get(FileSourceConfig.JsonPartialResults),
            IgnoreNullFields = read.Flag("ignoreNullFields", conf.Get(FileSourceConfig.JsonIgnoreNullFields)),
            Pretty = read.Flag("pretty", false),
            WriteNonAsciiAsEscapes = read.Flag("writeNonAsciiCharacterAsCodePoint", false),
            Compression = read.Text("compression", "codec"),
        };
    }
}
