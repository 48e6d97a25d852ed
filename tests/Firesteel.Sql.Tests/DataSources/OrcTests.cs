using Firesteel.Sql.DataSources;
using Firesteel.Sql.DataSources.Writing;
using Firesteel.Types;

namespace Firesteel.Sql.Tests.DataSources;

/// <summary>ORC as a table's format: schemas of several files, converted types, names that are places, skipped stripes.</summary>
public sealed class OrcTests : IDisposable
{
    private readonly FileSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("zstd", ".zstd.orc")]
    [InlineData("snappy", ".snappy.orc")]
    [InlineData("none", ".orc")]
    public void RowsComeBackAndFilesAreNamedByCodec(string codec, string suffix)
    {
        const string Rows = """
            select /*+ coalesce(1) */ * from values
              (1, 'a', 1.50BD, date'1500-01-01', timestamp_ntz'2021-03-04 05:06:07.5', interval '1-2' year to month, array(1, null), map('k', named_struct('x', 1.5D))),
              (2, null, null, null, null, null, null, null)
            as t(i, s, d, dt, n, ym, a, m)
            """;
        _session.Write(Rows, _session.Spec("orc", "t", SaveMode.ErrorIfExists, ("compression", codec)));
        Assert.Contains(_session.Files("t"), f => f.EndsWith("c000" + suffix, StringComparison.Ordinal));
        _session.View("v", "orc", _session.Path("t"));
        Assert.Equal(_session.Rows(Rows), _session.Rows("select * from v"));
        Assert.Equal(["2"], _session.Rows("select i from v where s is null"));
    }

    [Fact]
    public void SchemasMergeAndMissingColumnsAreNull()
    {
        _session.Write("select 1 a, 'x' b", _session.Spec("orc", "m/p=1", SaveMode.ErrorIfExists));
        _session.Write("select 2 a, 2.5D c", _session.Spec("orc", "m/p=2", SaveMode.ErrorIfExists));
        var table = _session.View("v", "orc", _session.Path("m"), null, ("mergeSchema", "true"));
        Assert.Equal("struct<a:int,b:string,c:double>", table.DataSchema.SimpleString);
        Assert.Equal(["1\tx\tNULL\t1", "2\tNULL\t2.5\t2"], _session.Rows("select a, b, c, p from v order by a"));
    }

    [Fact]
    public void OtherTypesAreConvertedAndWhatHasNoMeaningIsNull()
    {
        _session.Write("select 300L l, 'v1' s, array(1L, 5000000000L) a, 1.25BD d", _session.Spec("orc", "t", SaveMode.ErrorIfExists));
        var schema = new StructType(
            new StructField("l", ByteType.Instance), new StructField("L2", IntegerType.Instance), new StructField("s", IntegerType.Instance),
            new StructField("a", new ArrayType(IntegerType.Instance)), new StructField("D", DoubleType.Instance));
        _session.View("v", "orc", _session.Path("t"), schema);
        Assert.Equal(["NULL\tNULL\tNULL\t[1,null]\t1.25"], _session.Rows("select * from v"));
        _session.View("w", "orc", _session.Path("t"), new StructType(new StructField("a", IntegerType.Instance)));
        Assert.Equal("FAILED_READ_FILE.NO_HINT", Assert.ThrowsAny<SparkException>(() => _session.Rows("select * from w")).Condition);
    }

    [Fact]
    public void ColumnsWithoutNamesAreFoundByPlace()
    {
        _session.Write("select 7 _col0, 'x' _col1", _session.Spec("orc", "t", SaveMode.ErrorIfExists));
        _session.View("v", "orc", _session.Path("t"), new StructType(new StructField("k", IntegerType.Instance), new StructField("v", StringType.Instance), new StructField("w", LongType.Instance)));
        Assert.Equal(["x\tNULL"], _session.Rows("select v, w from v"));
    }

    [Fact]
    public void FiltersThatStatisticsRuleOutFindTheSameRows()
    {
        _session.Write("select /*+ coalesce(1) */ id, cast(id % 7 as double) d, concat('s', id div 1000) s, date_add(date'1400-01-01', cast(id * 20 as int)) dt, if(id < 30000, null, id) n from range(60000)",
            _session.Spec("orc", "t", SaveMode.ErrorIfExists, ("orc.stripe.size", "10000")));
        _session.View("v", "orc", _session.Path("t"));
        _session.Write("select * from v", _session.Spec("parquet", "p", SaveMode.ErrorIfExists));
        _session.View("q", "parquet", _session.Path("p"));
        foreach (var condition in (string[])["id = 31000", "id < 0", "d > 5 and id >= 59990", "s = 's17'", "s > 's9'", "dt < date'1401-01-01'", "dt = date'1582-10-15'", "n is null", "n is not null and id < 30001", "id in (1, 59999)", "id <> 5"])
            Assert.Equal(_session.Rows($"select count(*), sum(id) from q where {condition}"), _session.Rows($"select count(*), sum(id) from v where {condition}"));
    }

    [Fact]
    public void FunctionsOfTextsKeepTheDictionariesOfStripesApart()
    {
        _session.Write("select /*+ coalesce(1) */ id, concat('s', id div 1000) s from range(40000)", _session.Spec("orc", "t", SaveMode.ErrorIfExists, ("orc.stripe.size", "10000")));
        _session.View("v", "orc", _session.Path("t"));
        Assert.Equal(["40\t1000\t1000"], _session.Rows("select count(*), min(c), max(c) from (select upper(s) u, count(*) c from v group by 1)"));
        _session.Write("select id, upper(s) u from v", _session.Spec("parquet", "p", SaveMode.ErrorIfExists));
        _session.View("q", "parquet", _session.Path("p"));
        Assert.Equal(["0"], _session.Rows("select count(*) from q where u <> concat('S', id div 1000)"));
    }

    [Fact]
    public void TypesWithoutAFormAreRefused()
    {
        foreach (var value in (string[])["parse_json('1')", "null", "make_interval(1)"])
            Assert.Equal("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", Assert.ThrowsAny<AnalysisException>(() => _session.Write($"select {value} v", _session.Spec("orc", "t", SaveMode.Overwrite))).Condition);
        Assert.StartsWith("CODEC_NOT_AVAILABLE", Assert.ThrowsAny<SparkException>(() => _session.Write("select 1 v", _session.Spec("orc", "t", SaveMode.Overwrite, ("compression", "foo")))).Condition, StringComparison.Ordinal);
    }
}
