namespace Firesteel.Catalyst.Functions.Text;

/// <summary>A URI split as java.net.URI splits it (RFC 2396).</summary>
sealed class JavaUri
{
    private string? _scheme, _authority, _host, _userInfo, _query, _fragment;
    private string _path = "";

    public static bool TryParse(string text, out JavaUri uri)
    {
        uri = new JavaUri();
        foreach (var c in text)
            if (c <= ' ' || "<>\"{}|\\^`".Contains(c)) return false;
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '%' && (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))) return false;
        var rest = text;
        var hash = rest.IndexOf('#');
        if (hash >= 0) { uri._fragment = rest[(hash + 1)..]; rest = rest[..hash]; }
        var colon = rest.IndexOf(':');
        var stop = rest.IndexOfAny(['/', '?']);
        if (colon >= 0 && (stop < 0 || colon < stop))
        {
            if (colon == 0 || !char.IsAsciiLetter(rest[0]) || !rest[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')) return false;
            uri._scheme = rest[..colon];
            rest = rest[(colon + 1)..];
            if (rest.Length == 0) return false;
            if (rest[0] != '/') return true;
        }
        var question = rest.IndexOf('?');
        if (question >= 0) { uri._query = rest[(question + 1)..]; rest = rest[..question]; }
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var slash = rest.IndexOf('/', 2);
            var authority = slash < 0 ? rest[2..] : rest[2..slash];
            uri._path = slash < 0 ? "" : rest[slash..];
            if (authority.Length == 0) return uri._path.Length > 0;
            uri._authority = authority;
            var at = authority.IndexOf('@');
            if (at >= 0) { uri._userInfo = authority[..at]; authority = authority[(at + 1)..]; }
            var port = authority.StartsWith('[') ? authority.IndexOf(':', Math.Max(0, authority.IndexOf(']'))) : authority.IndexOf(':');
            if (port >= 0)
            {
                if (!authority[(port + 1)..].All(char.IsAsciiDigit)) { uri._userInfo = null; return true; }
                authority = authority[..port];
            }
            if (authority.StartsWith('[') || authority.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')) uri._host = authority;
            else uri._userInfo = null;
        }
        else uri._path = rest;
        return true;
    }

    public string? Part(string name) => name switch
    {
        "HOST" => _host,
        "PATH" => _path,
        "QUERY" => _query,
        "REF" => _fragment,
        "PROTOCOL" => _scheme,
        "FILE" => _query != null ? _path + "?" + _query : _path,
        "AUTHORITY" => _authority,
        "USERINFO" => _userInfo,
        _ => null,
    };

    public static string? QueryValue(string query, string key)
    {
        foreach (var pair in query.Split('&'))
        {
            var equals = pair.IndexOf('=');
            if (equals >= 0 && pair[..equals] == key) return pair[(equals + 1)..];
        }
        return null;
    }
}
