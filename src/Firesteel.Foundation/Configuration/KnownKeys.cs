namespace Firesteel.Foundation.Configuration;

/// <summary>Who may change a key, and when.</summary>
enum KeyScope
{
    /// <summary>Any session, at any time.</summary>
    Session,

    /// <summary>A key of SQL that the application fixes when it starts.</summary>
    Static,

    /// <summary>A key of the application: <c>SET</c> refuses it.</summary>
    Application,

    /// <summary>A key of another process, such as the Master; a session may hold a value for it.</summary>
    Process,
}

/// <summary>Every key of Spark 4.3 by name, with the default it documents; read from <c>known-keys.tsv</c>.</summary>
static class KnownKeys
{
    /// <summary>One key. <see cref="Default"/> is <c>&lt;undefined&gt;</c> where it has none.</summary>
    public sealed record Key(string Name, string Default, string Since, KeyScope Scope);

    private static readonly Lazy<Dictionary<string, Key>> Table = new(Load);

    public static Key? Find(string key) => Table.Value.GetValueOrDefault(key);

    public static IEnumerable<Key> All => Table.Value.Values;

    // A line is key, default, version and scope, split by tabs.
    private static Dictionary<string, Key> Load()
    {
        using var stream = typeof(KnownKeys).Assembly.GetManifestResourceStream("known-keys.tsv")!;
        using var reader = new StreamReader(stream);
        var keys = new Dictionary<string, Key>(1024, StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            keys.Add(fields[0], new Key(fields[0], fields[1], fields[2], fields[3] switch
            {
                "sql" => KeyScope.Session,
                "static" => KeyScope.Static,
                "application" => KeyScope.Application,
                _ => KeyScope.Process,
            }));
        }
        return keys;
    }
}
