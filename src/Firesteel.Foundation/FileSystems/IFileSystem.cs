namespace Firesteel.Foundation.FileSystems;

/// <summary>Files and folders behind one scheme. Thread-safe. Paths are absolute and without the scheme.</summary>
interface IFileSystem
{
    /// <summary>The scheme in front of its paths, such as <c>file</c>.</summary>
    string Scheme { get; }

    /// <summary>What lies at a path, or null.</summary>
    FileStatus? GetStatus(string path);

    /// <summary>The entries of a folder, ordered by name as bytes; empty for a folder that is not there.</summary>
    IReadOnlyList<FileStatus> List(string folder);

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    IRandomAccessFile Open(string path);

    /// <summary>Opens a new file for writing, and makes the folders above it.</summary>
    /// <exception cref="IOException">The file exists and <paramref name="overwrite"/> is off.</exception>
    Stream Create(string path, bool overwrite);

    void MakeFolders(string path);

    /// <summary>Moves a file or folder; onto nothing, or onto a file, and then at once.</summary>
    void Rename(string source, string target);

    /// <returns>Whether there was something to delete.</returns>
    bool Delete(string path, bool recursive);

    /// <summary>The path as errors and plans show it, scheme included.</summary>
    string Qualify(string path);
}

/// <summary>What a file system tells about one entry.</summary>
/// <param name="Path">Absolute, without the scheme.</param>
/// <param name="Length">Bytes; 0 for a folder.</param>
/// <param name="ModificationTime">Milliseconds since 1970.</param>
readonly record struct FileStatus(string Path, long Length, bool IsFolder, long ModificationTime)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}
