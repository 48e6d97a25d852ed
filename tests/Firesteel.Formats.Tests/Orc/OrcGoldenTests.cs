using System.Security.Cryptography;
using System.Text;
using Firesteel.Foundation.FileSystems;
using Firesteel.Testing;
using Xunit;

namespace Firesteel.Formats.Tests.Orc;

/// <summary>Files that Spark wrote, of both versions of the encodings, give the rows that Spark reads from them.</summary>
public sealed class OrcGoldenTests
{
    private const string Folder = "tests/Firesteel.Formats.Tests/Orc/Golden/";
    private const int RowsShown = 30;

    [Theory]
    [InlineData("spark-none-direct")]
    [InlineData("spark-snappy-version-0.11")]
    [InlineData("spark-zlib")]
    public void SparkFilesReadAsSparkReadsThem(string name)
    {
        var path = Path.Combine(Workspace.Root, Folder, name + ".orc");
        var (schema, rows) = OrcRows.Read(new LocalRandomAccessFile(path));
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows))));
        Golden.Check($"{Folder}{name}.txt", string.Join('\n', rows.Take(RowsShown).Prepend($"{rows.Count} rows, SHA-256 {hash}").Prepend(schema.SimpleString)) + "\n");
        Assert.Equal(rows, OrcRows.Read(new LocalRandomAccessFile(path), batchRows: 7).Rows);
    }
}
