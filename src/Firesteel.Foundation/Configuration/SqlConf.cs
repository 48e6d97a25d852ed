namespace Firesteel.Foundation.Configuration;

/// <summary>The settings of one session: its own values over those of the application.</summary>
/// <remarks>Typed reads are remembered until a value changes, so that reading a setting per plan node costs an array access.</remarks>
sealed class SqlConf
{
    private readonly IReadOnlyDictionary<string, string> _application;
    private readonly Dictionary<string, string> _own = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private volatile object?[] _read = [];

    /// <param name="application">The application's settings, which a reset goes back to.</param>
    public SqlConf(IReadOnlyDictionary<string, string>? application = null) => _application = application ?? SubmittedProperties.Current;

    public SqlConf(SparkConf application) : this(application.GetAll().ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal))
    {
    }

    /// <summary>The typed value of a registered key.</summary>
    public T Get<T>(ConfigEntry<T> entry)
    {
        var read = _read;
        if ((uint)entry.Ordinal < (uint)read.Length && read[entry.Ordinal] is Box<T> known) return known.Value;
        return Remember(entry);
    }

    /// <summary>The text of a key: what is set, else the default it is registered with.</summary>
    /// <exception cref="SparkException">SQL_CONF_NOT_FOUND where the key has neither.</exception>
    public string Get(string key) => GetOption(key) ?? DefaultText(key) ?? throw ConfigErrors.NotFound(key);

    /// <summary>The text of a key; null where it is a key of SQL that is not set and has no default.</summary>
    /// <exception cref="SparkException">SQL_CONF_NOT_FOUND where the key is none of SQL and not set.</exception>
    public string? GetOrUndefined(string key) => GetOption(key) ?? (Knows(key) ? DefaultText(key) : throw ConfigErrors.NotFound(key));

    /// <summary>What is set for a key, else another value.</summary>
    /// <exception cref="SparkException">INVALID_CONF_VALUE where the other value has not the key's form.</exception>
    public string Get(string key, string defaultValue)
    {
        if (GetOption(key) is { } set) return set;
        if (Knows(key) && defaultValue != "<undefined>") ConfigRegistry.Find(key)?.Check(defaultValue);
        return defaultValue;
    }

    /// <summary>Whether a key is one of SQL: those have defaults in a session.</summary>
    public static bool Knows(string key) => ConfigRegistry.IsOfSql(DeprecatedKeys.Current(key));

    /// <summary>The text that is set for a key, or null; defaults do not count.</summary>
    public string? GetOption(string key)
    {
        key = DeprecatedKeys.Current(key);
        lock (_gate) return Effective(key);
    }

    public bool Contains(string key) => GetOption(key) is not null;

    /// <summary>What <c>SET key</c> answers.</summary>
    public string Show(string key) => Redaction.Value(key, GetOption(key) ?? (Knows(key) ? DefaultText(key) : null) ?? "<undefined>");

    /// <summary>Sets a key as <c>SET</c> does: checks its value, refuses keys that are not the session's.</summary>
    public void Set(string key, string value)
    {
        RequireModifiable(key);
        SetUnchecked(key, value);
    }

    /// <summary>Sets a key whatever its scope; its value is checked all the same.</summary>
    public void SetUnchecked(string key, string value)
    {
        key = DeprecatedKeys.Current(key);
        ConfigRegistry.Find(key)?.Check(value);
        lock (_gate)
        {
            _own[key] = value;
            _read = [];
        }
    }

    public void Set<T>(ConfigEntry<T> entry, T value) => SetUnchecked(entry.Key, entry.Print(value));

    /// <summary>Takes back the session's value: the application's or the default holds again.</summary>
    public void Unset(string key)
    {
        RequireModifiable(key);
        lock (_gate)
        {
            _own.Remove(DeprecatedKeys.Current(key));
            _read = [];
        }
    }

    /// <summary>Takes back all of the session's values.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _own.Clear();
            _read = [];
        }
    }

    /// <summary>May a session change this key?</summary>
    public static bool IsModifiable(string key) => ConfigRegistry.ScopeOf(DeprecatedKeys.Current(key)) is KeyScope.Session;

    /// <summary>All settings in force, sorted by key.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> GetAll()
    {
        lock (_gate)
        {
            var all = new Dictionary<string, string>(_application, StringComparer.Ordinal);
            foreach (var (key, value) in _own) all[key] = value;
            return [.. all.OrderBy(s => s.Key, StringComparer.Ordinal)];
        }
    }

    /// <summary>A conf of its own with the same values.</summary>
    public SqlConf Clone()
    {
        var copy = new SqlConf(_application);
        lock (_gate)
            foreach (var (key, value) in _own) copy._own[key] = value;
        return copy;
    }

    public bool AnsiEnabled => Get(LanguageConfig.AnsiEnabled);
    public bool CaseSensitive => Get(LanguageConfig.CaseSensitive);
    public string SessionTimeZone => Get(LanguageConfig.SessionTimeZone);
    public int ShufflePartitions => Get(PlannerConfig.ShufflePartitions);
    public bool AdaptiveEnabled => Get(AdaptiveConfig.AdaptiveEnabled);
    public long AutoBroadcastJoinThreshold => Get(PlannerConfig.AutoBroadcastJoinThreshold);
    public TimeParserPolicy TimeParserPolicy => Get(LanguageConfig.TimeParserPolicy);
    public MapKeyDedupPolicy MapKeyDedupPolicy => Get(LanguageConfig.MapKeyDedupPolicy);
    public StoreAssignmentPolicy StoreAssignmentPolicy => Get(LanguageConfig.StoreAssignmentPolicy);
    public PartitionOverwriteMode PartitionOverwriteMode => Get(FileSourceConfig.PartitionOverwriteMode);
    public TimestampFlavour TimestampType => Get(LanguageConfig.TimestampType);
    public string WarehouseDir => Get(CatalogConfig.WarehouseDir);

    private static void RequireModifiable(string key)
    {
        switch (ConfigRegistry.ScopeOf(DeprecatedKeys.Current(key)))
        {
            case KeyScope.Static: throw ConfigErrors.StaticConfig(key);
            case KeyScope.Application: throw ConfigErrors.ApplicationConfig(key);
        }
    }

    // A default that speaks of another key is that key's value.
    private string? DefaultText(string key)
    {
        var text = ConfigRegistry.CanonicalDefaultOf(key);
        const string Prefix = "<value of ";
        if (text is null or "<undefined>") return null;
        return text.StartsWith(Prefix, StringComparison.Ordinal) ? GetOption(text[Prefix.Length..^1]) ?? DefaultText(text[Prefix.Length..^1]) : text;
    }

    private string? Effective(string key) => _own.GetValueOrDefault(key) ?? _application.GetValueOrDefault(key);

    private T Remember<T>(ConfigEntry<T> entry)
    {
        lock (_gate)
        {
            var value = entry.Read(Effective);
            var read = _read;
            if (entry.Ordinal >= read.Length) Array.Resize(ref read, ConfigEntry.Count);
            read[entry.Ordinal] = new Box<T>(value);
            _read = read;
            return value;
        }
    }

    private sealed class Box<T>(T value)
    {
        public readonly T Value = value;
    }
}
