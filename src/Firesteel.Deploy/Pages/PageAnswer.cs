using System.Text;

namespace Firesteel.Deploy.Pages;

/// <summary>An answer to a request for a page.</summary>
/// <param name="Location">Where to go instead; null where the body is the answer.</param>
sealed record PageAnswer(int Status, string ContentType, byte[] Body, string? Location = null)
{
    public static PageAnswer NotFound { get; } = Plain(404, "Not found");

    public static PageAnswer Html(string text) => new(200, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(text));
    public static PageAnswer Json(byte[] body) => new(200, "application/json; charset=utf-8", body);
    public static PageAnswer Text(string text) => Plain(200, text);
    public static PageAnswer Plain(int status, string text) => new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));
    public static PageAnswer Redirect(string path) => new(303, "text/plain", [], path);
}

/// <summary>A request that the guard let through.</summary>
/// <param name="Path">Without a slash at its end.</param>
/// <param name="Viewer">Who asks.</param>
sealed record PageRequest(bool IsPost, string Path, Func<string, string> Query, Func<string, string> Form, PageViewer Viewer);

/// <summary>What a page needs to know of its viewer.</summary>
/// <param name="Token">What the viewer came in with, to be handed on to pages of other hosts; null for one on this machine.</param>
/// <param name="FormKey">What forms have to bring back.</param>
sealed record PageViewer(string? Token, string FormKey)
{
    /// <summary>A link to a page of another daemon of the cluster; null for what is no address of a page.</summary>
    public string? To(string address)
    {
        if (!address.StartsWith("http://", StringComparison.Ordinal) && !address.StartsWith("https://", StringComparison.Ordinal)) return null;
        return Token is null ? address : $"{address}{(address.Contains('?') ? '&' : '?')}token={Token}";
    }
}
