using Firesteel.Foundation.Configuration;

namespace Firesteel;

/// <summary>The settings of a session.</summary>
public sealed class RuntimeConfig
{
    private readonly SqlConf _settings;

    internal RuntimeConfig(SqlConf settings) => _settings = settings;

    /// <exception cref="SparkException">The key is not the session's to change, or the value has not its form.</exception>
    public void Set(string key, string value) => _settings.Set(key, value);
    public void Set(string key, bool value) => Set(key, value ? "true" : "false");
    public void Set(string key, long value) => Set(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The value that is set, else the default.</summary>
    /// <exception cref="SparkException">SQL_CONF_NOT_FOUND.</exception>
    public string Get(string key) => _settings.Get(key);

    public string Get(string key, string defaultValue) => _settings.Get(key, defaultValue);
    public string? GetOption(string key) => _settings.GetOption(key);
    public bool Contains(string key) => _settings.Contains(key);
    public IReadOnlyDictionary<string, string> GetAll() => _settings.GetAll().ToDictionary();
    public void Unset(string key) => _settings.Unset(key);

    /// <summary>Whether a running session may change the key.</summary>
    public bool IsModifiable(string key) => SqlConf.IsModifiable(key) && Foundation.Configuration.ConfigRegistry.Find(key) is not null;
}
