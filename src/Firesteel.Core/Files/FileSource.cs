namespace Firesteel.Core.Files;

/// <summary>Where a file that somebody names can be read: a path, or a <c>file:</c>, <c>local:</c>, <c>http:</c> or <c>https:</c> address.</summary>
static class FileSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Whether it is read where it is used, and never carried there.</summary>
    public static bool IsLocalEverywhere(string named) => named.StartsWith("local:", StringComparison.Ordinal);

    /// <summary>A path on this machine; what lies elsewhere is fetched into a folder first.</summary>
    /// <exception cref="SparkException">It cannot be had.</exception>
    public static string Obtain(string named, string downloads)
    {
        if (named.StartsWith("http://", StringComparison.Ordinal) || named.StartsWith("https://", StringComparison.Ordinal)) return Download(named, downloads);
        var path = named;
        foreach (var scheme in (ReadOnlySpan<string>)["file:", "local:"])
            if (named.StartsWith(scheme, StringComparison.Ordinal)) path = Uri.UnescapeDataString(named[scheme.Length..].StartsWith("//", StringComparison.Ordinal) ? named[(named.IndexOf('/', scheme.Length + 2) is var at && at < 0 ? named.Length : at)..] : named[scheme.Length..]);
        if (path.Contains("://", StringComparison.Ordinal)) throw SparkException.WithoutCondition($"{named} cannot be read: files, local:, http: and https: are supported, {named[..named.IndexOf(':')]}: is not yet.");
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }

    private static string Download(string url, string folder)
    {
        var name = Path.GetFileName(new Uri(url).LocalPath);
        if (name.Length == 0) throw SparkException.WithoutCondition($"{url} names no file.");
        var target = Path.Combine(folder, name);
        Directory.CreateDirectory(folder);
        try
        {
            using var client = new HttpClient { Timeout = Patience };
            using var answer = client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead).GetAwaiter().GetResult();
            answer.EnsureSuccessStatusCode();
            using var output = File.Create(target);
            answer.Content.CopyToAsync(output).GetAwaiter().GetResult();
            return target;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or UnauthorizedAccessException)
        {
            throw SparkException.WithoutCondition($"{url} could not be fetched: {e.Message}", e);
        }
    }
}
