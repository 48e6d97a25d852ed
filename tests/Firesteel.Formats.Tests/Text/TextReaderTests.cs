using System.Text;
using Firesteel.Columnar.Memory;
using Firesteel.Formats.Text;
using Firesteel.Foundation.FileSystems;
using TextReader = Firesteel.Formats.Text.TextReader;

namespace Firesteel.Formats.Tests.Text;

public sealed class TextReaderTests : IDisposable
{
    private readonly MemoryAllocator _memory = new(new MemoryManager(1L << 30), "test");

    public void Dispose() => _memory.Dispose();

    private List<string> Read(Stream text, byte[]? separator = null, bool whole = false, int window = TextWindow.DefaultSize)
    {
        using var reader = new TextReader(new LineReader(new TextWindow(text, 0, _memory, window), separator, long.MaxValue), whole, wantsValue: true, _memory);
        var rows = new List<string>();
        while (reader.Next() is { } batch) rows.AddRange(ShellText.Rows(batch));
        return rows;
    }

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void LinesEndInThreeWays()
    {
        Assert.Equal(["a", "", "b", "c", "d"], Read(Bytes("a\r\n\nb\rc\nd")));
        Assert.Equal(["a\nb", "", "c"], Read(Bytes("a\nb||||c||"), "||"u8.ToArray()));
        Assert.Equal(["a\nb\n"], Read(Bytes("a\nb\n"), whole: true));
        Assert.Equal(["x\uFFFDy"], Read(new MemoryStream([(byte)'x', 0xE9, (byte)'y', (byte)'\n'])));
        var lines = Enumerable.Range(0, 500).Select(i => new string((char)('a' + i % 26), i)).ToList();
        Assert.Equal(lines, Read(Bytes(string.Join("\r\n", lines) + "\r\n"), window: 1));
    }

    [Fact]
    public void CorpusHasItsLines()
    {
        var path = SharedFolder.Corpus("formats/lines.txt");
        using var file = new LocalRandomAccessFile(path);
        Assert.Equal(File.ReadAllText(path).TrimEnd('\n').Split('\n'), Read(TextFile.Open(file, 0, Encoding.UTF8)));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("snappy")]
    public void CompressedTextComesBack(string codec)
    {
        var folder = Directory.CreateTempSubdirectory("firesteel-text-").FullName;
        var path = $"{folder}/t.txt{TextCompression.Suffix(codec)}";
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"line {i * 7919 % 1000}\n"));
        using (var stream = TextCompression.Wrap(File.Create(path), codec)) stream.Write(Encoding.UTF8.GetBytes(text));
        using (var file = new LocalRandomAccessFile(path)) Assert.Equal(text.TrimEnd('\n').Split('\n'), Read(TextFile.Open(file, 0, Encoding.UTF8)));
        Directory.Delete(folder, recursive: true);
    }
}
