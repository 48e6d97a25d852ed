using System.Security.Cryptography;
using System.Text;

namespace Firesteel.Cli.Programs;

/// <summary>Built programs, kept in a folder of the user's own: a program that has not changed is not built again.</summary>
static class ProgramCache
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Older builds of a program may still be running: they are kept this long.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>The program's build for this fingerprint.</summary>
    /// <param name="build">Builds into its first argument; the second is a folder for intermediate files.</param>
    public static BuiltProgram GetOrBuild(string source, string fingerprint, Action<string, string> build)
    {
        var folder = Path.Combine(Installation.CacheFolder, "programs", NameOf(source));
        var target = Path.Combine(folder, fingerprint);
        if (EntryAssembly(target) is { } built) return new BuiltProgram(built);

        CreateOwned(Installation.CacheFolder);
        CreateOwned(Path.Combine(Installation.CacheFolder, "programs"));
        CreateOwned(folder);
        var fresh = $"{target}.{Environment.ProcessId}";
        var scratch = $"{fresh}.obj";
        try
        {
            build(fresh, scratch);
            if (EntryAssembly(fresh) is null) throw new UsageException($"{source} has no entry point: nothing in it can be started.");
            Publish(fresh, target);
        }
        finally
        {
            if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        }
        DropOld(folder, keep: target);
        return new BuiltProgram(EntryAssembly(target)!);
    }

    // The SDK writes a runtime configuration beside each assembly that can be started, and beside no other.
    private static string? EntryAssembly(string folder)
    {
        const string Suffix = ".runtimeconfig.json";
        if (!Directory.Exists(folder)) return null;
        foreach (var file in Directory.EnumerateFiles(folder, "*" + Suffix)) return file[..^Suffix.Length] + ".dll";
        return null;
    }

    // Somebody else may have built the same program meanwhile: theirs is as good.
    private static void Publish(string fresh, string target)
    {
        try
        {
            Directory.Move(fresh, target);
        }
        catch (IOException) when (EntryAssembly(target) is not null)
        {
        }
    }

    private static void DropOld(string folder, string keep)
    {
        foreach (var old in new DirectoryInfo(folder).EnumerateDirectories())
        {
            if (old.FullName == keep || DateTime.UtcNow - old.LastWriteTimeUtc < Kept) continue;
            try
            {
                old.Delete(recursive: true);
            }
            catch (IOException)
            {
            }
        }
    }

    private static void CreateOwned(string folder)
    {
        if (Directory.Exists(folder)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly);
    }

    private static string NameOf(string source) =>
        $"{Path.GetFileNameWithoutExtension(source)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 8))}";
}
