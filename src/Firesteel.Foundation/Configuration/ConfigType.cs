using System.Globalization;
using System.Runtime.CompilerServices;
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

    /// <summary>Durations in milliseconds.</summary>
    public static ConfigType<long> Duration(TimeUnit unit) =>
        new("duration", (key, text) => ConfigText.Duration(key, text, unit), v => v.ToString(CultureInfo.InvariantCulture) + "ms");

    /// <summary>One of a few words; upper and lower case are one.</summary>
    public static ConfigType<string> OneOf(params string[] options) => new(string.Join(" \\| ", options), (key, text) =>
        Array.Find(options, o => o.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) ?? throw ConfigErrors.OutOfOptions(key, text, options), v => v);

    /// <summary>One of an enumeration's names, upper and lower case aside. The enumeration counts from 0 without gaps.</summary>
    public static ConfigType<TEnum> EnumOf<TEnum>() where TEnum : unmanaged, Enum
    {
        // Generic members of Enum would have to be compiled at each start.
        var names = Enum.GetNames(typeof(TEnum));
        for (var i = 0; i < names.Length; i++) names[i] = EnumText.Print(names[i]);
        return new(string.Join(" \\| ", names), (key, text) =>
        {
            var index = Array.FindIndex(names, n => n.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
            return index >= 0 ? Unsafe.BitCast<int, TEnum>(index) : throw ConfigErrors.OutOfOptions(key, text, names);
        }, v => names[Unsafe.BitCast<TEnum, int>(v)]);
    }
}
