using System.Text;
using Firesteel.Columnar.Memory;
using Firesteel.Formats.Json;
using Firesteel.Formats.Text;
using Firesteel.Types;

namespace Firesteel.Formats.Tests.Json;

public sealed class JsonReaderTests : IDisposable
{
    private readonly MemoryAllocator _memory = new(new MemoryManager(1L << 30), "test");

    public void Dispose() => _memory.Dispose();

    private LineReader Lines(string text, int window = TextWindow.DefaultSize) => new(new TextWindow(new MemoryStream(Encoding.UTF8.GetBytes(text)), 0, _memory, window), null, long.MaxValue);

    private List<string> Read(string text, StructType schema, JsonOptions? options = null, int window = TextWindow.DefaultSize)
    {
        using var reader = new JsonReader(Lines(text, window), schema, options ?? new JsonOptions(), _memory);
        var rows = new List<string>();
        while (reader.Next() is { } batch) rows.AddRange(ShellText.Rows(batch));
        return rows;
    }

    private StructType Infer(string text, JsonOptions? options = null)
    {
        var inference = new JsonSchemaInference(options ?? new JsonOptions());
        inference.Add(Lines(text));
        return inference.Schema();
    }

    private static StructType Schema(string json) => new(json.Split(';').Select(f => new StructField(f.Split(' ')[0], f.Split(' ')[1] switch
    {
        "int" => IntegerType.Instance,
        "string" => StringType.Instance,
        "double" => DoubleType.Instance,
        "ints" => new ArrayType(IntegerType.Instance),
        "map" => new MapType(StringType.Instance, IntegerType.Instance),
        "struct" => new StructType(new StructField("x", IntegerType.Instance), new StructField("y", StringType.Instance)),
        _ => throw new ArgumentException(f),
    })));

    [Theory]
    [InlineData("types.json")]
    [InlineData("types-ignore-nulls-off.json")]
    public void CorpusIsReadAsTyped(string name)
    {
        var corpus = TextCorpus.Load("types");
        var rows = Read(File.ReadAllText(SharedFolder.Corpus("formats/" + name)), corpus.Schema, window: 4096);
        var expected = corpus.Rows.ToArray();
        // Milliseconds are all that is written of times.
        expected[0] = expected[0].Replace("05:06:07.123456", "05:06:07.123");
        expected[1] = expected[1].Replace("59.999999", "59.999");
        Assert.Equal(expected, rows);
    }

    private const string Malformed =
        "{\"a\":1,\"b\":\"x\"}\n{\"a\":\"bad\",\"b\":\"y\"}\n{\"a\":2,\"b\":tru}\n{\"a\":3,\"b\":\"z\"\n\n[{\"a\":4},{\"a\":5}]\n123\n{\"a\":6,\"b\":{\"q\": [1, 2]}} trailing\n{\"a\":7, \"b\":1.50}\n";

    [Fact]
    public void MalformedRecordsFollowTheMode()
    {
        Assert.Equal(
        [
            "1\tx\tNULL", "NULL\ty\t{\"a\":\"bad\",\"b\":\"y\"}", "NULL\tNULL\t{\"a\":2,\"b\":tru}", "NULL\tNULL\t{\"a\":3,\"b\":\"z\"", "4\tNULL\tNULL", "5\tNULL\tNULL",
            "NULL\tNULL\t123", "6\t{\"q\": [1, 2]}\tNULL", "7\t1.50\tNULL",
        ], Read(Malformed, Schema("a int;b string;_corrupt_record string")));
        Assert.Equal(["1\tx", "4\tNULL", "5\tNULL", "6\t{\"q\": [1, 2]}", "7\t1.50"], Read(Malformed, Schema("a int;b string"), new JsonOptions { Mode = ParseMode.DropMalformed }));
        var error = Assert.Throws<SparkException>(() => Read(Malformed, Schema("a int;b string"), new JsonOptions { Mode = ParseMode.FailFast }));
        Assert.Equal("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", error.Condition);
    }

    [Fact]
    public void PartsThatDoNotFitAreNull()
    {
        Assert.Equal(["[1,2]\t{\"x\":null,\"y\":\"q\"}\t1", "NULL\tNULL\t2", "[]\t{\"x\":1,\"y\":null}\t3"], Read(
            "{\"l\":[1,2],\"s\":{\"x\":\"no\",\"y\":\"q\"},\"i\":1}\n{\"l\":[1,\"no\",[{}],{\"z\":1}],\"s\":[3],\"i\":2}\n{\"l\":[],\"s\":{\"x\":1},\"i\":3}\n",
            Schema("l ints;s struct;i int")));
        Assert.Equal(["{\"k\":1,\"l\":null}", "NULL"], Read("{\"m\":{\"k\":1,\"l\":null}}\n{\"m\":{\"k\":\"v\",\"l\":{\"a\":[]}}}\n", Schema("m map")));
    }

    [Fact]
    public void AnArrayIsOneRecord()
    {
        var schema = Schema("a int;b string;_corrupt_record string");
        const string Partly = "[{\"a\":1,\"b\":\"x\"},{\"a\":\"bad\",\"b\":\"y\"},{\"b\":\"z\"}]";
        const string Text = Partly + "\n[{\"a\":1},{\"a\":2}\n[{\"a\":1},3]\n[]\n[{\"a\":7}]\n";
        Assert.Equal([$"1\tx\t{Partly}", $"NULL\ty\t{Partly}", $"NULL\tz\t{Partly}", "NULL\tNULL\t[{\"a\":1},{\"a\":2}", "NULL\tNULL\t[{\"a\":1},3]", "7\tNULL\tNULL"], Read(Text, schema));
        Assert.Equal(["7\tNULL\tNULL"], Read(Text, schema, new JsonOptions { Mode = ParseMode.DropMalformed }));
    }

    [Fact]
    public void LibertiesAreOptions()
    {
        var schema = Schema("a int;b string");
        Assert.Equal(["1\tx'\"é😀/"], Read("{'a':1,\"b\":\"x\\'\\\"\\u00e9\\ud83d\\ude00\\/\"}", schema));
        Assert.Equal(["NULL\tNULL"], Read("{a:1}", schema));
        Assert.Equal(["1\tc"], Read("{a:01, /* */ b:\"\\c\"} // end", schema,
            new JsonOptions { AllowUnquotedFieldNames = true, AllowNumericLeadingZeros = true, AllowComments = true, AllowBackslashEscapingAnyCharacter = true }));
        Assert.Equal(["NaN", "Infinity", "-Infinity", "1.0", "NULL"], Read("{\"d\":NaN}\n{\"d\":\"+INF\"}\n{\"d\":-Infinity}\n{\"d\":1}\n{\"d\":\"1\"}\n", Schema("d double")));
        Assert.Equal(["1\tx", "2\ty"], Read("[ {\"a\":1,\n\"b\":\"x\"},\n {\"a\":2,\"b\":\"y\"} ]\n", schema, new JsonOptions { MultiLine = true }));
        Assert.Equal(["NULL\tNULL"], Read(string.Concat(Enumerable.Repeat("{\"b\":", 100_000)), schema));
    }

    [Theory]
    [InlineData("{\"b\":1,\"a\":\"x\"}\n{\"b\":2.5,\"c\":null}\n", "struct<a:string,b:double,c:string>")]
    [InlineData("{\"a\":[1,2.5],\"s\":{\"y\":true,\"x\":[]}}\n{\"a\":[],\"s\":{\"z\":12345678901234567890}}\n", "struct<a:array<double>,s:struct<x:array<string>,y:boolean,z:decimal(20,0)>>")]
    [InlineData("{\"a\":1}\n{\"a\":{\"b\":1}}\n{\"a\":true,\"e\":{}}\nno\n", "struct<_corrupt_record:string,a:string>")]
    [InlineData("[{\"a\":1},{\"b\":\"\"}]\n", "struct<a:bigint,b:string>")]
    public void SchemaIsInferred(string text, string expected) => Assert.Equal(expected, Infer(text).SimpleString);

    [Fact]
    public void VariantsTakeAnyValue()
    {
        StructType schema = new([new StructField("v", VariantType.Instance), new StructField("a", new ArrayType(VariantType.Instance))]);
        Assert.Equal(["{\"x\":[1,2.5,\"s\"]}\t[null,1]", "null\tNULL", "NULL\t[{}]", "NULL\tNULL"],
            Read("{\"v\":{\"x\":[1,2.50,\"s\"]},\"a\":[null,1]}\n{\"v\":null}\n{\"v\":{\"k\":1,\"k\":[2]},\"a\":[{}]}\n{bad\n", schema));
    }

    [Fact]
    public void AWholeRecordIsOneVariant()
    {
        StructType schema = new([new StructField("v", VariantType.Instance)]);
        Assert.Equal(["{\"a\":1}", "[1,{\"b\":null}]", "\"s\"", "NULL", "12.5"],
            Read("{\"a\":1}\n[1,{\"b\":null}]\n\"s\"\n\n{bad\n12.50\n", schema, new JsonOptions { SingleVariantColumn = "v" }));
        var e = Assert.Throws<AnalysisException>(() => Read("1", Schema("v int"), new JsonOptions { SingleVariantColumn = "v" }));
        Assert.Equal("INVALID_SINGLE_VARIANT_COLUMN", e.Condition);
    }
}
