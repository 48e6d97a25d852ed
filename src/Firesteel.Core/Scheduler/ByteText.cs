using System.Globalization;

namespace Firesteel.Core.Scheduler;

/// <summary>Sizes as Spark's log lines show them: <c>1024.0 MiB</c>.</summary>
static class ByteText
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    public static string Of(long bytes)
    {
        var (unit, size) = (0, (double)bytes);
        // A unit is used from twice its size on.
        for (; size >= 2048 && unit < Units.Length - 1; unit++) size /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{size:0.0} {Units[unit]}");
    }
}
