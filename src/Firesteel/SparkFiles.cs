using Firesteel.Core.Files;

namespace Firesteel;

/// <summary>Files that were added by <see cref="SparkContext.AddFile"/> or <c>--files</c>, in the driver and in tasks.</summary>
public static class SparkFiles
{
    /// <summary>Where a file lies, or the folder that an archive was unpacked into.</summary>
    public static string Get(string filename) => FilesFolder.PathOf(filename);

    /// <summary>The folder with all of them.</summary>
    public static string GetRootDirectory() => FilesFolder.Path;
}
