using System.Globalization;
using Firesteel.Foundation.Time;

namespace Firesteel.Foundation.Configuration;

/// <summary>How the text of a key is read and printed.</summary>
/// <param name="Name">The type's name in the documentation.</param>
/// <param name="Parse">Reads the text; the first argument is the key, for errors.</param>
/// <param name="Print">Text that <paramref name="Parse"/> reads back.</param>
sealed record ConfigType<T>(string Name, Func<string, string, T> Parse, Func<T, string> Print)
{
    /// <summary>The same type with a condition on its values.</summary>
    /// <param name="requirement">The sentence that an error ends with.</param>
    public ConfigType<T> Where(Func<T, bool> holds, string requirement) => this with
    {
        Parse = (key, text) => Parse(key, text) is var value && holds(value) ? value : throw ConfigErrors.Requirement(key, text, requirement),
    };
}

/// <summary>The types that configuration values have.</summary>
static class ConfigTypes
{
    public static readonly ConfigType<bool> Boolean = new("boolean", ConfigText.Boolean, v => v ? "true" : "false");
    public static readonly ConfigType<int> Int = new("int", ConfigText.Int, v => v.ToString(CultureInfo.InvariantCulture));
    public static readonly ConfigType<long> Long = new("long", ConfigText.Long, v => v.ToString(CultureInfo.InvariantCulture));
    public static readonly ConfigType<double> Double = new("double", ConfigText.Double, v => v.ToString("R", CultureInfo.InvariantCulture));
    public static readonly ConfigType<string> Text = new("string", (_, text) => text, v => v);
    public static readonly ConfigType<string[]> List = new("list", (_, text) => ConfigText.List(text), v => string.Join(',', v));

    /// <summary>A region such as <c>Europe/Berlin</c>, an offset such as <c>+05:30</c>, or one of Java's short names.</summary>
    public static readonly ConfigType<string> TimeZone =
        new("time zone", (key, text) => TimeZones.TryGet(text.Trim()) is not null ? text.Trim() : throw ConfigErrors.TimeZone(key, text), v => v);

    public static ConfigType<long> Bytes(ByteUnit unit) => new("size", (key, text) => ConfigText.Bytes(key, text, unit), v => v.ToString(CultureInfo.InvariantCulture) + "b");

    public static ConfigType<TimeSpan> Duration(TimeUnit unit) =>
        new("duration", (key, text) => ConfigText.Duration(key, text, unit), v => ((long)v.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + "ms");

    /// <summary>One of a few words; upper and lower case are one.</summary>
    public static ConfigType<string> OneOf(params string[] options) => new(string.Join(" \\| ", options), (key, text) =>
        Array.Find(options, o => o.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) ?? throw ConfigErrors.OutOfOptions(key, text, options), v => v);

    /// <summary>One of an enumeration's names, upper and lower case and underscores aside.</summary>
    public static ConfigType<TEnum> EnumOf<TEnum>() where TEnum : struct, Enum
    {
        var names = Enum.GetNames<TEnum>().ToDictionary(EnumText.Print, Enum.Parse<TEnum>, StringComparer.OrdinalIgnoreCase);
        return new(string.Join(" \\| ", names.Keys), (key, text) => names.TryGetValue(text.Trim(), out var value) ? value : throw ConfigErrors.OutOfOptions(key, text, names.Keys),
            v => EnumText.Print(v.ToString()));
    }
}
