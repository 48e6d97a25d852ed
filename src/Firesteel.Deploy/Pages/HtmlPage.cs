using System.Net;
using System.Text;

namespace Firesteel.Deploy.Pages;

/// <summary>Builds a daemon's page: a title, facts, tables. Everything that goes in is text and is escaped.</summary>
sealed class HtmlPage
{
    private readonly StringBuilder _html = new();

    public HtmlPage(string title)
    {
        var text = Encode(title);
        _html.Append($"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{text}</title>")
            .Append($"<link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"{PageStyle.SheetPath}\"></head><body>")
            .Append($"<header><a class=\"brand\" href=\"/\">Firesteel</a><span class=\"version\">Spark {Commands.DaemonUsage.SparkVersion}</span><h1>{text}</h1></header><main>");
    }

    public HtmlPage Facts(params ReadOnlySpan<(string Name, string Value, string? Link)> facts)
    {
        _html.Append("<dl class=\"facts\">");
        foreach (var (name, value, link) in facts)
            _html.Append($"<div><dt>{Encode(name)}</dt><dd>{(link is null ? Encode(value) : $"<a href=\"{Encode(link)}\">{Encode(value)}</a>")}</dd></div>");
        _html.Append("</dl>");
        return this;
    }

    /// <param name="whenEmpty">What stands in the place of a table without rows; null to leave the whole section out.</param>
    public HtmlPage Table(string caption, ReadOnlySpan<string> head, IReadOnlyList<Cell[]> rows, string? whenEmpty)
    {
        if (rows.Count == 0 && whenEmpty is null) return this;
        _html.Append($"<section><h2>{Encode(caption)} <span>({rows.Count})</span></h2><div class=\"table\">");
        if (rows.Count == 0)
        {
            _html.Append($"<div class=\"empty\">{Encode(whenEmpty!)}</div></div></section>");
            return this;
        }
        _html.Append("<table><thead><tr>");
        foreach (var name in head) _html.Append($"<th>{Encode(name)}</th>");
        _html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            _html.Append("<tr>");
            foreach (var cell in row) cell.Write(_html);
            _html.Append("</tr>");
        }
        _html.Append("</tbody></table></div></section>");
        return this;
    }

    /// <summary>A part of an output file, with buttons for what comes before and behind it.</summary>
    /// <param name="query">Names the file to <c>/log/</c>.</param>
    public HtmlPage Log(string query, LogSlice slice, int step)
    {
        _html.Append("<div class=\"more\"><button id=\"more\">Load More</button><button id=\"new\">Load New</button><span id=\"range\"></span><span id=\"note\" class=\"state bad\"></span></div>")
            .Append($"<pre data-log=\"{Encode(query)}\" data-start=\"{slice.Start}\" data-end=\"{slice.End}\" data-total=\"{slice.Total}\" data-step=\"{step}\">\n{Encode(slice.Text)}</pre>");
        return this;
    }

    public PageAnswer Finish() => PageAnswer.Html(_html.Append($"</main><script src=\"{PageStyle.ScriptPath}\"></script></body></html>").ToString());

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
