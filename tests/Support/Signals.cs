using System.Globalization;
using Xunit;

namespace Firesteel.Testing;

/// <summary>What this process hands on to those that it starts.</summary>
static class Signals
{
    /// <summary>Skips the test where programs started from here never get SIGINT.</summary>
    public static void RequireInterrupt()
    {
        const ulong Interrupt = 1 << 1;
        var ignored = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        if (ignored is not null && (ulong.Parse(ignored["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0)
            Assert.Skip("Whoever started the tests has its processes ignore SIGINT, as a shell does for what it runs in the background.");
    }
}
