namespace Firesteel.Foundation.Configuration;

/// <summary>Builds registry entries, a key a sentence.</summary>
readonly record struct ConfigBuilder(string Key, string DocText = "", string SinceText = "", ConfigSupport SupportValue = ConfigSupport.Honoured, bool Static = false)
{
    public static ConfigBuilder Of(string key) => new(key);

    public ConfigBuilder Doc(string doc) => this with { DocText = doc };
    public ConfigBuilder Since(string version) => this with { SinceText = version };

    /// <summary>Marks a key that is checked but that nothing reads yet.</summary>
    public ConfigBuilder NotYet() => this with { SupportValue = ConfigSupport.Accepted };

    /// <summary>Marks a SQL key that no session may change.</summary>
    public ConfigBuilder OfApplication() => this with { Static = true };

    public ConfigEntry<bool> Boolean(string defaultText) => Typed(ConfigTypes.Boolean, defaultText);
    public ConfigEntry<int> Int(string defaultText) => Typed(ConfigTypes.Int, defaultText);
    public ConfigEntry<int> PositiveInt(string defaultText) => Typed(ConfigTypes.Int.Where(v => v > 0, $"The value of {Key} must be positive"), defaultText);
    public ConfigEntry<long> Long(string defaultText) => Typed(ConfigTypes.Long, defaultText);
    public ConfigEntry<double> Double(string defaultText) => Typed(ConfigTypes.Double, defaultText);
    public ConfigEntry<string> Text(string defaultText) => Typed(ConfigTypes.Text, defaultText);
    public ConfigEntry<string[]> List(string defaultText) => Typed(ConfigTypes.List, defaultText);
    public ConfigEntry<long> Bytes(string defaultText, ByteUnit unit = ByteUnit.BYTE) => Typed(ConfigTypes.Bytes(unit), defaultText);

    /// <summary>A duration; its value counts milliseconds.</summary>
    public ConfigEntry<long> Duration(string defaultText, TimeUnit unit = TimeUnit.MILLISECONDS) => Typed(ConfigTypes.Duration(unit), defaultText);
    public ConfigEntry<string> OneOf(string defaultText, params string[] options) => Typed(ConfigTypes.OneOf(options), defaultText);
    public ConfigEntry<TEnum> EnumOf<TEnum>(string defaultText) where TEnum : unmanaged, Enum => Typed(ConfigTypes.EnumOf<TEnum>(), defaultText);

    /// <summary>A key without a default: absent means null.</summary>
    public ConfigEntry<string?> OptionalText() => new(Key, new ConfigType<string?>("string", (_, text) => text, v => v ?? ""), null, null, null, Facts);

    /// <summary>One of a few words, in the case that it was given in; absent means null.</summary>
    public ConfigEntry<string?> OptionalOneOf(params string[] options)
    {
        var type = ConfigTypes.OneOf(options);
        return new(Key, new ConfigType<string?>(type.Name, (key, text) => { type.Parse(key, text); return text; }, v => v ?? ""), null, null, null, Facts);
    }

    public ConfigEntry<int?> OptionalInt() => new(Key, new ConfigType<int?>("int", (key, text) => ConfigText.Int(key, text), v => $"{v}"), null, null, null, Facts);
    public ConfigEntry<long?> OptionalLong() => new(Key, new ConfigType<long?>("long", (key, text) => ConfigText.Long(key, text), v => $"{v}"), null, null, null, Facts);
    public ConfigEntry<bool?> OptionalBoolean() => new(Key, new ConfigType<bool?>("boolean", (key, text) => ConfigText.Boolean(key, text), v => v == true ? "true" : "false"), null, null, null, Facts);

    public ConfigEntry<long?> OptionalBytes(ByteUnit unit = ByteUnit.BYTE) =>
        new(Key, new ConfigType<long?>("size", (key, text) => ConfigText.Bytes(key, text, unit), v => $"{v}b"), null, null, null, Facts);

    public ConfigEntry<T> Typed<T>(ConfigType<T> type, string defaultText) => new(Key, type, defaultText, null, null, Facts);

    /// <summary>A key whose default depends on the machine.</summary>
    public ConfigEntry<T> Computed<T>(ConfigType<T> type, Func<string> defaultText) => new(Key, type, null, defaultText, null, Facts);

    /// <summary>A key that has another's value where it is not set.</summary>
    public ConfigEntry<T> FallsBackTo<T>(ConfigEntry<T> other, ConfigType<T> type) => new(Key, type, null, null, other, Facts);

    private ConfigFacts Facts => new(DocText, SinceText, SupportValue, Static);
}
