using System.Text.RegularExpressions;

namespace Firesteel.Cli.Programs;

/// <summary>Files that a build reads without the program naming them, or that it names only by reference.</summary>
static partial class ImplicitInputs
{
    private static readonly string[] Surroundings = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "nuget.config", "NuGet.config", "NuGet.Config", "global.json"];

    [GeneratedRegex("<ProjectReference[^>]*\\sInclude=\"([^\"]+)\"")]
    private static partial Regex ProjectReference();

    /// <summary>Adds the settings files of a folder and of the folders above it.</summary>
    public static void AddSurroundings(Fingerprint fingerprint, string folder)
    {
        foreach (var file in SdkBuild.References) fingerprint.AddStamp(new FileInfo(file));
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            foreach (var name in Surroundings)
            {
                var file = new FileInfo(Path.Join(at, name));
                if (file.Exists) fingerprint.AddStamp(file);
            }
        }
    }

    /// <summary>Adds a referenced file, or a project with all its sources and the projects that it references.</summary>
    public static void AddReference(Fingerprint fingerprint, string target) => AddReference(fingerprint, target, new HashSet<string>(StringComparer.Ordinal));

    private static void AddReference(Fingerprint fingerprint, string target, HashSet<string> seen)
    {
        if (!seen.Add(target)) return;
        if (Directory.Exists(target) && Directory.GetFiles(target, "*.csproj") is [var project]) target = project;
        if (!File.Exists(target)) return;
        fingerprint.AddStamp(new FileInfo(target));
        if (!target.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)) return;
        var folder = Path.GetDirectoryName(target)!;
        AddFolder(fingerprint, new DirectoryInfo(folder));
        foreach (Match reference in ProjectReference().Matches(File.ReadAllText(target)))
            AddReference(fingerprint, Path.GetFullPath(reference.Groups[1].Value.Replace('\\', '/'), folder), seen);
    }

    private static void AddFolder(Fingerprint fingerprint, DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            if (entry is FileInfo file) fingerprint.AddStamp(file);
            else if (entry is DirectoryInfo inner && inner.Name is not ("bin" or "obj") && inner.Name[0] != '.') AddFolder(fingerprint, inner);
        }
    }
}
