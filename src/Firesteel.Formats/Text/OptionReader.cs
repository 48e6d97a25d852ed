using System.Globalization;
using Firesteel.Foundation.Collections;

namespace Firesteel.Formats.Text;

/// <summary>Reads typed values out of a source's options.</summary>
readonly struct OptionReader(ValueMap options)
{
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (options.Get(name) is { } exact) return exact;
            foreach (var (key, value) in options)
                if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase)) return value;
        }
        return null;
    }

    /// <exception cref="AnalysisException">The value is neither true nor false.</exception>
    public bool Flag(string name, bool otherwise) => Text(name) switch
    {
        null => otherwise,
        var text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        var text when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        var text => throw Invalid(name, text, "true or false"),
    };

    public int Number(string name, int otherwise)
        => Text(name) is not { } text ? otherwise : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Invalid(name, text, "a whole number");

    public double Fraction(string name, double otherwise)
        => Text(name) is not { } text ? otherwise : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Invalid(name, text, "a number");

    public ParseMode Mode => Text("mode")?.ToUpperInvariant() switch
    {
        "DROPMALFORMED" => ParseMode.DropMalformed,
        "FAILFAST" => ParseMode.FailFast,
        // Unknown modes are the default's, as in Spark.
        _ => ParseMode.Permissive,
    };

    public static AnalysisException Invalid(string name, string value, string expected)
        => new("STDS_INVALID_OPTION_VALUE.WITH_MESSAGE", new Dictionary<string, string> { ["optionName"] = name, ["message"] = $"{value} is not {expected}." });
}

/// <summary>What becomes of records that cannot be read.</summary>
enum ParseMode : byte
{
    /// <summary>Their readable values stay, the rest is null.</summary>
    Permissive,
    DropMalformed,
    FailFast,
}
