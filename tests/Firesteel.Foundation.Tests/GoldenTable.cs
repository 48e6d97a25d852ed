using System.Text;

namespace Firesteel.Foundation.Tests;

/// <summary>Answers of real Spark as rows of text: tab-separated, with a first line that says what the columns are.</summary>
static class GoldenTable
{
    public static IEnumerable<string[]> Read(string path) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, path)).Split('\n').Skip(1).Where(line => line.Length > 0).Select(line => line.Split('\t').Select(Unescape).ToArray());

    /// <summary>Fails with the first few rows whose answer differs.</summary>
    public static void Check(string path, Func<string[], string[]> answer, int inputs = 1)
    {
        var wrong = new List<string>();
        var rows = 0;
        foreach (var row in Read(path))
        {
            rows++;
            string[] ours;
            try { ours = answer(row); }
            catch (Exception e) { ours = [e.GetType().Name + " " + e.Message + e.StackTrace]; }
            if (!ours.AsSpan().SequenceEqual(row.AsSpan(inputs)))
                wrong.Add($"{string.Join(" | ", row.Take(inputs))} -> {string.Join(" | ", ours)}, Spark: {string.Join(" | ", row.Skip(inputs))}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {rows} differ:\n{string.Join('\n', wrong.Take(25))}");
        Assert.NotEqual(0, rows);
    }

    public delegate int Writer<in T>(T value, Span<byte> destination);

    public static string Text<T>(T value, Writer<T> write)
    {
        var buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, write(value, buffer));
    }

    private static string Unescape(string text)
    {
        if (!text.Contains('\\')) return text;
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
            plain.Append(text[i] != '\\' ? text[i] : text[++i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', var c => c });
        return plain.ToString();
    }
}
