using System.Globalization;
using Firesteel.Formats.Pickle;

namespace Firesteel.Formats.Tests.Pickle;

/// <summary>Values of pickles as a text for tests to compare.</summary>
static class PickleText
{
    public static string Of(PickleValue value) => value.Kind switch
    {
        PickleKind.Bool => value.Integer != 0 ? "True" : "False",
        PickleKind.Float => value.Float.ToString("R", CultureInfo.InvariantCulture),
        PickleKind.Text => value.Span.Length > 40 ? $"'{value.Text[..1]}*{value.Span.Length}'" : $"'{value.Text}'",
        PickleKind.Bytes => value.Span.Length > 40 ? $"b*{value.Span.Length}" : $"b{Convert.ToHexString(value.Span)}",
        PickleKind.Decimal => $"D{value.Text}",
        PickleKind.Date or PickleKind.Time or PickleKind.TimeDelta => $"{value.Kind}:{value}",
        PickleKind.DateTime => $"DateTime:{value}{(value.More is long offset ? $"@{offset}" : "")}",
        PickleKind.Tuple => $"({All(value)})",
        PickleKind.Set => $"<{All(value)}>",
        PickleKind.Dict => $"{{{string.Join(", ", Enumerable.Range(0, value.Dict.Count).Select(i => $"{Of(value.Dict.Key(i))}: {Of(value.Dict.Value(i))}"))}}}",
        PickleKind.Row => $"Row({string.Join(", ", value.Row.Names.Zip(value.Row.Values, (n, v) => $"{n}={Of(v)}"))})",
        PickleKind.List or PickleKind.NumpyArray => $"[{All(value)}]",
        _ => value.ToString(),
    };

    private static string All(PickleValue value)
    {
        Assert.True(value.TryElements(out var elements));
        return string.Join(", ", elements.ToArray().Select(Of));
    }
}
