using System.Net;
using System.Text;

namespace Firesteel.Deploy.Pages;

/// <summary>Builds a daemon's page: a title, facts, tables. Everything that goes in is text and is escaped.</summary>
sealed class HtmlPage
{
    private const string Style =
        "body{font:14px system-ui,sans-serif;margin:24px;color:#222}h1{font-size:22px}h2{font-size:16px;margin-top:28px}table{border-collapse:collapse;width:100%}"
        + "th,td{text-align:left;padding:5px 9px;border-bottom:1px solid #ddd}th{background:#f5f5f5}dl{display:grid;grid-template-columns:max-content auto;gap:3px 14px}dt{font-weight:600}dd{margin:0}";

    private readonly StringBuilder _html = new();

    public HtmlPage(string title)
    {
        var text = WebUtility.HtmlEncode(title);
        _html.Append($"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{text}</title><style>{Style}</style></head><body><h1>{text}</h1>");
    }

    public HtmlPage Facts(params ReadOnlySpan<(string Name, string Value)> facts)
    {
        _html.Append("<dl>");
        foreach (var (name, value) in facts) _html.Append($"<dt>{WebUtility.HtmlEncode(name)}</dt><dd>{WebUtility.HtmlEncode(value)}</dd>");
        _html.Append("</dl>");
        return this;
    }

    /// <param name="rows">Cells; one that is a link has its address behind the text.</param>
    public HtmlPage Table(string caption, ReadOnlySpan<string> head, IReadOnlyList<(string Text, string? Link)[]> rows)
    {
        _html.Append($"<h2>{WebUtility.HtmlEncode(caption)} ({rows.Count})</h2><table><thead><tr>");
        foreach (var name in head) _html.Append($"<th>{WebUtility.HtmlEncode(name)}</th>");
        _html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            _html.Append("<tr>");
            foreach (var (text, link) in row)
            {
                var encoded = WebUtility.HtmlEncode(text);
                _html.Append(link is null ? $"<td>{encoded}</td>" : $"<td><a href=\"{WebUtility.HtmlEncode(link)}\">{encoded}</a></td>");
            }
            _html.Append("</tr>");
        }
        _html.Append("</tbody></table>");
        return this;
    }

    public PageAnswer Finish() => PageAnswer.Html(_html.Append("</body></html>").ToString());
}
