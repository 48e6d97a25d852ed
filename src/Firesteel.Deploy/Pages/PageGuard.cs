using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Firesteel.Deploy.Pages;

/// <summary>
/// Who may see a daemon's pages: this machine, and other hosts with the token. A request has to name a host that this
/// machine goes by, so that no page of a stranger's can read these through a name that it points here; and what changes
/// something has to come from a form of these pages.
/// </summary>
/// <param name="token">Null where everybody may look.</param>
/// <param name="names">Names and addresses of this machine besides its own.</param>
sealed class PageGuard(string? token, IReadOnlyCollection<string> names)
{
    private const string CookieName = "firesteel-pages";
    private readonly string _formKey = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The refusal, or who asks.</summary>
    public (PageAnswer? Refusal, PageViewer Viewer) Check(HttpContext context)
    {
        var request = context.Request;
        if (!IsOwnName(request.Host.Host)) return (PageAnswer.Plain(400, $"The pages of this machine are not those of {request.Host.Host}: ask by its name or address, or set SPARK_PUBLIC_DNS to the name that it goes by.\n"), Nobody);
        var shown = ShownToken(request);
        var knows = token is not null && shown is not null && Same(shown, token);
        if (token is not null && !knows && !IsLocal(context.Connection))
            return (PageAnswer.Plain(403, "These pages answer the machine that they are on, and others with the token: open the address that the start script printed, or add ?token= with what \"bin/firesteel pages-token\" prints there.\n"), Nobody);
        var viewer = new PageViewer(knows ? token : null, _formKey);
        if (knows && request.Query.ContainsKey("token")) Remember(context);
        if (!HttpMethods.IsPost(request.Method)) return (null, viewer);
        if (request.Headers.Origin.ToString() is { Length: > 0 } origin && !IsThisServer(origin, request)) return (PageAnswer.Plain(403, "The form is of another site.\n"), Nobody);
        return (null, viewer);
    }

    /// <summary>Whether a form was made by these pages.</summary>
    public bool IsOwnForm(string key) => Same(key, _formKey);

    private static PageViewer Nobody { get; } = new(null, "");

    private static string? ShownToken(HttpRequest request)
    {
        if (request.Query["token"].ToString() is { Length: > 0 } asked) return asked;
        if (request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.Ordinal)) return header["Bearer ".Length..];
        return request.Cookies[CookieName];
    }

    // Lax: who follows a link of the Master's to a Worker's page comes from another site.
    private void Remember(HttpContext context) =>
        context.Response.Cookies.Append(CookieName, token!, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" });

    private static bool IsLocal(ConnectionInfo connection) =>
        connection.RemoteIpAddress is { } from && (IPAddress.IsLoopback(from) || from.Equals(connection.LocalIpAddress));

    private bool IsOwnName(string host) =>
        host == "localhost" || IPAddress.TryParse(host.Trim('[', ']'), out _) || names.Contains(host, StringComparer.OrdinalIgnoreCase)
        || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase) || host.StartsWith(Environment.MachineName + ".", StringComparison.OrdinalIgnoreCase);

    private static bool IsThisServer(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);

    private static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
