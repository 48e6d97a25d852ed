using System.Text;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Csv;
using Firesteel.Formats.Text;
using Firesteel.Foundation.FileSystems;
using Firesteel.Types;

namespace Firesteel.Formats.Tests.Csv;

public sealed class CsvReaderTests : IDisposable
{
    private readonly MemoryAllocator _memory = new(new MemoryManager(1L << 30), "test");

    public void Dispose() => _memory.Dispose();

    private static StructType Schema(params (string Name, DataType Type)[] fields) => new(fields.Select(f => new StructField(f.Name, f.Type)));
    private static readonly StructType Strings = Schema(("a", StringType.Instance), ("b", StringType.Instance), ("c", StringType.Instance), ("d", StringType.Instance));
    private static readonly StructType Numbers = Schema(("a", IntegerType.Instance), ("b", IntegerType.Instance), ("c", StringType.Instance));

    private List<string> Read(string text, StructType file, StructType required, CsvOptions options, int window = TextWindow.DefaultSize, bool header = false)
        => Read(new TextWindow(new MemoryStream(Encoding.UTF8.GetBytes(text)), 0, _memory, window), file, required, options, header);

    private List<string> Read(TextWindow window, StructType file, StructType required, CsvOptions options, bool header, long limit = long.MaxValue)
    {
        using var reader = new CsvReader(window, limit, file, required, options, header, _memory);
        var rows = new List<string>();
        while (reader.Next() is { } batch) rows.AddRange(ShellText.Rows(batch));
        return rows;
    }

    private const string Quotes =
        "1,\"a\"\"b\",x\n2,\"\"a\",x\n3,\"a\"\",x\n4,\"a\\\"b\"c,x\n5,\"a\" b,x\n6,\"a\" ,x\n7,a\"b\"c,x\n8, \"a\",x\n9,\"a\\\\\",x\n10,\"a\\nb\",x\n" +
        "12,\"abc\n13,\"a\\\"\n14,\"a\" \"b\",x\n15,\\\"a\\\",x\n16,a\\,b,x\n17,\"a\"\"b\"c\",x\n18,\"\"\",x\n19,\"\"\"a\"\"\",x\n20,\"a\"\"\"\n";

    [Theory]
    [InlineData(UnescapedQuoteHandling.StopAtDelimiter,
        "\"a\"\"b\"|\"\"a\"|a\"|\"a\"b\"c|\"a\" b|a|a\"b\"c| \"a\"|a\\|a\\nb|abc|a\"|\"a\" \"b\"|\\\"a\\\"|a\\|\"a\"\"b\"c\"|\"|\"\"\"a\"\"\"|a\"\"")]
    [InlineData(UnescapedQuoteHandling.StopAtClosingQuote,
        "a\"\"b|\"a|a\"|a\"b\"c,x|a\" b|a|a\"b\"c| \"a\"|a\\|a\\nb|abc|a\"|a\" \"b|\\\"a\\\"|a\\|a\"\"b\"c|\"|\"\"a\"\"|a\"\"")]
    [InlineData(UnescapedQuoteHandling.SkipValue,
        "NULL|NULL|a\"|NULL|NULL|a|a\"b\"c| \"a\"|a\\|a\\nb|abc|a\"|NULL|\\\"a\\\"|a\\|NULL|\"|NULL|a\"\"")]
    public void UnescapedQuotesComeOutAsSparks(object handling, string expected)
    {
        var rows = Read(Quotes, Strings, Schema(("b", StringType.Instance)), new CsvOptions { UnescapedQuotes = (UnescapedQuoteHandling)handling, ColumnPruning = true });
        Assert.Equal(expected, string.Join('|', rows));
    }

    private const string Malformed =
        "a,b,c\n1,2,x\n2,zz,y\n3,4\n4,5,z,extra\n5,\"u\"v,w\n6,\"u\"\"v\\\"x\\\\y\\z\", w \n\n  \n7,,\"\"\n8,\"q\"  ,e\n9,\"open,end\n10,3,k\"l\n";

    [Fact]
    public void MalformedRecordsFollowTheMode()
    {
        var corrupt = new StructType(Numbers.Fields.Append(new StructField("_corrupt_record", StringType.Instance)));
        Assert.Equal(
        [
            "1\t2\tx\tNULL", "2\tNULL\ty\t2,zz,y", "3\t4\tNULL\t3,4", "4\t5\tz\t4,5,z,extra", "5\tNULL\tw\t5,\"u\"v,w", "6\tNULL\t w \t6,\"u\"\"v\\\"x\\\\y\\z\", w ",
            "7\tNULL\tNULL\tNULL", "8\tNULL\te\t8,\"q\"  ,e", "9\tNULL\tNULL\t9,\"open,end", "10\t3\tk\"l\tNULL",
        ], Read(Malformed, corrupt, corrupt, new CsvOptions(), header: true));
        Assert.Equal(["1\t2\tx", "7\tNULL\tNULL", "10\t3\tk\"l"], Read(Malformed, Numbers, Numbers, new CsvOptions { Mode = ParseMode.DropMalformed }, header: true));
        var error = Assert.Throws<SparkException>(() => Read(Malformed, Numbers, Numbers, new CsvOptions { Mode = ParseMode.FailFast }, header: true));
        Assert.Equal("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", error.Condition);
        // Columns that nobody reads are not looked at.
        var pruned = Read(Malformed, Numbers, Schema(("c", StringType.Instance)), new CsvOptions { Mode = ParseMode.FailFast }, header: true);
        Assert.Equal(["x", "y", "NULL", "z", "w", " w ", "NULL", "e", "NULL", "k\"l"], pruned);
    }

    [Fact]
    public void AnyWindowAndAnySplitGiveTheSameRows()
    {
        var text = string.Concat(Enumerable.Range(0, 300).Select(i => i % 7 == 0 ? $"{i},\"q {i} \\\" x\",\"\"\r\n" : i % 5 == 0 ? $"{i},{new string('y', i)},z\r" : $"{i},{i * 31},é{i}\n"));
        var schema = new StructType(Strings.Fields.Take(3));
        var whole = Read(text, schema, schema, new CsvOptions());
        Assert.Equal(300, whole.Count);
        foreach (var window in new[] { 1, 4096, 5000 }) Assert.Equal(whole, Read(text, schema, schema, new CsvOptions(), window));
        var bytes = Encoding.UTF8.GetBytes(text);
        foreach (var size in new[] { 37, 100, 1001 })
        {
            var pieces = new List<string>();
            for (var start = 0L; start < bytes.Length; start += size)
            {
                var window = new TextWindow(new FileRangeStream(new MemoryFile(bytes), start), start, _memory);
                var limit = start + size;
                if (start > 0) new LineReader(window, null, long.MaxValue).SkipPartial();
                pieces.AddRange(Read(window, schema, schema, new CsvOptions(), header: false, limit));
            }
            Assert.Equal(whole, pieces);
        }
    }

    [Fact]
    public unsafe void SingleTextsAreRecords()
    {
        var schema = new StructType(Numbers.Fields.Append(new StructField("_corrupt_record", StringType.Instance)));
        var batch = ColumnarBatch.Allocate(schema, _memory, 16);
        using var records = new CsvRecords(schema, new CsvOptions(), _memory);
        var row = 0;
        foreach (var text in new[] { "1,2,\"a\\\"b\"", "1,x,y", "  ", "3", "\"4\",,\"\"\n5" })
        {
            var bytes = _memory.Allocate(64);
            var length = Encoding.UTF8.GetBytes(text, new Span<byte>(bytes.Pointer, 64));
            if (records.Read(bytes.Pointer, length, batch.Columns, row)) row++;
        }
        batch.SetRows(row);
        Assert.Equal(["1\t2\ta\"b\tNULL", "1\tNULL\ty\t1,x,y", "3\tNULL\tNULL\t3", "4\tNULL\tNULL\tNULL"], ShellText.Rows(batch));
    }

    [Fact]
    public void SeparatorsLinesAndBlanksAreOptions()
    {
        var schema = new StructType(Strings.Fields.Take(3));
        Assert.Equal(["1\t2\t3|4", "5\t\"6\t7"], Read("1||2||3|4;5||\"6||7||8", schema, schema, new CsvOptions { Separator = "||"u8.ToArray(), LineSeparator = ";"u8.ToArray(), Quote = 0 }));
        Assert.Equal(["1\ta b\tx\ny", "2\tNULL\tz"], Read("1, a b ,\"x\ny\"\n2,  , z\n", schema, schema, new CsvOptions { IgnoreLeadingWhitespace = true, IgnoreTrailingWhitespace = true, MultiLine = true }));
        Assert.Equal(["1\tNULL\t", "2\t\tNULL"], Read("1,NA,\"\"\n#no\n2,\"\",\n", schema, schema, new CsvOptions { NullValue = "NA", Comment = (byte)'#' }));
    }

    [Theory]
    [InlineData("types-header.csv")]
    [InlineData("types-gzip.csv.gz")]
    public void CorpusIsReadAsTyped(string name)
    {
        var corpus = TextCorpus.Load("types");
        var indices = corpus.Schema.Fields.Select((f, i) => (f, i)).Where(x => x.f.DataType is not (ArrayType or MapType or StructType or BinaryType)).Select(x => x.i).ToArray();
        var schema = new StructType(indices.Select(i => corpus.Schema[i]));
        var path = SharedFolder.Corpus("formats/" + name);
        var options = new CsvOptions { MultiLine = true };
        using var file = new LocalRandomAccessFile(path);
        var actual = Read(new TextWindow(TextFile.Open(file, 0, Encoding.UTF8), 0, _memory), schema, schema, options, header: true);
        // Milliseconds are all that is written of times, and an empty string is read as null.
        var expected = corpus.Rows.Select(row => string.Join('\t', Values(row, corpus.Schema, indices)));
        Assert.Equal(expected.Select(r => r.Replace("\t\t", "\tNULL\t")), actual);
    }

    private static IEnumerable<string> Values(string row, StructType schema, int[] indices)
    {
        // One row has a tab in its string.
        var parts = row.Split('\t').ToList();
        while (parts.Count > schema.Count)
        {
            parts[10] = parts[10] + "\t" + parts[11];
            parts.RemoveAt(11);
        }
        return indices.Select(i => schema[i].DataType is TimestampType or TimestampNTZType && parts[i].LastIndexOf('.') is > 0 and var dot && parts[i].Length > dot + 4 ? parts[i][..(dot + 4)] : parts[i]);
    }

    [Fact]
    public void SchemaIsInferred()
    {
        var corpus = TextCorpus.Load("csv-header-inferred");
        var options = new CsvOptions { Header = true, InferSchema = true };
        using var file = new LocalRandomAccessFile(SharedFolder.Corpus("formats/types-header.csv"));
        var schema = new CsvSchemaInference(options, _memory).Infer([new TextWindow(TextFile.Open(file, 0, Encoding.UTF8), 0, _memory)])!;
        Assert.Equal(corpus.Schema, schema);
        var rows = Read(new TextWindow(TextFile.Open(file, 0, Encoding.UTF8), 0, _memory), schema, schema, options, header: true);
        Assert.Equal(corpus.Rows, rows);
    }

    [Theory]
    [InlineData("2021-03-04T05:06:07,2020-1-5,1e3,123456789012345678901,true,1 \n2021-03-04,,1,1,5,\n", "timestamp,timestamp,double,decimal(21,0),string,double")]
    [InlineData("2021-03-04,1,2020,12345678901234567890\n2021-03-04 01:00:00,3000000000,2020-01-01,1.5\n", "timestamp,bigint,string,double")]
    public void ValuesWidenTypes(string text, string expected)
    {
        var options = new CsvOptions { InferSchema = true };
        var schema = new CsvSchemaInference(options, _memory).Infer([new TextWindow(new MemoryStream(Encoding.UTF8.GetBytes(text)), 0, _memory)])!;
        Assert.Equal(expected, string.Join(',', schema.Fields.Select(f => f.DataType.SimpleString)));
    }
}
