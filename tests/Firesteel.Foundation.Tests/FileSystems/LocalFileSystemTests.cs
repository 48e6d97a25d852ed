using System.Text;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Foundation.Tests.FileSystems;

public sealed class LocalFileSystemTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("firesteel-fs-").FullName;
    private readonly IFileSystem _files = LocalFileSystem.Instance;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_can_be_listed_read_renamed_and_deleted()
    {
        Write("a/b/one.txt", "hello");
        Assert.Throws<IOException>(() => _files.Create($"{_folder}/a/b/one.txt", overwrite: false));
        _files.Rename($"{_folder}/a/b/one.txt", $"{_folder}/a/two.txt");
        Assert.Equal(["b", "two.txt"], _files.List($"{_folder}/a").Select(e => e.Name));
        using (var file = _files.Open($"{_folder}/a/two.txt"))
        {
            var bytes = new byte[3];
            file.Read(1, bytes);
            Assert.Equal("ell", Encoding.UTF8.GetString(bytes));
            Assert.Equal("FAILED_READ_FILE.NO_HINT", Assert.Throws<SparkException>(() => file.Read(4, new byte[3])).Condition);
        }
        Assert.True(_files.Delete($"{_folder}/a", recursive: true));
        Assert.False(_files.Delete($"{_folder}/a", recursive: true));
        Assert.Null(_files.GetStatus($"{_folder}/a"));
        Assert.Empty(_files.List($"{_folder}/a"));
    }

    [Theory]
    [InlineData("*.csv", "x.csv y.csv")]
    [InlineData("{x,z}.csv", "x.csv")]
    [InlineData("[w-x]*", "x.csv")]
    [InlineData("[^x].csv", "y.csv")]
    [InlineData("?.csv", "x.csv y.csv")]
    [InlineData("year=*/m=1/*", "p.csv q.csv")]
    [InlineData("{year=1/m=1,year=2/m=1}/*", "p.csv q.csv")]
    [InlineData(@"\*.csv", "")]
    [InlineData("x.csv", "x.csv")]
    public void Wildcards(string pattern, string expected)
    {
        foreach (var name in (string[])["x.csv", "y.csv", "z.txt", "year=1/m=1/p.csv", "year=2/m=1/q.csv", "year=2/m=2/r.csv"]) Write(name, "");
        Assert.Equal(expected, string.Join(' ', GlobPattern.Expand(_files, $"{_folder}/{pattern}").Select(e => e.Name)));
    }

    [Theory]
    [InlineData("file:/tmp/a b", "/tmp/a b")]
    [InlineData("file:///tmp/a/", "/tmp/a")]
    [InlineData("file://localhost/tmp/x%20y", "/tmp/x%20y")]
    [InlineData("/tmp/../tmp/a", "/tmp/a")]
    [InlineData("/tmp/c=1:2", "/tmp/c=1:2")]
    public void Paths_lose_their_scheme(string path, string local)
    {
        Assert.Equal(local, FileSystemRegistry.Resolve(path).Path);
        Assert.Equal("file:" + local, FileSystemRegistry.Qualify(path));
    }

    [Fact]
    public void An_unknown_scheme_is_an_error() =>
        Assert.Equal("FAILED_READ_FILE.UNSUPPORTED_FILE_SYSTEM", Assert.Throws<SparkException>(() => FileSystemRegistry.Resolve("gopher://x/y")).Condition);

    private void Write(string name, string text)
    {
        using var stream = _files.Create($"{_folder}/{name}", overwrite: false);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
