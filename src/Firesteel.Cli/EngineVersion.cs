using System.Reflection;
using System.Runtime.InteropServices;

namespace Firesteel.Cli;

/// <summary>The versions that commands show: Spark's, whose behaviour this is, and our own.</summary>
static class EngineVersion
{
    public const string Spark = "4.3.0";

    public static string Own { get; } =
        typeof(EngineVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static void PrintBanner(TextWriter output)
    {
        output.WriteLine($"""
            Firesteel {Own}: Apache Spark without the JVM
            Speaks Spark version {Spark}
            Using {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}
            """);
    }
}
