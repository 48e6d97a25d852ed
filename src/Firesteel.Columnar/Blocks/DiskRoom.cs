namespace Firesteel.Columnar.Blocks;

/// <summary>Whether there is room for more on the disk of a folder.</summary>
static class DiskRoom
{
    private const long Least = 64 << 20;

    public static bool IsIn(string folder)
    {
        try { return new DriveInfo(folder).AvailableFreeSpace >= Least; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // What cannot tell cannot be written to either.
            return false;
        }
    }

    /// <summary>Any of the folders that have room; any at all where none has.</summary>
    public static string Choose(IReadOnlyList<string> folders)
    {
        var first = folders.Count == 1 ? 0 : Random.Shared.Next(folders.Count);
        for (var i = 0; i < folders.Count && folders.Count > 1; i++)
        {
            var folder = folders[(first + i) % folders.Count];
            if (IsIn(folder)) return folder;
        }
        return folders[first];
    }
}
