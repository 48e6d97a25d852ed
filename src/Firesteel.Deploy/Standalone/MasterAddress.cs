using System.Globalization;

namespace Firesteel.Deploy.Standalone;

/// <summary>Where a Master listens: <c>spark://host:port</c>.</summary>
sealed record MasterAddress(string Host, int Port)
{
    public const int DefaultPort = 7077;
    private const string Scheme = "spark://";

    public string HostPort => $"{Host}:{Port}";
    public string Url => Scheme + HostPort;

    /// <exception cref="SparkException">It is none.</exception>
    public static MasterAddress Parse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.Ordinal)) throw Malformed(text);
        var rest = text[Scheme.Length..].TrimEnd('/');
        if (rest.Contains(',')) throw SparkException.WithoutCondition($"{text} names several Masters; one is supported, with spark.deploy.recoveryMode=FILESYSTEM to start it again.");
        var colon = rest.LastIndexOf(':');
        if (colon <= 0 || rest.Contains('/') || rest.Contains('@') || !int.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is <= 0 or > 65535) throw Malformed(text);
        return new MasterAddress(rest[..colon], port);
    }

    private static SparkException Malformed(string text) => SparkException.WithoutCondition($"Invalid master URL: {text}. The address of a standalone Master looks like spark://host:7077.");
}
