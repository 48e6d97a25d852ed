using Firesteel.Connect.Codec;
using Firesteel.Connect.Messages;
using Firesteel.Foundation.Configuration;
using Case = Firesteel.Connect.Messages.ConfigRequest.Types.Operation.OpTypeOneofCase;

namespace Firesteel.Connect.Service;

/// <summary>Reads and changes a session's settings.</summary>
static class ConfigOperations
{
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
                        conf.Set(pair.Key, pair.Value);
                        Add(pair.Key, pair.Value);
                    }
                    catch (SparkException e) when (operation.Set.HasSilent && operation.Set.Silent)
                    {
                        response.Warnings.Add(e.Message);
                    }
                }
                break;
            case Case.Get:
                foreach (var key in operation.Get.Keys) Add(key, Execution.ClientDefaults.Of(key) is { } known ? conf.Get(key, known) : conf.Get(key));
                break;
            case Case.GetWithDefault:
                foreach (var pair in operation.GetWithDefault.Pairs)
                    Add(pair.Key, conf.GetOption(pair.Key) ?? (pair.HasValue ? pair.Value : null));
                break;
            case Case.GetOption:
                foreach (var key in operation.GetOption.Keys) Add(key, conf.GetOption(key) ?? Default(settings, key));
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
                    Add(key, null);
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
        }
    }

    private static string? Default(SqlConf settings, string key) => ConfigRegistry.DefaultOf(key) is null or "<undefined>" ? Execution.ClientDefaults.Of(key) : settings.Get(key);
}
