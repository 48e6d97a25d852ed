using System.Text;
using Firesteel.Foundation.Time;

namespace Firesteel.Execution;

/// <summary>Watermarks of DataFrames that are no streams: none of their rows is late, and the delay must be an interval all the same.</summary>
static class Watermarks
{
    /// <exception cref="AnalysisException">CANNOT_PARSE_INTERVAL.</exception>
    public static void CheckDelay(string delay)
    {
        if (!CalendarIntervalParser.TryParse(Encoding.UTF8.GetBytes(delay), out _))
            throw new AnalysisException("CANNOT_PARSE_INTERVAL", new Dictionary<string, string> { ["intervalString"] = $"'{delay}'" });
    }
}
