using System.Globalization;

namespace Firesteel.Deploy.Pages;

/// <summary>Times in the words of Spark's pages.</summary>
static class PageText
{
    /// <summary>For pages: <c>2026/11/21 14:43:01</c>.</summary>
    public static string Time(DateTimeOffset at) => at.ToLocalTime().ToString("yyyy/MM/dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>For JSON: <c>Sat Nov 21 11:21:46 UTC 2026</c>.</summary>
    public static string Date(DateTimeOffset at)
    {
        var local = at.ToLocalTime();
        var zone = local.Offset == TimeSpan.Zero ? "UTC" : local.ToString("'GMT'zzz", CultureInfo.InvariantCulture);
        return $"{local.ToString("ddd MMM dd HH:mm:ss", CultureInfo.InvariantCulture)} {zone} {local.Year.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary><c>8 s</c>, <c>3.5 min</c>, <c>2.1 h</c>.</summary>
    public static string Duration(long milliseconds) => milliseconds switch
    {
        < 1000 => $"{milliseconds} ms",
        < 60_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000.0:0} s"),
        < 3_600_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 60_000.0:0.0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 3_600_000.0:0.0} h"),
    };
}
