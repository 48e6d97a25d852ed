using System.Globalization;

namespace Firesteel.Deploy.Standalone;

/// <summary>Sizes in logs and pages, in Spark's form: <c>2.0 GiB</c>.</summary>
static class MemoryText
{
    public static string Of(long megabytes) => megabytes >= 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{megabytes / 1024.0:0.0} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{megabytes:0.0} MiB");
}
