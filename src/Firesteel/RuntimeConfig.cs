using Firesteel.Foundation.Configuration;

namespace Firesteel;

/// <summary>The settings of a session.</summary>
public sealed class RuntimeConfig
{
    private readonly SqlConf? _local;
    private readonly Remote.IRemoteSettings? _remote;

    internal RuntimeConfig(SqlConf settings) => _local = settings;

    internal RuntimeConfig(Remote.IRemoteSettings settings) => _remote = settings;

    private SqlConf Local => _local!;

    /// <exception cref="SparkException">The key is not the session's to change, or the value has not its form.</exception>
    public void Set(string key, string value)
    {
        if (_remote is not null) _remote.Set(key, value);
        else Local.Set(key, value);
    }

    public void Set(string key, bool value) => Set(key, value ? "true" : "false");
    public void Set(string key, long value) => Set(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The value that is set, else the default.</summary>
    /// <exception cref="SparkException">SQL_CONF_NOT_FOUND.</exception>
    public string Get(string key) => _remote is null ? Local.Get(key) : _remote.Get(key);

    /// <summary>The value that is set, else the default; null for a key of SQL without one.</summary>
    internal string? GetOrUndefined(string key) => _remote is null ? Local.GetOrUndefined(key) : _remote.Get(key);

    public string Get(string key, string defaultValue) => _remote is null ? Local.Get(key, defaultValue) : _remote.GetOption(key) ?? defaultValue;
    public string? GetOption(string key) => _remote is null ? Local.GetOption(key) : _remote.GetOption(key);
    public bool Contains(string key) => _remote is null ? Local.Contains(key) : _remote.GetOption(key) is not null;
    public IReadOnlyDictionary<string, string> GetAll() => _remote is null ? Local.GetAll().ToDictionary() : _remote.GetAll();

    public void Unset(string key)
    {
        if (_remote is not null) _remote.Unset(key);
        else Local.Unset(key);
    }

    /// <summary>Whether a running session may change the key.</summary>
    public bool IsModifiable(string key) => _remote is not null ? _remote.IsModifiable(key) : SqlConf.IsModifiable(key) && SqlConf.Knows(key);
}
