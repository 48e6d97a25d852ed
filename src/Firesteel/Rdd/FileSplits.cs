using Firesteel.Foundation.FileSystems;

namespace Firesteel;

/// <summary>A piece of a file.</summary>
/// <param name="Path">Without the scheme.</param>
/// <param name="Whole">Whether it is all of the file.</param>
/// <param name="Qualified">The path with its scheme.</param>
sealed record FileSplit(string Path, long Start, long Length, bool Whole, string Qualified);

/// <summary>How long pieces become.</summary>
/// <param name="Count">How many there should be at least; 0 if nobody asks for a number.</param>
/// <param name="Shortest">What no piece but a file's last is below.</param>
sealed record SplitSizes(int Count = 0, long Shortest = 1, long Longest = long.MaxValue);

/// <summary>Cuts the files that a path names as Hadoop cuts them.</summary>
static class FileSplits
{
    // The last piece may be a tenth longer than the others.
    private const double Slop = 1.1;
    private const long BlockSize = 32 << 20;

    /// <param name="whole">Tells of a path whether its file cannot be cut.</param>
    /// <exception cref="FileNotFoundException">There is nothing.</exception>
    public static FileSplit[] Of(string path, SplitSizes sizes, Func<string, bool> whole)
    {
        var files = InputFiles.Found(path);
        var goal = sizes.Count > 0 ? Math.Max(1, files.Sum(f => f.Status.Length) / sizes.Count) : long.MaxValue;
        var length = Math.Max(Math.Max(1, sizes.Shortest), Math.Min(Math.Min(goal, sizes.Longest), BlockSize));
        var splits = new List<FileSplit>();
        foreach (var (system, file) in files)
        {
            var (start, left, name) = (0L, file.Length, system.Qualify(file.Path));
            if (!whole(file.Path))
                for (; left / (double)length > Slop; start += length, left -= length) splits.Add(new FileSplit(file.Path, start, length, false, name));
            if (left > 0 || file.Length == 0) splits.Add(new FileSplit(file.Path, start, left, start == 0, name));
        }
        return [.. splits];
    }
}
