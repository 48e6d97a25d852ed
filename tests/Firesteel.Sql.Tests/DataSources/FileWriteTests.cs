using Firesteel.Sql.DataSources.Writing;

namespace Firesteel.Sql.Tests.DataSources;

public sealed class FileWriteTests : IDisposable
{
    private readonly FileSession _session = new();

    public void Dispose() => _session.Dispose();

    private const string Everything = """
        select /*+ coalesce(1) */ * from values
          (1, true, 1Y, 2S, 3L, float(1.5), 2.5D, 12.34BD, cast(1 as decimal(30,6)), 'a,"b"\n.', date'2020-02-29', timestamp'2021-03-04 05:06:07.123', timestamp_ntz'2021-03-04 05:06:07.5'),
          (2, false, -128Y, -32768S, -9223372036854775808L, float('NaN'), double('-Infinity'), 0.01BD, cast(-123456789012345678.901234 as decimal(30,6)), 'zażółć 漢字 😀', date'0001-01-01', timestamp'1900-01-01 00:00:00', timestamp_ntz'9999-12-31 23:59:59.999'),
          (3, null, null, null, null, null, null, null, null, null, null, null, null)
        as t(i, b, i8, i16, i64, f, d, dec, wide, s, dt, ts, ntz)
        """;

    [Theory]
    [InlineData("parquet")]
    [InlineData("json")]
    [InlineData("csv", "multiLine=true,header=true")]
    [InlineData("csv", "multiLine=true,quoteAll=true,nullValue=NUL,sep=|")]
    [InlineData("json", "compression=gzip,ignoreNullFields=false")]
    [InlineData("csv", "multiLine=true,compression=snappy")]
    [InlineData("parquet", "compression=zstd")]
    public void EveryTypeComesBack(string format, string optionText = "")
    {
        var options = optionText.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(o => (o.Split('=')[0], o.Split('=')[1])).ToArray();
        var expected = _session.Rows(Everything);
        _session.Write(Everything, _session.Spec(format, "t", SaveMode.ErrorIfExists, options));
        var schema = _session.Runner.Analyze(_session.State.Parse(Everything)).Schema;
        _session.View("v", format, _session.Path("t"), format == "parquet" ? null : schema, options);
        Assert.Equal(expected, _session.Rows("select * from v"));
    }

    [Fact]
    public void NestedValuesComeBack()
    {
        const string Nested = "select /*+ coalesce(1) */ * from values (1, array(1,null), map('k', named_struct('x', 1.5D, 'y', array('p'))), X'0102'), (2, null, map(), null) as t(i, a, m, b)";
        var schema = _session.Runner.Analyze(_session.State.Parse(Nested)).Schema;
        foreach (var format in new[] { "parquet", "json" })
        {
            _session.Write(Nested, _session.Spec(format, format, SaveMode.Append));
            _session.View("v", format, _session.Path(format), schema);
            Assert.Equal(_session.Rows(Nested), _session.Rows("select * from v"));
        }
    }

    [Fact]
    public void CsvIsLaidOutAsSparks()
    {
        _session.Write("""
            select /*+ coalesce(1) */ * from values (1,'a,b','x'),(2,'a"b','"q"'),(3,'a\\b','tail\\'),(4,' pad ','#c'),(5,'',null),(6,'l\nm','c\rd'),(7,'a\\"b,','é') t(a,b,c)
            """, _session.Spec("csv", "c", SaveMode.Append));
        Assert.Equal("1,\"a,b\",x\n2,\"a\\\"b\",\"\\\"q\\\"\"\n3,a\\b,tail\\\n4,pad,#c\n5,\"\",\n6,\"l\nm\",\"c\rd\"\n7,\"a\\\\\\\"b,\",é\n", Text("c"));
        _session.Write("select '#a' a, 'a\"b' b, '\"q\"' c", _session.Spec("csv", "d", SaveMode.Append, ("escapeQuotes", "false")));
        Assert.Equal("\"#a\",a\"b,\"\\\"q\\\"\"\n", Text("d"));
        _session.Write("select 1 a, '' b, cast(null as int) c", _session.Spec("csv", "e", SaveMode.Append, ("quoteAll", "true"), ("header", "true")));
        Assert.Equal("\"a\",\"b\",\"c\"\n\"1\",\"\",\"\"\n", Text("e"));
    }

    [Fact]
    public void JsonIsLaidOutAsSparks()
    {
        _session.Write("""
            select cast(1.5 as float) f, 1e300 d, cast(0.0000001 as decimal(20,10)) de, timestamp'2020-01-01 00:00:00.123456' ts, double('NaN') n, map(1,'a') m, map(date'2020-01-01', null) m2,
              named_struct('x',null,'y',array(null,1)) s, 'a"\\/\n\u0001 é😀' str, X'0102' bin, cast(null as int) z
            """, _session.Spec("json", "j", SaveMode.Append));
        Assert.Equal("{\"f\":1.5,\"d\":1.0E300,\"de\":1.000E-7,\"ts\":\"2020-01-01T00:00:00.123Z\",\"n\":\"NaN\",\"m\":{\"1\":\"a\"},\"m2\":{\"18262\":null},\"s\":{\"y\":[null,1]},\"str\":\"a\\\"\\\\/\\n\\u0001 é😀\",\"bin\":\"AQI=\"}\n", Text("j"));
    }

    private string Text(string name) => File.ReadAllText(Directory.EnumerateFiles(_session.Path(name), "part-*").Single());

    [Fact]
    public void NamesAreSparks()
    {
        _session.Write("select /*+ coalesce(1) */ id, id % 2 p, if(id = 3, null, 'a/b') q from range(4)", _session.Spec("parquet", "p", SaveMode.Append) with { PartitionColumns = ["p", "q"] });
        Assert.Equal(["_SUCCESS", "p=0/q=a%2Fb/part-00000-ID.c000.snappy.parquet", "p=1/q=__HIVE_DEFAULT_PARTITION__/part-00000-ID.c000.snappy.parquet", "p=1/q=a%2Fb/part-00000-ID.c000.snappy.parquet"], _session.Files("p"));
        _session.View("v", "parquet", _session.Path("p"));
        Assert.Equal(["0\t0\ta/b", "1\t1\ta/b", "2\t0\ta/b", "3\t1\tNULL"], _session.Rows("select id, p, q from v order by id"));
        _session.Write("select /*+ coalesce(1) */ id from range(5)", _session.Spec("text", "m", SaveMode.Append) with { Format = Sql.DataSources.FileFormats.Find("csv")!, Options = FileSession.Options(("maxRecordsPerFile", "2"), ("compression", "gzip")) });
        Assert.Equal(["_SUCCESS", "part-00000-ID-c000.csv.gz", "part-00000-ID-c001.csv.gz", "part-00000-ID-c002.csv.gz"], _session.Files("m"));
        _session.Write("select 1 a where false", _session.Spec("parquet", "empty", SaveMode.Append));
        Assert.Equal(["_SUCCESS", "part-00000-ID-c000.snappy.parquet"], _session.Files("empty"));
        Assert.Equal("struct<a:int>", _session.View("e", "parquet", _session.Path("empty")).Schema.SimpleString);
    }

    [Fact]
    public void ModesDecideOverWhatIsThere()
    {
        void Write(int value, SaveMode mode) => _session.Write($"select {value} a", _session.Spec("json", "t", mode));
        List<string> Read()
        {
            _session.View("v", "json", _session.Path("t"));
            return _session.Rows("select a from v order by a");
        }

        Write(1, SaveMode.ErrorIfExists);
        Assert.Equal("PATH_ALREADY_EXISTS", Assert.Throws<AnalysisException>(() => Write(2, SaveMode.ErrorIfExists)).Condition);
        Write(3, SaveMode.Ignore);
        Assert.Equal(["1"], Read());
        Write(4, SaveMode.Append);
        Assert.Equal(["1", "4"], Read());
        Write(5, SaveMode.Overwrite);
        Assert.Equal(["5"], Read());
        Assert.Equal("UNSUPPORTED_OVERWRITE.PATH", Assert.Throws<AnalysisException>(() => _session.Write("select a + 1 a from v", _session.Spec("json", "t", SaveMode.Overwrite))).Condition);
        _session.Write("select a + 1 a from v", _session.Spec("json", "t", SaveMode.Append));
        Assert.Equal(["5", "6"], Read());
    }

    [Fact]
    public void FailuresLeaveNothing()
    {
        const string Failing = "select /*+ repartition(3) */ 1 / (id - 70) a, id % 2 p from range(100)";
        Assert.Equal("DIVIDE_BY_ZERO", Condition(() => _session.Write(Failing, _session.Spec("csv", "new", SaveMode.Append))));
        Assert.False(Directory.Exists(_session.Path("new")));
        _session.Write("select 1.0D a, 7L p", _session.Spec("csv", "old", SaveMode.Append));
        var before = _session.Files("old");
        Assert.Equal("DIVIDE_BY_ZERO", Condition(() => _session.Write(Failing, _session.Spec("csv", "old", SaveMode.Overwrite) with { PartitionColumns = ["p"] })));
        Assert.Equal(before, _session.Files("old"));
        Assert.Equal(["_SUCCESS"], Directory.EnumerateFileSystemEntries(_session.Path("old")).Select(Path.GetFileName).Where(f => f!.StartsWith('_')));
        Assert.Equal("COLUMN_ALREADY_EXISTS", Condition(() => _session.Write("select 1 a, 2 A", _session.Spec("csv", "dup", SaveMode.Append))));
        Assert.Equal("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", Condition(() => _session.Write("select array(1) a", _session.Spec("csv", "arr", SaveMode.Append))));
        Assert.Equal("CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION", Condition(() => _session.Write("select 1 a", _session.Spec("csv", "z", SaveMode.Append, ("compression", "zzz")))));
        Assert.False(Directory.Exists(_session.Path("arr")));
    }

    [Theory]
    [InlineData("csv", 1)]
    [InlineData("csv", 2)]
    [InlineData("parquet", 3)]
    [InlineData("parquet", 4)]
    public void ACommitThatFailsPutsTheFormerDataBack(string format, int failingRename)
    {
        var faulty = new FaultyFileSystem($"faulty{format}{failingRename}");
        Foundation.FileSystems.FileSystemRegistry.Register(faulty);
        _session.Write("select /*+ repartition(2) */ id a from range(10)", _session.Spec(format, "t", SaveMode.Append));
        var before = _session.Files("t");
        var spec = _session.Spec(format, "t", SaveMode.Overwrite) with { Location = $"{faulty.Scheme}:{_session.Path("t")}" };
        faulty.FailingRename = failingRename;
        Assert.Equal("TASK_WRITE_FAILED", Condition(() => _session.Write("select /*+ repartition(3) */ id a from range(100, 200)", spec)));
        Assert.Equal(before, _session.Files("t"));
        _session.View("v", format, _session.Path("t"));
        Assert.Equal(["10"], _session.Rows("select count(*) from v"));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("parquet")]
    public void AFullDiskIsAnErrorAndLeavesNothing(string format)
    {
        var faulty = new FaultyFileSystem("full" + format) { Room = 100_000 };
        Foundation.FileSystems.FileSystemRegistry.Register(faulty);
        var spec = _session.Spec(format, "t", SaveMode.Append) with { Location = $"{faulty.Scheme}:{_session.Path("t")}" };
        Assert.Equal("TASK_WRITE_FAILED", Condition(() => _session.Write("select id, sha2(cast(id as string), 256) h from range(100000)", spec)));
        Assert.False(Directory.Exists(_session.Path("t")));
    }

    private static string Condition(Action action)
    {
        for (var e = Record.Exception(action); e != null; e = e.InnerException)
            if (e is SparkException { Condition.Length: > 0 } s) return s.Condition;
        return "";
    }

    [Fact]
    public void OverwritesOfPartitionsLeaveTheOthers()
    {
        var spec = _session.Spec("json", "t", SaveMode.Append) with { PartitionColumns = ["p", "q"] };
        _session.Write("select id a, id % 3 p, id % 2 q from range(12)", spec);
        _session.Write("select 100L a, 1L p, 1L q", spec with { Mode = SaveMode.Overwrite, DynamicOverwrite = true });
        _session.View("v", "json", _session.Path("t"));
        Assert.Equal(["1\t0\t2", "1\t1\t1"], _session.Rows("select p, q, count(*) from v where p = 1 group by p, q order by q"));
        _session.Write("select 200L a, 2L p, 0L q", spec with { Mode = SaveMode.Overwrite, StaticPartitions = FileSession.Options(("p", "2")) });
        _session.View("v", "json", _session.Path("t"));
        Assert.Equal(["0\t0\t2", "0\t1\t2", "1\t0\t2", "1\t1\t1", "2\t0\t1"], _session.Rows("select p, q, count(*) from v group by p, q order by p, q"));
        _session.Write("select 300L a, 5L p, 5L q", spec with { Mode = SaveMode.Overwrite });
        Assert.Equal(["_SUCCESS", "p=5/q=5/part-00000-ID.c000.json"], _session.Files("t"));
    }

    [Fact]
    public void TablesHaveTheirPartitionsTypes()
    {
        _session.Runner.Sql("create table t (a int, s string, d date, k bigint) using parquet partitioned by (s, d, k)").Dispose();
        _session.Runner.Sql("insert into t values (1, '7', date'2020-01-01', 5), (2, null, null, null), (3, 'x/y', date'2020-01-02', -1)").Dispose();
        Assert.Equal(["1\t7\t2020-01-01\t5", "2\tNULL\tNULL\tNULL", "3\tx/y\t2020-01-02\t-1"], _session.Rows("select * from t order by a"));
        _session.Runner.Sql("insert overwrite t partition (s = 'x/y', d, k) select 4, date'2020-01-03', 2L").Dispose();
        Assert.Equal(["1\t5", "2\tNULL", "4\t2"], _session.Rows("select a, k from t order by a"));
        Assert.Equal("UNSUPPORTED_OVERWRITE.TABLE", Condition(() => _session.Runner.Sql("insert overwrite t select * from t").Dispose()));
    }

    [Fact]
    public void WritersToOneFolderDoNotMeet()
    {
        Parallel.For(0, 4, i => _session.Write($"select id, {i} w from range(100)", _session.Spec("csv", "t", SaveMode.Append)));
        _session.View("v", "csv", _session.Path("t"));
        Assert.Equal(["0\t100", "1\t100", "2\t100", "3\t100"], _session.Rows("select _c1, count(*) from v group by _c1 order by _c1"));
        Assert.False(Directory.Exists(_session.Path("t/_temporary")));
    }
}
