using Firesteel.Foundation.Configuration;
using Firesteel.Remote;

namespace Firesteel;

/// <summary>Describes a session; <see cref="GetOrCreate"/> gives the one there is, with these settings, or makes it.</summary>
public sealed class SparkSessionBuilder
{
    private static readonly Lock Gate = new();
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);

    internal SparkSessionBuilder() { }

    /// <summary>The application's name, for people.</summary>
    public SparkSessionBuilder AppName(string name) => Config("spark.app.name", name);

    /// <summary>Where the application runs: <c>local</c>, <c>local[N]</c>, <c>local[*]</c>.</summary>
    public SparkSessionBuilder Master(string master) => Config("spark.master", master);

    /// <summary>A Spark Connect server to run on: <c>sc://host:port/;token=…;use_ssl=true</c>.</summary>
    public SparkSessionBuilder Remote(string url) => Config("spark.remote", url);

    public SparkSessionBuilder Config(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    public SparkSessionBuilder Config(string key, bool value) => Config(key, value ? "true" : "false");
    public SparkSessionBuilder Config(string key, long value) => Config(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    public SparkSessionBuilder Config(string key, double value) => Config(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public SparkSessionBuilder Config(SparkConf conf)
    {
        foreach (var (key, value) in conf.GetAll()) _settings[key] = value;
        return this;
    }

    public SparkSessionBuilder Config(IEnumerable<KeyValuePair<string, string>> settings)
    {
        foreach (var (key, value) in settings) _settings[key] = value;
        return this;
    }

    /// <summary>Accepted: tables are kept on disk anyway.</summary>
    public SparkSessionBuilder EnableHiveSupport() => this;

    /// <summary>The session of the process, with these settings added; a new one where there is none.</summary>
    public SparkSession GetOrCreate()
    {
        lock (Gate)
        {
            if ((SparkSession.GetActiveSession() ?? SparkSession.GetDefaultSession()) is { } known)
            {
                Apply(known);
                return known;
            }
            if (Server() is { } url) return Connect(url);
            // What the launcher was told counts less than what the program says.
            var conf = new SparkConf().SetAll(_settings);
            conf.SetIfMissing("spark.master", "local[*]");
            conf.SetIfMissing("spark.app.name", Guid.NewGuid().ToString());
            if (conf.Get("spark.api.mode", "classic").Equals("connect", StringComparison.OrdinalIgnoreCase)) return ConnectToOwn(conf);
            var session = new SparkSession(SparkContext.GetOrCreate(conf), _settings.Where(s => SqlConf.IsModifiable(s.Key)).ToDictionary());
            SparkSession.SetDefaultSession(session);
            SparkSession.SetActiveSession(session);
            return session;
        }
    }

    /// <summary>A session of its own beside those there are, over the same context.</summary>
    public SparkSession Create() => Server() is { } url ? Connect(url) : new(GetOrCreate().SparkContext, _settings.Where(s => SqlConf.IsModifiable(s.Key)).ToDictionary());

    // A master that the program names is one without a server.
    private string? Server()
    {
        if (_settings.TryGetValue("spark.remote", out var named)) return named;
        if (_settings.ContainsKey("spark.master")) return null;
        return new SparkConf().GetOption("spark.remote") ?? (Environment.GetEnvironmentVariable("SPARK_REMOTE") is { Length: > 0 } url ? url : null);
    }

    private SparkSession Connect(string url)
    {
        if (_settings.ContainsKey("spark.master")) throw SparkException.WithoutCondition($"A session has a master ({_settings["spark.master"]}) or a server ({url}), not both.");
        return Adopt(new SparkSession(RemoteSessions.Open(url)));
    }

    // The programming interface of Connect over a server in this process, which nobody else can use.
    private SparkSession ConnectToOwn(SparkConf conf)
    {
        var token = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
        conf.Set("spark.plugins", Execution.DriverPlugins.Connect).Set("spark.connect.grpc.binding.address", "127.0.0.1").Set("spark.connect.grpc.binding.port", "0").Set("spark.connect.authenticate.token", token);
        var context = new SparkContext(conf);
        try
        {
            return Adopt(new SparkSession(RemoteSessions.Open($"{context.ConnectUrl}/;token={token}"), context));
        }
        catch
        {
            context.Stop();
            throw;
        }
    }

    private SparkSession Adopt(SparkSession session)
    {
        Apply(session);
        if (SparkSession.GetDefaultSession() is null) SparkSession.SetDefaultSession(session);
        if (SparkSession.GetActiveSession() is null) SparkSession.SetActiveSession(session);
        return session;
    }

    private void Apply(SparkSession session)
    {
        foreach (var (key, value) in _settings)
        {
            if (key == "spark.remote" || !SqlConf.IsModifiable(key)) continue;
            if (session.Remote is { } remote) remote.Set(key, value);
            else session.State.Settings.SetUnchecked(key, value);
        }
    }
}
