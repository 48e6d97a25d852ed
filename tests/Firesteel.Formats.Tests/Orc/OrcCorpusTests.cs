using System.Text.Json;
using Firesteel.Foundation.FileSystems;
using Xunit;

namespace Firesteel.Formats.Tests.Orc;

/// <summary>The ORC files of the shared corpora give the rows that Spark gives.</summary>
public sealed class OrcCorpusTests
{
    [Theory]
    [InlineData(4096)]
    [InlineData(7)]
    public void EveryCodecGivesTheSameTable(int batchRows)
    {
        var folder = SharedFolder.Corpus("formats");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        var wanted = expected.RootElement.GetProperty("types").GetProperty("rows").EnumerateArray().Select(r => r.GetString()!).ToList();
        foreach (var path in Directory.GetFiles(folder, "*.orc"))
        {
            var (_, rows) = OrcRows.Read(new LocalRandomAccessFile(path), batchRows);
            Assert.Equal(wanted, rows);
        }
    }
}
