namespace Firesteel.Deploy.Pages;

/// <summary>What all pages look like, and the little that they do by themselves.</summary>
static class PageStyle
{
    public const string SheetPath = "/static/pages.css";
    public const string ScriptPath = "/static/pages.js";

    public static PageAnswer Sheet { get; } = new(200, "text/css; charset=utf-8", Read("pages.css"));
    public static PageAnswer Script { get; } = new(200, "text/javascript; charset=utf-8", Read("pages.js"));

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageStyle).Assembly.GetManifestResourceStream("Firesteel.Deploy.Pages." + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
