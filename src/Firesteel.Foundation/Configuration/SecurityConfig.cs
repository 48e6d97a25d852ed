namespace Firesteel.Foundation.Configuration;

/// <summary>Who may talk to whom.</summary>
static class SecurityConfig
{
    public static readonly ConfigEntry<bool> Authenticate =
        ConfigBuilder.Of("spark.authenticate").Doc("Processes of a cluster prove to each other that they know its secret, unless this is false in so many words.").Boolean("true");

    public static readonly ConfigEntry<string?> Secret =
        ConfigBuilder.Of("spark.authenticate.secret").Doc("The secret of the cluster.").OptionalText();

    public static readonly ConfigEntry<string?> SecretFile =
        ConfigBuilder.Of("spark.authenticate.secret.file").Doc("File that holds the secret of the cluster.").OptionalText();
}
