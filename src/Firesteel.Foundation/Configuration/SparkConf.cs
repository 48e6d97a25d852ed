using System.Diagnostics.CodeAnalysis;
using Firesteel.Foundation.Configuration;

namespace Firesteel;

/// <summary>The configuration of an application: <c>spark.*</c> keys and their values as text.</summary>
/// <remarks>A conf made with defaults starts from what <c>spark-submit</c> was given. Safe to read and write from several threads.</remarks>
public sealed class SparkConf
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <param name="loadDefaults">Start from the properties that the launcher was given.</param>
    public SparkConf(bool loadDefaults = true)
    {
        if (!loadDefaults) return;
        foreach (var (key, value) in SubmittedProperties.Current)
            if (key.StartsWith("spark.", StringComparison.Ordinal)) _settings[key] = value;
    }

    public SparkConf Set(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        lock (_gate) _settings[DeprecatedKeys.Current(key)] = value;
        return this;
    }

    public SparkConf SetMaster(string master) => Set("spark.master", master);
    public SparkConf SetAppName(string name) => Set("spark.app.name", name);
    public SparkConf SetSparkHome(string home) => Set("spark.home", home);
    public SparkConf SetJars(IEnumerable<string> files) => Set("spark.jars", string.Join(',', files));
    public SparkConf SetExecutorEnv(string variable, string value) => Set("spark.executorEnv." + variable, value);

    public SparkConf SetAll(IEnumerable<KeyValuePair<string, string>> settings)
    {
        foreach (var (key, value) in settings) Set(key, value);
        return this;
    }

    public SparkConf SetIfMissing(string key, string value)
    {
        lock (_gate) _settings.TryAdd(DeprecatedKeys.Current(key), value);
        return this;
    }

    public SparkConf Remove(string key)
    {
        lock (_gate) _settings.Remove(DeprecatedKeys.Current(key));
        return this;
    }

    /// <summary>The value of a key that is set.</summary>
    /// <exception cref="KeyNotFoundException">The key is not set; registered defaults do not count.</exception>
    public string Get(string key) => TryGet(key, out var value) ? value : throw new KeyNotFoundException(key);

    public string Get(string key, string defaultValue) => TryGet(key, out var value) ? value : defaultValue;

    public string? GetOption(string key) => TryGet(key, out var value) ? value : null;

    public bool Contains(string key) => TryGet(key, out _);

    public IReadOnlyList<KeyValuePair<string, string>> GetAll()
    {
        lock (_gate) return _settings.ToArray();
    }

    /// <summary>The settings whose key starts with a prefix, without that prefix.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> GetAllWithPrefix(string prefix) =>
        GetAll().Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(s => KeyValuePair.Create(s.Key[prefix.Length..], s.Value)).ToArray();

    public IReadOnlyList<KeyValuePair<string, string>> GetExecutorEnv() => GetAllWithPrefix("spark.executorEnv.");

    public int GetInt(string key, int defaultValue) => TryGet(key, out var text) ? ConfigText.Int(key, text) : defaultValue;
    public long GetLong(string key, long defaultValue) => TryGet(key, out var text) ? ConfigText.Long(key, text) : defaultValue;
    public double GetDouble(string key, double defaultValue) => TryGet(key, out var text) ? ConfigText.Double(key, text) : defaultValue;
    public bool GetBoolean(string key, bool defaultValue) => TryGet(key, out var text) ? ConfigText.Boolean(key, text) : defaultValue;

    /// <summary>A size in bytes; a number without a unit counts bytes.</summary>
    public long GetSizeAsBytes(string key, string defaultValue) => ConfigText.Bytes(key, Get(key, defaultValue), ByteUnit.BYTE);

    /// <summary>A size in KiB; a number without a unit counts KiB.</summary>
    public long GetSizeAsKb(string key, string defaultValue) => ConfigText.Bytes(key, Get(key, defaultValue), ByteUnit.KiB) >> 10;

    /// <summary>A size in MiB; a number without a unit counts MiB.</summary>
    public long GetSizeAsMb(string key, string defaultValue) => ConfigText.Bytes(key, Get(key, defaultValue), ByteUnit.MiB) >> 20;

    /// <summary>A size in GiB; a number without a unit counts GiB.</summary>
    public long GetSizeAsGb(string key, string defaultValue) => ConfigText.Bytes(key, Get(key, defaultValue), ByteUnit.GiB) >> 30;

    /// <summary>A duration in milliseconds; a number without a unit counts milliseconds.</summary>
    public long GetTimeAsMs(string key, string defaultValue) => ConfigText.Duration(key, Get(key, defaultValue), TimeUnit.MILLISECONDS);

    /// <summary>A duration in seconds; a number without a unit counts seconds.</summary>
    public long GetTimeAsSeconds(string key, string defaultValue) => ConfigText.Duration(key, Get(key, defaultValue), TimeUnit.SECONDS) / 1000;

    /// <summary>The application's id, once it runs.</summary>
    public string GetAppId() => Get("spark.app.id");

    public SparkConf Clone() => new SparkConf(false).SetAll(GetAll());

    /// <summary>Every setting as <c>key=value</c>, sorted, secrets hidden.</summary>
    public string ToDebugString() =>
        string.Join('\n', GetAll().OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}={Redaction.Value(s.Key, s.Value)}"));

    /// <summary>The value of a registered key, or its default.</summary>
    internal T Get<T>(ConfigEntry<T> entry) => entry.Read(GetOption);

    internal SparkConf Set<T>(ConfigEntry<T> entry, T value) => Set(entry.Key, entry.Print(value));

    private bool TryGet(string key, [NotNullWhen(true)] out string? value)
    {
        lock (_gate) return _settings.TryGetValue(DeprecatedKeys.Current(key), out value);
    }
}
