using System.Globalization;
using System.Reflection;
using System.Text;
using Google.Protobuf.Reflection;

namespace Firesteel.Connect.Codec;

/// <summary>Errors of messages that say something wrong, or something that is not supported.</summary>
static class InvalidPlan
{
    public static SparkException Because(string condition, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var map = new Dictionary<string, string>();
        foreach (var (name, value) in parameters) map[name] = value;
        return new SparkException($"CONNECT_INVALID_PLAN.{condition}", map);
    }

    /// <summary>Something that every plan of its kind has is not there.</summary>
    public static SparkException Missing(string what) => Because("ASSERTION_FAILURE", ("message", what));

    /// <summary>None of several alternatives is set, or one that this server does not take.</summary>
    /// <param name="oneof">Full name of the alternatives' group: its message, a dot, its own name.</param>
    public static SparkException NotSupported(string oneof, Enum @case)
    {
        var dot = oneof.LastIndexOf('.');
        return Number(@case) == 0
            ? Because("INVALID_ONE_OF_FIELD_NOT_SET", ("fullName", oneof[..dot]), ("name", $"{oneof[(dot + 1)..].Replace("_", "", StringComparison.Ordinal).ToUpperInvariant()}_NOT_SET"))
            : Because("INVALID_ONE_OF_FIELD_NOT_SUPPORTED", ("fullName", oneof[..dot]), ("name", NameOf(@case)), ("number", $"{@case:D}"));
    }

    /// <summary>A value of an enumeration that does not fit here.</summary>
    public static SparkException NotAmong(string enumeration, Enum value) => Because("INVALID_ENUM", ("fullName", enumeration), ("name", NameOf(value)), ("number", $"{value:D}"));

    /// <summary>The name of an alternative or of an enumeration's value as the protocol writes it, in upper case.</summary>
    public static string NameOf(Enum value)
    {
        var name = value.ToString();
        if (value.GetType().GetField(name)?.GetCustomAttribute<OriginalNameAttribute>() is { } original) return original.Name;
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToUpperInvariant(c));
        }
        return text.ToString();
    }

    private static int Number(Enum value) => Convert.ToInt32(value, CultureInfo.InvariantCulture);
}
