namespace Firesteel.Foundation.Configuration;

/// <summary>Whether this engine acts on a key.</summary>
enum ConfigSupport
{
    /// <summary>The key has its effect.</summary>
    Honoured,

    /// <summary>The key is accepted and checked, but nothing reads it yet.</summary>
    Accepted,
}

/// <summary>A registered configuration key: its default, its meaning, and how its text is read.</summary>
abstract class ConfigEntry
{
    private static int _count;
    private readonly string _since;

    protected ConfigEntry(string key, string since)
    {
        Key = key;
        _since = since;
        Ordinal = Interlocked.Increment(ref _count) - 1;
        ConfigRegistry.Add(this);
    }

    public string Key { get; }

    /// <summary>Place of this entry in per-session caches.</summary>
    public int Ordinal { get; }

    /// <summary>How many entries exist; every <see cref="Ordinal"/> is below it.</summary>
    public static int Count => Volatile.Read(ref _count);

    public string Doc { get; protected init; } = "";

    /// <summary>The version of Spark that brought the key.</summary>
    public string Since => _since.Length > 0 ? _since : KnownKeys.Find(Key)?.Since ?? "";

    public ConfigSupport Support { get; protected init; }

    /// <summary>A SQL key that belongs to the application: no session may change it.</summary>
    public bool IsStatic { get; protected init; }

    /// <summary>The default as text, as <c>SET</c> and the documentation show it.</summary>
    public abstract string DefaultText { get; }

    /// <summary>The default as a session answers it: sizes in bytes, durations in milliseconds.</summary>
    public abstract string CanonicalDefault { get; }

    /// <summary>The type as the documentation names it.</summary>
    public abstract string TypeName { get; }

    /// <summary>Raises the error that this text deserves, if any.</summary>
    public abstract void Check(string text);
}

/// <summary>A registered key whose values are read as <typeparamref name="T"/>.</summary>
sealed class ConfigEntry<T> : ConfigEntry
{
    private readonly ConfigType<T> _type;
    private readonly string? _defaultText;
    private readonly Func<string>? _computedDefault;
    private readonly ConfigEntry<T>? _fallback;
    private readonly T _default = default!;

    public ConfigEntry(string key, ConfigType<T> type, string? defaultText, Func<string>? computedDefault, ConfigEntry<T>? fallback, ConfigFacts facts) : base(key, facts.Since)
    {
        _type = type;
        _defaultText = defaultText;
        _computedDefault = computedDefault;
        _fallback = fallback;
        Doc = facts.Doc;
        Support = facts.Support;
        IsStatic = facts.IsStatic;
        if (defaultText is not null) _default = type.Parse(key, defaultText);
    }

    public override string TypeName => _type.Name;

    public override string DefaultText =>
        _defaultText ?? _computedDefault?.Invoke() ?? (_fallback is null ? "<undefined>" : $"<value of {_fallback.Key}>");

    public override string CanonicalDefault => TypeName is "size" or "duration" && (_defaultText ?? _computedDefault?.Invoke()) is { } text && text != "<undefined>" ? _type.Print(_type.Parse(Key, text)) : DefaultText;

    public T Default => _computedDefault is { } compute ? _type.Parse(Key, compute()) : _fallback is { } other ? other.Default : _default;

    public T Parse(string text) => _type.Parse(Key, text);

    public string Print(T value) => _type.Print(value);

    public override void Check(string text) => _type.Parse(Key, text);

    /// <summary>The value in a map of settings, else the fallback key's, else the default.</summary>
    public T Read(Func<string, string?> settings)
    {
        if (settings(Key) is { } text) return Parse(text);
        return _fallback is { } other ? other.Read(settings) : Default;
    }
}

/// <summary>What the documentation says about a key.</summary>
sealed record ConfigFacts(string Doc, string Since, ConfigSupport Support, bool IsStatic);
