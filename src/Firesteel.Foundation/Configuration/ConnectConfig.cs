namespace Firesteel.Foundation.Configuration;

/// <summary>Keys of the Spark Connect server; those of its sessions have the names that Apache Spark reads without listing them.</summary>
static class ConnectConfig
{
    public static readonly ConfigEntry<string?> BindingAddress =
        ConfigBuilder.Of("spark.connect.grpc.binding.address").Doc("Address that the Connect server listens at, 127.0.0.1 where not set; beyond this machine it asks for a token.").OfApplication().OptionalText();

    public static readonly ConfigEntry<int> Port =
        ConfigBuilder.Of("spark.connect.grpc.binding.port").Doc("Port of the Connect server; 0 for any that is free.").OfApplication().Int("15002");

    public static readonly ConfigEntry<long> MaxInboundMessageSize =
        ConfigBuilder.Of("spark.connect.grpc.maxInboundMessageSize").Doc("Most bytes of a message from a client.").OfApplication().Bytes("134217728b");

    public static readonly ConfigEntry<long> ArrowMaxBatchSize =
        ConfigBuilder.Of("spark.connect.grpc.arrow.maxBatchSize").Doc("Most bytes of an Arrow batch of several rows that goes to a client; batches are kept well below, and below 8 MiB.").OfApplication().Bytes("134217728b");

    public static readonly ConfigEntry<string?> Token =
        ConfigBuilder.Of("spark.connect.authenticate.token").Doc("Token that every call must bring; also SPARK_CONNECT_AUTHENTICATE_TOKEN.").Since("4.0.0").OfApplication().OptionalText();

    public static readonly ConfigEntry<string?> CertificateChain =
        ConfigBuilder.Of("spark.connect.grpc.ssl.certChain").Doc("PEM file of the Connect server's certificate; with it calls are encrypted.").Since("4.0.0").OfApplication().OptionalText();

    public static readonly ConfigEntry<string?> PrivateKey =
        ConfigBuilder.Of("spark.connect.grpc.ssl.privateKey").Doc("PEM file of the key of the Connect server's certificate.").Since("4.0.0").OfApplication().OptionalText();

    public static readonly ConfigEntry<long> SessionTimeout =
        ConfigBuilder.Of("spark.connect.session.manager.defaultSessionTimeout").Doc("After how long without use a client's session ends.").Since("4.0.0").OfApplication().Duration("60m");

    public static readonly ConfigEntry<long> MaintenanceInterval =
        ConfigBuilder.Of("spark.connect.session.manager.maintenanceInterval").Doc("How often sessions and executions that nobody uses are looked for.").Since("4.0.0").OfApplication().Duration("30s");

    public static readonly ConfigEntry<int> MostSessions =
        ConfigBuilder.Of("spark.connect.session.manager.maxSessions").Doc("Most sessions of clients at a time.").Since("4.0.0").OfApplication().PositiveInt("10000");

    public static readonly ConfigEntry<long> DetachedTimeout =
        ConfigBuilder.Of("spark.connect.execute.manager.detachedTimeout").Doc("After how long without a client an execution ends.").Since("4.0.0").OfApplication().Duration("5m");

    public static readonly ConfigEntry<long> ProgressInterval =
        ConfigBuilder.Of("spark.connect.progress.reportInterval").Doc("How often a client hears of the progress of its query; 0 for never.").Since("4.0.0").Duration("2s");

    public static readonly ConfigEntry<string[]> Plugins =
        ConfigBuilder.Of("spark.plugins").Doc("Parts of the driver that start with it: org.apache.spark.sql.connect.SparkConnectPlugin is the Connect server.").List("");

    public static readonly ConfigEntry<string> ApiMode =
        ConfigBuilder.Of("spark.api.mode").Doc("classic, or connect: sessions live on a Connect server inside the driver.").Since("4.0.0").OneOf("classic", "classic", "connect");
}
