using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Firesteel.Foundation.Configuration;

/// <summary>All keys that are known: those that the engine reads, by their typed entries, and every other key of Spark by name and default.</summary>
static class ConfigRegistry
{
    private static readonly ConcurrentDictionary<string, ConfigEntry> Entries = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, bool> Reported = new(StringComparer.Ordinal);
    private static readonly Lazy<bool> Topics = new(LoadTopics);

    /// <summary>Called by each entry as it is made.</summary>
    public static void Add(ConfigEntry entry)
    {
        if (!Entries.TryAdd(entry.Key, entry)) throw new InvalidOperationException($"The key {entry.Key} is registered twice.");
    }

    /// <summary>The typed entry of a key, or null when the engine has none.</summary>
    public static ConfigEntry? Find(string key) => Topics.Value && Entries.TryGetValue(DeprecatedKeys.Current(key), out var entry) ? entry : null;

    /// <summary>All typed entries, by key.</summary>
    public static IReadOnlyList<ConfigEntry> All => Topics.Value ? Entries.Values.OrderBy(e => e.Key, StringComparer.Ordinal).ToArray() : [];

    /// <summary>The default that <c>SET key</c> answers, or null for a key that nobody knows.</summary>
    public static string? DefaultOf(string key) => Find(key)?.DefaultText ?? KnownKeys.Find(key)?.Default;

    /// <summary>The default in the form that a session answers: sizes in bytes, durations in milliseconds.</summary>
    public static string? CanonicalDefaultOf(string key) => Find(key) is { } entry ? entry.CanonicalDefault : KnownKeys.Find(key) is { } known ? ConfigText.Canonical(known.Default) : InternalKeys.Find(key);

    /// <summary>Whether a key is one of SQL, be it the session's or fixed by the application.</summary>
    public static bool IsOfSql(string key)
        => KnownKeys.Find(key) is { Scope: KeyScope.Session or KeyScope.Static } || InternalKeys.Find(key) is not null || (key.StartsWith("spark.sql.", StringComparison.Ordinal) || key.StartsWith("spark.connect.", StringComparison.Ordinal)) && Find(key) is not null;

    /// <summary>Who may change a key; a key that nobody knows is the session's own.</summary>
    public static KeyScope ScopeOf(string key)
    {
        if (Find(key) is { IsStatic: true }) return KeyScope.Static;
        if (KnownKeys.Find(key) is { } known) return known.Scope;
        // What Spark does not list, spark.app.name and spark.master among it, a session may hold a value of its own for.
        return key.StartsWith("spark.firesteel.", StringComparison.Ordinal) && Find(key) is not null ? KeyScope.Application : KeyScope.Session;
    }

    /// <summary>Keys that nothing acts on, each told once in the life of the process.</summary>
    /// <returns>A sentence for each key that has not been reported before.</returns>
    public static IEnumerable<string> ReportUnused(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            if (!key.StartsWith("spark.", StringComparison.Ordinal) || IsOpenFamily(key)) continue;
            if (Find(key) is { Support: ConfigSupport.Honoured } || !Reported.TryAdd(key, true)) continue;
            yield return Find(key) is not null || KnownKeys.Find(key) is not null
                ? $"The setting {key} is known but has no effect yet."
                : $"The setting {key} is not known; it is kept and has no effect.";
        }
    }

    // Keys whose tail is free: what they mean is the user's or a plug-in's business.
    private static bool IsOpenFamily(string key) =>
        key.StartsWith("spark.executorEnv.", StringComparison.Ordinal) || key.StartsWith("spark.hadoop.", StringComparison.Ordinal) ||
        key.StartsWith("spark.sql.catalog.", StringComparison.Ordinal) || key.StartsWith("spark.app.", StringComparison.Ordinal) ||
        key.StartsWith("spark.submit.", StringComparison.Ordinal);

    // The entries are static fields of the topics' classes: running their initialisers registers them.
    private static bool LoadTopics()
    {
        ReadOnlySpan<Type> topics =
        [
            typeof(DriverConfig), typeof(ExecutorConfig), typeof(MemoryConfig), typeof(SchedulerConfig), typeof(ShuffleConfig), typeof(StorageConfig), typeof(UiConfig),
            typeof(LanguageConfig), typeof(PlannerConfig), typeof(AdaptiveConfig), typeof(FileSourceConfig), typeof(CatalogConfig), typeof(ConnectConfig), typeof(StreamingConfig), typeof(DeployConfig), typeof(SecurityConfig), typeof(PythonConfig),
        ];
        foreach (var topic in topics) RuntimeHelpers.RunClassConstructor(topic.TypeHandle);
        return true;
    }
}
