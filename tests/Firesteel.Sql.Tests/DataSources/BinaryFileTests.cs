using Firesteel.Sql.DataSources.Writing;
using Xunit;

namespace Firesteel.Sql.Tests.DataSources;

/// <summary>Files as rows of the source <c>binaryFile</c>.</summary>
public sealed class BinaryFileTests : IDisposable
{
    private readonly FileSession _session = new();

    public BinaryFileTests()
    {
        Directory.CreateDirectory(Path.Combine(_session.Path("b"), "k=1"));
        File.WriteAllBytes(Path.Combine(_session.Path("b"), "k=1", "one.bin"), [1, 2, 0xFF]);
        File.WriteAllText(Path.Combine(_session.Path("b"), "k=1", "two.txt"), "ä");
        File.WriteAllText(Path.Combine(_session.Path("b"), "k=1", "none"), "");
        _session.View("v", "binaryFile", _session.Path("b"));
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void AFileIsARow() => Assert.Equal(["none\t0\t\t1", "one.bin\t3\t0102FF\t1", "two.txt\t2\tC3A4\t1"],
        _session.Rows("select split_part(path, '/', -1) p, length, hex(content), k from v where modificationTime > timestamp'2020-01-01' and path like 'file:/%' order by p"));

    [Fact]
    public void FiltersLookAtFilesBeforeTheyAreRead()
    {
        Assert.Equal(["0102FF"], _session.Rows("select hex(content) from v where length = 3"));
        Assert.Equal(["C3A4"], _session.Rows("select hex(content) from v where content = X'C3A4' and length < 3"));
        Assert.Equal(["2"], _session.Rows("select count(*) from v where length < 3"));
    }

    [Fact]
    public void TheyAreNotWritten()
        => Assert.Equal("UNSUPPORTED_FEATURE.WRITE_FOR_BINARY_SOURCE", Assert.ThrowsAny<SparkException>(() => _session.Write("select * from v", _session.Spec("binaryFile", "w", SaveMode.ErrorIfExists))).Condition);
}
