using System.Net;
using System.Text;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel;

/// <summary>Rows drawn as an HTML table, for notebooks.</summary>
static class HtmlTable
{
    public static string Draw(DataFrame frame, int rows, int truncate)
    {
        var limit = Math.Max(0, rows);
        var cells = frame.With(new Limit(Literal.Of(limit + 1), frame.Plan));
        var text = cells.Select([.. cells.Plan.Output.Select(o => new Column(o).Cast("string").As(o.Name))]).Collect();
        var html = new StringBuilder("<table border='1'>\n<tr>");
        foreach (var name in frame.Columns()) html.Append("<th>").Append(WebUtility.HtmlEncode(name)).Append("</th>");
        html.Append("</tr>\n");
        foreach (var row in text.Take(limit))
        {
            html.Append("<tr>");
            for (var c = 0; c < row.Count; c++) html.Append("<td>").Append(WebUtility.HtmlEncode(RowTable.Cell((string?)row[c] ?? "NULL", truncate))).Append("</td>");
            html.Append("</tr>\n");
        }
        html.Append("</table>\n");
        if (text.Length > limit) html.Append($"only showing top {limit} {(limit == 1 ? "row" : "rows")}\n");
        return html.ToString();
    }
}
