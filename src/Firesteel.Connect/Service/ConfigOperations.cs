using Firesteel.Connect.Codec;
using Firesteel.Connect.Messages;
using Firesteel.Foundation.Configuration;
using Case = Firesteel.Connect.Messages.ConfigRequest.Types.Operation.OpTypeOneofCase;

namespace Firesteel.Connect.Service;

/// <summary>Reads and changes a session's settings.</summary>
static class ConfigOperations
{
    // Connect sends rows as Arrow whatever these say.
    private static readonly HashSet<string> WithoutEffect = ["spark.sql.execution.arrow.enabled", "spark.sql.execution.arrow.pyspark.enabled", "spark.sql.execution.arrow.pyspark.fallback.enabled"];

    public static ConfigResponse Run(ConnectSession session, ConfigRequest.Types.Operation operation)
    {
        var (conf, settings) = (session.Spark.Conf(), session.Spark.State.Settings);
        var response = new ConfigResponse { SessionId = session.Id, ServerSideSessionId = session.ServerSideId };
        switch (operation.OpTypeCase)
        {
            case Case.Set:
                foreach (var pair in operation.Set.Pairs)
                {
                    try
                    {
                        conf.Set(pair.Key, pair.HasValue ? pair.Value : throw new ArgumentException($"requirement failed: value cannot be null for key: {pair.Key}"));
                        Warn(pair.Key);
                    }
                    catch (Exception e) when (operation.Set is { HasSilent: true, Silent: true } && e is SparkException or ArgumentException)
                    {
                        response.Warnings.Add($"The setting {pair.Key} was not set to {pair.Value}: {e.Message}");
                    }
                }
                break;
            case Case.Get:
                foreach (var key in operation.Get.Keys) Add(key, settings.GetOrUndefined(key));
                break;
            case Case.GetWithDefault:
                foreach (var pair in operation.GetWithDefault.Pairs)
                    Add(pair.Key, pair.HasValue ? settings.Get(pair.Key, pair.Value) : settings.GetOption(pair.Key));
                break;
            case Case.GetOption:
                foreach (var key in operation.GetOption.Keys) Add(key, SqlConf.Knows(key) ? settings.GetOrUndefined(key) : settings.GetOption(key));
                break;
            case Case.GetAll:
                var prefix = operation.GetAll.HasPrefix ? operation.GetAll.Prefix : "";
                foreach (var (key, value) in settings.GetAll())
                    if (key.StartsWith(prefix, StringComparison.Ordinal)) Add(key[prefix.Length..], Redaction.Value(key, value));
                break;
            case Case.Unset:
                foreach (var key in operation.Unset.Keys)
                {
                    conf.Unset(key);
                    Warn(key);
                }
                break;
            case Case.IsModifiable:
                foreach (var key in operation.IsModifiable.Keys) Add(key, conf.IsModifiable(key) ? "true" : "false");
                break;
            default: throw InvalidPlan.NotSupported("spark.connect.ConfigRequest.Operation.op_type", operation.OpTypeCase);
        }
        return response;

        void Add(string key, string? value)
        {
            var pair = new KeyValue { Key = key };
            if (value != null) pair.Value = value;
            response.Pairs.Add(pair);
            Warn(key);
        }

        void Warn(string key)
        {
            if (WithoutEffect.Contains(key)) response.Warnings.Add($"The SQL config '{key}' is NOT supported in Spark Connect");
        }
    }
}
