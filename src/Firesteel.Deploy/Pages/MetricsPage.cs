using System.Globalization;
using System.Text;

namespace Firesteel.Deploy.Pages;

/// <summary>A daemon's gauges in the two forms that Spark serves them in.</summary>
static class MetricsPage
{
    public static PageAnswer Json(IReadOnlyList<(string Name, long Value)> gauges) => JsonPage.Write(json =>
    {
        json.WriteString("version", "4.0.0");
        json.WriteStartObject("gauges");
        foreach (var (name, value) in gauges)
        {
            json.WriteStartObject(name);
            json.WriteNumber("value", value);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.Empty(["counters", "histograms", "meters", "timers"], []);
    }, indented: false);

    public static PageAnswer Prometheus(IReadOnlyList<(string Name, long Value)> gauges)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in gauges)
        {
            var key = "metrics_" + name.Replace('.', '_');
            text.Append(CultureInfo.InvariantCulture, $"{key}_Number{{type=\"gauges\"}} {value}\n{key}_Value{{type=\"gauges\"}} {value}\n");
        }
        return PageAnswer.Text(text.ToString());
    }
}
