namespace Firesteel.Deploy.Tests.Chaos;

/// <summary>Flips bytes in files to which running executors have written shuffled rows, as a bad disk would.</summary>
static class BlockDamage
{
    private const int Flips = 64;
    private const int MostFiles = 8;

    public static string Do(IReadOnlyList<int> executors, IEnumerable<string> folders, Random random)
    {
        var files = executors.SelectMany(Open).Concat(folders.SelectMany(Named)).ToArray();
        random.Shuffle(files);
        var damaged = files.Where(file => Damage(file, random)).Take(MostFiles).Count();
        return damaged == 0 ? "no block on disk to damage" : $"{damaged} of {files.Length} files with blocks are damaged";
    }

    // Files of SQL's shuffles and spills have no names any more; only their process still reaches them.
    private static IEnumerable<string> Open(int process)
    {
        var folder = $"/proc/{process}/fd";
        try { return [.. Directory.GetFileSystemEntries(folder).Where(link => File.ResolveLinkTarget(link, false)?.Name.Contains("temp_local_") == true)]; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while it was looked at.
            return [];
        }
    }

    private static IEnumerable<string> Named(string folder)
    {
        try { return Directory.GetFiles(folder, "temp_local_*", SearchOption.AllDirectories); }
        catch (IOException) { return []; }
    }

    private static bool Damage(string path, Random random)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1);
            if (file.Length == 0) return false;
            for (var flip = 0; flip < Flips; flip++)
            {
                file.Position = random.NextInt64(file.Length);
                var flipped = (byte)(file.ReadByte() ^ random.Next(1, 256));
                file.Position--;
                file.WriteByte(flipped);
            }
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It went meanwhile.
            return false;
        }
    }
}
