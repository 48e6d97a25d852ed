using System.IO.Compression;

namespace Firesteel.Core.Files;

/// <summary>Unpacks archives. Nothing of an archive lands outside of the folder that it is unpacked into.</summary>
static class Archive
{
    public static bool IsArchive(string name) => Kind(name) is not null;

    /// <param name="name">The archive's own name, which tells its format.</param>
    /// <exception cref="SparkException">It is none that is known, is damaged, or reaches outside of its folder.</exception>
    public static void Unpack(string path, string name, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            switch (Kind(name))
            {
                case "zip": ZipFile.ExtractToDirectory(path, folder, overwriteFiles: true); break;
                case "tar":
                    using (var plain = File.OpenRead(path)) TarArchive.Unpack(plain, folder);
                    break;
                case "tar.gz":
                    using (var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress)) TarArchive.Unpack(packed, folder);
                    break;
                default: throw SparkException.WithoutCondition($"{name} is no archive that can be unpacked: .zip, .jar, .tar, .tar.gz and .tgz are.");
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or UnauthorizedAccessException)
        {
            throw SparkException.WithoutCondition($"The archive {name} cannot be unpacked into {folder}: {e.Message}", e);
        }
    }

    private static string? Kind(string name)
    {
        if (name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".jar", StringComparison.OrdinalIgnoreCase)) return "zip";
        if (name.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase)) return "tar.gz";
        return name.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) ? "tar" : null;
    }
}
