using Firesteel.Formats.Pickle;
using Firesteel.Formats.SequenceFile;
using Firesteel.Formats.Tests.Pickle;
using Firesteel.Testing;

namespace Firesteel.Formats.Tests.SequenceFile;

/// <summary>Small sequence files that Spark and Hadoop wrote, one a line: a name and the file in Base64.</summary>
static class SparkFiles
{
    private static readonly Dictionary<string, byte[]> All = File.ReadLines(Path.Combine(Workspace.Root, "tests/Firesteel.Formats.Tests/SequenceFile/files.txt"))
        .Select(l => l.Split(' ')).ToDictionary(p => p[0], p => Convert.FromBase64String(p[1]));

    public static IEnumerable<string> Names => All.Keys;

    public static byte[] Named(string name) => All[name];

    /// <summary>The records of a file or a piece of it, as text.</summary>
    public static List<string> Read(byte[] file, long start = 0, long length = long.MaxValue)
    {
        using var reader = new SequenceFileReader(new MemoryFile(file), start, length);
        var (key, value) = (Type(reader.Header.KeyClass), Type(reader.Header.ValueClass));
        var records = new List<string>();
        while (reader.Next())
        {
            var (k, v) = (reader.Key, reader.Value);
            records.Add($"{PickleText.Of(key.Read(ref k))}={PickleText.Of(value.Read(ref v))}");
        }
        return records;
    }

    private static WritableType Type(string name) => WritableTypes.Find(name) ?? throw new NotSupportedException(name);
}
