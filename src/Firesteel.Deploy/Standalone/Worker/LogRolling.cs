using System.Globalization;
using Firesteel.Deploy.Commands;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Deploy.Standalone.Worker;

/// <summary>When output files of executors and drivers are rolled over, and how many are kept (<c>spark.executor.logs.rolling.*</c>).</summary>
/// <param name="Every">Null where size decides.</param>
/// <param name="MaxBytes">Null where time decides.</param>
/// <param name="Kept">Negative for all.</param>
/// <param name="Suffix">Form of the time behind a rolled file's name.</param>
sealed record LogRolling(TimeSpan? Every, long? MaxBytes, int Kept, string Suffix)
{
    private const string Prefix = "spark.executor.logs.rolling.";

    /// <returns>Null where files are not rolled.</returns>
    /// <exception cref="SparkException">A setting has no meaning.</exception>
    public static LogRolling? From(DaemonArguments arguments)
    {
        var kept = arguments.NumberSetting(Prefix + "maxRetainedFiles", -1);
        switch (arguments.Setting(Prefix + "strategy") ?? "")
        {
            case "": return null;
            case "size":
                var size = arguments.Setting(Prefix + "maxSize") is { } text ? ConfigText.Bytes(Prefix + "maxSize", text, ByteUnit.BYTE) : 1 << 20;
                return new LogRolling(null, Math.Max(1024, size), kept, "yyyy-MM-dd'--'HH-mm-ss'--'ffff");
            case "time":
                return (arguments.Setting(Prefix + "time.interval") ?? "daily") switch
                {
                    "daily" => new LogRolling(TimeSpan.FromDays(1), null, kept, "yyyy-MM-dd"),
                    "hourly" => new LogRolling(TimeSpan.FromHours(1), null, kept, "yyyy-MM-dd'--'HH"),
                    "minutely" => new LogRolling(TimeSpan.FromMinutes(1), null, kept, "yyyy-MM-dd'--'HH-mm"),
                    var seconds when int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var every) && every > 0 => new LogRolling(TimeSpan.FromSeconds(every), null, kept, "yyyy-MM-dd'--'HH-mm-ss"),
                    var other => throw SparkException.WithoutCondition($"{Prefix}time.interval={other} is none of daily, hourly, minutely and a number of seconds."),
                };
            case var other: throw SparkException.WithoutCondition($"{Prefix}strategy={other} is neither \"time\" nor \"size\".");
        }
    }
}
