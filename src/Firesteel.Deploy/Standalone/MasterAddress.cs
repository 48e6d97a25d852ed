using System.Globalization;

namespace Firesteel.Deploy.Standalone;

/// <summary>Where a Master listens: <c>spark://host:port</c>.</summary>
sealed record MasterAddress(string Host, int Port)
{
    public const int DefaultPort = 7077;
    private const string Scheme = "spark://";

    public string HostPort => $"{Host}:{Port}";
    public string Url => Scheme + HostPort;

    /// <summary>The Masters that an address names: <c>spark://host:port</c>, or several as <c>spark://a:7077,b:7077</c>.</summary>
    /// <exception cref="SparkException">It is no such address.</exception>
    public static IReadOnlyList<MasterAddress> ParseAll(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.Ordinal)) throw Malformed(text);
        return [.. text[Scheme.Length..].TrimEnd('/').Split(',').Select(one => ParseOne(one, text)).Distinct()];
    }

    private static MasterAddress ParseOne(string one, string all)
    {
        var colon = one.LastIndexOf(':');
        if (colon <= 0 || one.AsSpan().IndexOfAny("/@ \t") >= 0 || !int.TryParse(one.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is <= 0 or > 65535) throw Malformed(all);
        return new MasterAddress(one[..colon], port);
    }

    private static SparkException Malformed(string text) => SparkException.WithoutCondition($"Invalid master URL: {text}. The address of a standalone Master looks like spark://host:7077.");
}
