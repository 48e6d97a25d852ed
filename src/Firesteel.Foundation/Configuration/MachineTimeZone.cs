using Firesteel.Foundation.Time;

namespace Firesteel.Foundation.Configuration;

/// <summary>The machine's time zone by name: the default of a session's.</summary>
static class MachineTimeZone
{
    private static readonly Lazy<string> Found = new(Find);

    public static string Name() => Found.Value;

    // TZ, then /etc/timezone, then the file that /etc/localtime points at; UTC where none says more.
    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("TZ") is { Length: > 0 } named && TimeZones.TryGet(named.TrimStart(':')) is not null) return named.TrimStart(':');
        const string NameFile = "/etc/timezone";
        if (File.Exists(NameFile) && File.ReadAllText(NameFile).Trim() is { Length: > 0 } written) return written;
        const string Folder = "/zoneinfo/";
        if (File.ResolveLinkTarget("/etc/localtime", returnFinalTarget: false)?.FullName is { } target && target.IndexOf(Folder, StringComparison.Ordinal) is >= 0 and var at)
            return target[(at + Folder.Length)..];
        return "UTC";
    }
}
