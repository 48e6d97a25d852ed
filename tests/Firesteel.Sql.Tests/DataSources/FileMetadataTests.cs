using Firesteel.Sql.DataSources;
using Firesteel.Sql.DataSources.Writing;
using Firesteel.Sql.Planning;
using Xunit;

namespace Firesteel.Sql.Tests.DataSources;

/// <summary>The hidden column <c>_metadata</c> of files; answers are Apache Spark's.</summary>
public sealed class FileMetadataTests : IDisposable
{
    private readonly FileSession _session = new();

    public FileMetadataTests()
    {
        Write("select id from range(0, 1000, 1, 1)", "parquet", "p", ("parquet.block.size", "1024"));
        Write("select id + 1000 as id from range(0, 10, 1, 1)", "parquet", "p", ("compression", "none"));
        Write("select id from range(0, 3, 1, 1)", "csv", "a b");
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void ItIsThereForWhoeverNamesIt()
    {
        Assert.Equal(["id"], Columns("select * from {p}"));
        Assert.Equal(["id", "row_index"], Columns("select *, _metadata.row_index from {p}"));
        Assert.Equal(["file_path", "file_name", "file_size", "file_block_start", "file_block_length", "file_modification_time", "row_index"], Columns("select _metadata.* from {p}"));
        Assert.Equal(["1010"], Rows("select count(*) from {p} where _metadata.file_name like 'part-%.parquet' and _metadata.file_path like 'file:/%/p/part-%' and _metadata.file_modification_time > timestamp'2020-01-01'"));
        Assert.Equal(["0\t0", "0\t1000", "1\t1"], Rows("select _metadata.row_index r, t.id from {p} t order by r, id limit 3"));
        Assert.Equal(["7"], Rows("select id from (select id from {p}) where _metadata.row_index = 7 and id < 1000"));
        Assert.Equal(["9\t2", "10\t1"], Rows("select m.row_index, count(*) c from (select _metadata m from {p}) group by 1 having m.row_index in (9, 10) order by 1"));
        Assert.Equal(["true"], Rows("select a._metadata.file_size > 0 from {p} a join {p} b on a.id = b.id and a._metadata.row_index = b._metadata.row_index where a.id = 5"));
        Assert.Equal(["7"], Rows("select _metadata.row_index from (select * from {p} where _metadata.row_index = 7) where id < 1000"));
        Assert.Equal(["NULL\ttrue"], Rows("select b._metadata.row_index, b._metadata.row_index is null from {p} a left join {p} b on a.id = b.id and b.id = 1 where a.id = 5"));
    }

    [Fact]
    public void RowsAreCountedOverRowGroupsAndWhatIsLeftOut()
    {
        Assert.Equal(["1000"], Rows("select count(*) from {p} where id < 1000 and _metadata.row_index = id"));
        Assert.Equal(["997\t997", "998\t998", "999\t999"], Rows("select id, _metadata.row_index from {p} where id between 997 and 999 order by id"));
    }

    [Fact]
    public void FilesAreLeftOutByTheirSize()
    {
        var small = _session.Rows($"select min(s) from (select _metadata.file_size s from parquet.`{_session.Path("p")}`)")[0];
        var plan = _session.State.Plan(_session.State.Optimize(_session.Runner.Analyze(_session.State.Parse(Sql($"select id from {{p}} where _metadata.file_size = {small}")))));
        Assert.Equal(1, Scans(plan).Single().Partitions.Sum(p => p.Count));
        Assert.Equal(["10"], Rows($"select count(*) from {{p}} where _metadata.file_size = {small}"));
    }

    [Fact]
    public void OnlyColumnarReadersKnowRows()
    {
        Assert.Equal(["0\t6\t0\t6", "1\t6\t0\t6", "2\t6\t0\t6"], Rows("select _c0, _metadata.file_size, _metadata.file_block_start, _metadata.file_block_length from {a b}"));
        Assert.Equal("FIELD_NOT_FOUND", Condition("select _metadata.row_index from {a b}"));
    }

    [Fact]
    public void PathsAreUris()
    {
        Assert.Equal(["true"], Rows("select distinct _metadata.file_path like '%/a\\%20b/%' from {a b}"));
        Assert.Equal(["true"], Rows("select distinct input_file_name() like 'file:///%/a\\%20b/%' from {a b}"));
    }

    [Fact]
    public void ColumnsOfItsNameComeFirst()
    {
        Write("select id, id + 1 as _metadata from range(2)", "parquet", "own");
        Assert.Equal(["1", "2"], Rows("select _metadata from {own} order by 1"));
        Assert.Equal(["2"], Rows("select count(__metadata.file_name) from {own}"));
    }

    [Theory]
    [InlineData("select _metadata from range(2)")]
    [InlineData("select _metadata from (select id from {p} union all select 1)")]
    [InlineData("select _metadata from (select max(id) from {p})")]
    [InlineData("select _metadata.row_index from v")]
    public void OtherPlansHaveNone(string sql)
    {
        _session.View("v", "parquet", _session.Path("p"));
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Condition(sql));
    }

    private void Write(string sql, string format, string name, params (string Key, string Value)[] options) => _session.Write(sql, _session.Spec(format, name, SaveMode.Append, options));

    private string Sql(string sql) => System.Text.RegularExpressions.Regex.Replace(sql, "{(.*?)}", m => $"{(m.Groups[1].Value == "a b" ? "csv" : "parquet")}.`{_session.Path(m.Groups[1].Value)}`");

    private List<string> Rows(string sql) => _session.Rows(Sql(sql));

    private IEnumerable<string> Columns(string sql) => _session.Runner.Analyze(_session.State.Parse(Sql(sql))).Output.Select(o => o.Name);

    private string Condition(string sql) => Assert.ThrowsAny<SparkException>(() => Rows(sql)).Condition;

    private static IEnumerable<FileScanExec> Scans(PhysicalPlan plan) => plan is FileScanExec scan ? [scan] : plan.Children.SelectMany(Scans);
}
