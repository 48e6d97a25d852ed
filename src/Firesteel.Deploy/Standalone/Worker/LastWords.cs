using System.Text;

namespace Firesteel.Deploy.Standalone.Worker;

/// <summary>The last error that a process told of in its log, for those who see only that it ended.</summary>
static class LastWords
{
    private const int Tail = 8 << 10;
    private const int MostCharacters = 500;

    /// <param name="folder">Where its output lies.</param>
    public static string? In(string folder)
    {
        try
        {
            using var file = new FileStream(Path.Combine(folder, "stderr"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = Math.Max(0, file.Length - Tail);
            using var reader = new StreamReader(file, Encoding.UTF8);
            string? last = null;
            while (reader.ReadLine() is { } line)
            {
                // A line of a log is a date, a time, a level, who says it, and what; programs that never got to work say it without.
                if (line.Split(' ', 4) is [_, _, "ERROR", var text]) last = text;
                else if (line.StartsWith("Error: ", StringComparison.Ordinal) || line.StartsWith("Exception in thread ", StringComparison.Ordinal)) last = line;
            }
            return last is { Length: > MostCharacters } ? last[..MostCharacters] : last;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
