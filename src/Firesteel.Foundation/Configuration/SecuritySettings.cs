namespace Firesteel.Foundation.Configuration;

/// <summary>Holds a process to what its settings promise about security: one that asks for a protection that is not there does not start.</summary>
static class SecuritySettings
{
    // Each of these asks, when true, for something that nothing here does.
    private static readonly Dictionary<string, string> Unmet = new(StringComparer.Ordinal)
    {
        ["spark.network.crypto.enabled"] = "connections between processes are authenticated, not encrypted",
        ["spark.authenticate.enableSaslEncryption"] = "connections between processes are authenticated, not encrypted",
        ["spark.network.sasl.serverAlwaysEncrypt"] = "connections between processes are authenticated, not encrypted",
        ["spark.io.encryption.enabled"] = "files of shuffles and spills are not encrypted",
        ["spark.acls.enable"] = "pages know no users",
        ["spark.ui.acls.enable"] = "pages know no users",
        ["spark.history.ui.acls.enable"] = "pages know no users",
        ["spark.ui.strictTransportSecurity"] = "pages are served without TLS",
    };

    // Each of these, when it has any value, asks for something that nothing here does.
    private static readonly Dictionary<string, string> UnmetWhenSet = new(StringComparer.Ordinal)
    {
        ["spark.ui.filters"] = "servlet filters are classes of a JVM, and a filter may be what guards the pages",
        ["spark.authenticate.secret.driver.file"] = "driver and executors read their secret from one place: set spark.authenticate.secret.file",
        ["spark.authenticate.secret.executor.file"] = "executors get a secret of their application's own, and read no file for it",
        ["spark.kerberos.keytab"] = "Kerberos is not supported",
        ["spark.kerberos.principal"] = "Kerberos is not supported",
        ["spark.yarn.keytab"] = "Kerberos is not supported",
    };

    /// <exception cref="SparkException">A setting asks for a protection that is not there.</exception>
    public static void RequireHonoured(IEnumerable<KeyValuePair<string, string>> settings)
    {
        foreach (var (key, value) in settings)
        {
            var why = Unmet.TryGetValue(key, out var unmet) && ConfigText.Boolean(key, value) ? unmet
                : UnmetWhenSet.TryGetValue(key, out var set) && value.Length > 0 ? set
                : key.StartsWith("spark.ssl.", StringComparison.Ordinal) && key.EndsWith("enabled", StringComparison.Ordinal) && ConfigText.Boolean(key, value) ? "there is no TLS yet"
                : null;
            if (why is not null) throw SparkException.WithoutCondition($"The security setting {key} cannot be honoured, so nothing is started: {why}. Remove it if that is acceptable.");
            if (key == "spark.redaction.regex") Redaction.Use(value);
        }
    }
}
