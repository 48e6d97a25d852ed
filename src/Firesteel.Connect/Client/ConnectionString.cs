using System.Globalization;

namespace Firesteel.Connect.Client;

/// <summary>Where a server is and how to speak to it: <c>sc://host:port/;key=value;…</c>.</summary>
sealed record ConnectionString(string Host, int Port)
{
    private const int DefaultPort = 15002;
    private const int DefaultMessageLimit = 128 << 20;

    public bool UseSsl { get; init; }
    public string? Token { get; init; }
    public string UserId { get; init; } = Environment.UserName;
    public string? UserAgent { get; init; }

    /// <summary>PEM file of certificates to trust besides those that the machine trusts; null for none.</summary>
    public string? TrustedCertificates { get; init; }
    public string SessionId { get; init; } = Guid.NewGuid().ToString();
    public int MessageLimit { get; init; } = DefaultMessageLimit;

    /// <summary>What else the address holds: headers of every call.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <exception cref="SparkException">INVALID_CONNECT_URL: the text has not the form.</exception>
    public static ConnectionString Parse(string url)
    {
        if (!url.StartsWith("sc://", StringComparison.Ordinal)) throw Invalid(url, "it begins with sc://");
        var rest = url["sc://".Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (authority, tail) = slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..]);
        if (slash < 0 && authority.Contains(';', StringComparison.Ordinal)) throw Invalid(url, "settings stand behind a slash: sc://host:port/;key=value");
        if (tail.Length > 0 && tail[0] != ';') throw Invalid(url, "the path is empty, settings follow a semicolon");
        var (host, port) = Authority(authority, url);
        var result = new ConnectionString(host, port);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in tail.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw Invalid(url, $"'{part}' is no key=value");
            var (key, value) = (Uri.UnescapeDataString(part[..equals]), Uri.UnescapeDataString(part[(equals + 1)..]));
            switch (key)
            {
                case "token": result = result with { Token = value }; break;
                case "use_ssl": result = result with { UseSsl = value.Equals("true", StringComparison.OrdinalIgnoreCase) }; break;
                case "ssl_trusted_certificates": result = result with { TrustedCertificates = value }; break;
                case "user_id": result = result with { UserId = value }; break;
                case "user_agent": result = result with { UserAgent = value }; break;
                case "session_id": result = result with { SessionId = Guid.TryParse(value, out var id) ? id.ToString() : throw Invalid(url, "session_id is a UUID") }; break;
                case "grpc_max_message_size":
                    result = result with { MessageLimit = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : throw Invalid(url, "grpc_max_message_size is a number") };
                    break;
                default: headers[key] = value; break;
            }
        }
        return result with { Headers = headers };
    }

    /// <summary>Whether calls are encrypted: asked for, or needed because a token must not travel in the clear beyond this machine.</summary>
    public bool IsEncrypted => UseSsl || Token is not null && !IsLoopback;

    private bool IsLoopback => Host is "localhost" || System.Net.IPAddress.TryParse(Host.Trim('[', ']'), out var address) && System.Net.IPAddress.IsLoopback(address);

    private static (string, int) Authority(string authority, string url)
    {
        // An address of IP version 6 stands in brackets.
        var colon = authority.LastIndexOf(':');
        if (colon < authority.LastIndexOf(']')) colon = -1;
        var host = colon < 0 ? authority : authority[..colon];
        if (host.Length == 0) throw Invalid(url, "it names a host");
        if (colon < 0) return (host, DefaultPort);
        return int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? (host, port) : throw Invalid(url, "the port is a number");
    }

    private static SparkException Invalid(string url, string why) => SparkException.WithoutCondition($"[INVALID_CONNECT_URL] The address {url} of a Spark Connect server has not the form sc://host:port/;key=value: {why}.");
}
