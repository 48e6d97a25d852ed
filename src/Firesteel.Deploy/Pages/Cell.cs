using System.Globalization;
using System.Net;
using System.Text;

namespace Firesteel.Deploy.Pages;

/// <summary>One cell of a table. What goes in is text and is escaped.</summary>
abstract record Cell
{
    public static implicit operator Cell(string text) => new TextCell(text);

    /// <summary>A number, or what sorts as one.</summary>
    public static Cell Number(long value, string? text = null) => new NumberCell(value, text ?? value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Text that leads somewhere; without an address it is only text.</summary>
    public static Cell Link(string text, string? address) => address is null ? new TextCell(text) : new LinksCell([(text, address)]);

    public static Cell Links(params ReadOnlySpan<(string Text, string? Address)> links) => new LinksCell([.. links]);

    /// <summary>A state of Spark's, coloured by what it means.</summary>
    public static Cell State(string state) => new StateCell(state);

    /// <summary>Another cell and a button that ends what it names.</summary>
    public static Cell WithKill(Cell cell, string action, string id, string formKey) => new KillCell(cell, action, id, formKey);

    public abstract void Write(StringBuilder html);

    protected static string Encode(string text) => WebUtility.HtmlEncode(text);

    private sealed record TextCell(string Text) : Cell
    {
        public override void Write(StringBuilder html) => html.Append($"<td>{Encode(Text)}</td>");
    }

    private sealed record NumberCell(long Value, string Text) : Cell
    {
        public override void Write(StringBuilder html) => html.Append(CultureInfo.InvariantCulture, $"<td class=\"number\" data-value=\"{Value}\">{Encode(Text)}</td>");
    }

    private sealed record LinksCell((string Text, string? Address)[] All) : Cell
    {
        public override void Write(StringBuilder html)
        {
            html.Append("<td>");
            Inner(html);
            html.Append("</td>");
        }

        public void Inner(StringBuilder html)
        {
            foreach (var (text, address) in All) html.Append(address is null ? $"{Encode(text)} " : $"<a href=\"{Encode(address)}\">{Encode(text)}</a> ");
        }
    }

    private sealed record StateCell(string Name) : Cell
    {
        public override void Write(StringBuilder html)
        {
            var kind = Name switch
            {
                "ALIVE" or "RUNNING" or "FINISHED" => " good",
                "DEAD" or "FAILED" or "LOST" or "ERROR" or "KILLED" => " bad",
                "WAITING" or "SUBMITTED" or "LAUNCHING" or "RECOVERING" or "UNKNOWN" or "RELAUNCHING" => " wait",
                _ => "",
            };
            html.Append($"<td><span class=\"state{kind}\">{Encode(Name)}</span></td>");
        }
    }

    private sealed record KillCell(Cell Before, string Action, string Id, string FormKey) : Cell
    {
        public override void Write(StringBuilder html)
        {
            html.Append("<td>");
            if (Before is LinksCell links) links.Inner(html);
            else if (Before is TextCell text) html.Append(Encode(text.Text));
            html.Append($"<form method=\"post\" action=\"{Encode(Action)}\" data-ask=\"{Encode($"End {Id}?")}\"><input type=\"hidden\" name=\"id\" value=\"{Encode(Id)}\"><input type=\"hidden\" name=\"terminate\" value=\"true\">")
                .Append($"<input type=\"hidden\" name=\"key\" value=\"{Encode(FormKey)}\"><button class=\"kill\">kill</button></form></td>");
        }
    }
}
