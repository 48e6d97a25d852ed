using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Firesteel.Foundation.Logging;

namespace Firesteel.Cli.Programs;

/// <summary>Compiles a program with the .NET SDK against the engine's assemblies as they lie here.</summary>
static class SdkBuild
{
    private static readonly Logger Log = Logger.For("SparkSubmit");

    /// <summary>Assemblies that programs are compiled against besides the engine's, and that go with them (<c>--jars</c>, <c>--packages</c>).</summary>
    public static IReadOnlyList<string> References { get; set; } = [];

    /// <exception cref="BuildFailedException">The program does not compile; the SDK's own messages have been printed.</exception>
    public static void Run(string project, string output, string scratch, params ReadOnlySpan<string> properties)
    {
        Directory.CreateDirectory(scratch);
        var targets = Path.Combine(scratch, "Firesteel.targets");
        File.WriteAllText(targets, ReferencesToEngine());
        var start = new ProcessStartInfo(Dotnet())
        {
            WorkingDirectory = Path.GetDirectoryName(project),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in (ReadOnlySpan<string>)
                 ["build", project, "-c", "Release", "-o", output, "--artifacts-path", scratch, "-v", "quiet", "-nologo", "--disable-build-servers", "-p:UseAppHost=false",
                  "-p:NuGetAudit=false", $"-p:CustomAfterMicrosoftCommonTargets={targets}", .. properties])
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_NOLOGO"] = "true";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "true";

        Log.Info($"Building {project}");
        using var process = Process.Start(start)!;
        // Whoever ends this process ends the compiler with it.
        EventHandler end = (_, _) => process.Kill(entireProcessTree: true);
        AppDomain.CurrentDomain.ProcessExit += end;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var messages = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        AppDomain.CurrentDomain.ProcessExit -= end;
        if (messages.Trim().Length > 0) Console.Error.WriteLine(messages.TrimEnd());
        if (process.ExitCode != 0) throw new BuildFailedException(project);
    }

    // Private=false: the engine's assemblies are loaded from here, not copied beside each program.
    private static string ReferencesToEngine()
    {
        var text = new StringBuilder("<Project>\n  <ItemGroup>\n");
        foreach (var file in Directory.EnumerateFiles(Installation.EngineFolder, "Firesteel*.dll").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (name is "Firesteel.Cli" or "Firesteel.Cli.Tests") continue;
            text.Append($"    <Reference Include=\"{name}\" HintPath=\"{System.Security.SecurityElement.Escape(file)}\" Private=\"false\" />\n");
        }
        foreach (var file in References)
            text.Append($"    <Reference Include=\"{Path.GetFileNameWithoutExtension(file)}\" HintPath=\"{System.Security.SecurityElement.Escape(file)}\" Private=\"true\" />\n");
        return text.Append("  </ItemGroup>\n</Project>\n").ToString();
    }

    private static string Dotnet()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        foreach (var folder in (IEnumerable<string>)[root, .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)])
        {
            var dotnet = Path.Combine(folder, "dotnet");
            if (!File.Exists(dotnet)) continue;
            var real = File.ResolveLinkTarget(dotnet, returnFinalTarget: true)?.FullName ?? dotnet;
            if (Directory.Exists(Path.Combine(Path.GetDirectoryName(real)!, "sdk"))) return dotnet;
        }
        throw new UsageException("Compiling a C# program needs the .NET 10 SDK, and there is none here: install it from https://dotnet.microsoft.com/download.");
    }
}

/// <summary>The SDK could not compile a program.</summary>
sealed class BuildFailedException(string project) : Exception($"{project} does not compile.");
