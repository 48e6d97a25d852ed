using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Python.Gateway.Core;

/// <summary>What programs see as Hadoop's configuration: the application's <c>spark.hadoop.*</c> settings without that prefix, and what they add.</summary>
sealed class HadoopConfiguration
{
    private static readonly ConditionalWeakTable<SparkContext, HadoopConfiguration> Known = [];

    private readonly ConcurrentDictionary<string, string> _values = new(StringComparer.Ordinal);

    public HadoopConfiguration(SparkConf? conf = null)
    {
        _values["fs.defaultFS"] = "file:///";
        _values["hadoop.tmp.dir"] = Path.Combine(Path.GetTempPath(), $"hadoop-{Environment.UserName}");
        foreach (var (key, value) in conf?.GetAllWithPrefix("spark.hadoop.") ?? []) _values[key] = value;
    }

    public static HadoopConfiguration Of(SparkContext context) => Known.GetValue(context, c => new HadoopConfiguration(c.GetConf()));

    public HadoopConfiguration Copy()
    {
        var copy = new HadoopConfiguration();
        foreach (var (key, value) in _values) copy._values[key] = value;
        return copy;
    }

    public void Clear() => _values.Clear();
    public string? Get(string key) => _values.GetValueOrDefault(key);
    public void Set(string key, string value) => _values[key] = value;
    public void Unset(string key) => _values.TryRemove(key, out _);
    public IEnumerable<KeyValuePair<string, string>> All => _values.OrderBy(v => v.Key, StringComparer.Ordinal);
}
