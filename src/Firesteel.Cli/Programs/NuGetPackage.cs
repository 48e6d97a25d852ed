using System.Security;

namespace Firesteel.Cli.Programs;

/// <summary>A package of NuGet with all that it needs, restored once into the user's cache.</summary>
static class NuGetPackage
{
    /// <returns>Paths of its assemblies.</returns>
    /// <exception cref="UsageException">There is no such package, or it cannot be had.</exception>
    public static IReadOnlyList<string> Restore(string name, string version)
    {
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')) throw new UsageException($"{name} is no name of a NuGet package.");
        var target = Path.Combine(Installation.CacheFolder, "packages", $"{name}.{version.Replace('/', '_')}");
        if (!Directory.Exists(target)) Build(name, version, target);
        return [.. Directory.EnumerateFiles(target, "*.dll").Where(f => Path.GetFileName(f) != "packages.dll").Order(StringComparer.Ordinal)];
    }

    private static void Build(string name, string version, string target)
    {
        var scratch = $"{target}.{Environment.ProcessId}";
        Directory.CreateDirectory(Path.Combine(scratch, "project"));
        var project = Path.Combine(scratch, "project", "packages.csproj");
        File.WriteAllText(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><CopyLocalLockFileAssemblies>true</CopyLocalLockFileAssemblies></PropertyGroup>
              <ItemGroup><PackageReference Include="{SecurityElement.Escape(name)}" Version="{SecurityElement.Escape(version)}" /></ItemGroup>
            </Project>
            """);
        try
        {
            SdkBuild.Run(project, Path.Combine(scratch, "out"), Path.Combine(scratch, "obj"));
            Directory.Move(Path.Combine(scratch, "out"), target);
        }
        catch (BuildFailedException)
        {
            throw new UsageException($"The NuGet package {name} {version} could not be had; the messages above say why.");
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Another process was quicker.
        }
        finally { Directory.Delete(scratch, recursive: true); }
    }
}
