using Xunit;
using static Firesteel.Functions;

namespace Firesteel.Tests.Frames;

/// <summary>XML files as tables, with the answers that Spark 4.3 gives; files that are no XML hurt nobody else.</summary>
public sealed class XmlSourceTests : IDisposable
{
    private const string Books = """
        <?xml version="1.0"?>
        <books>
        <book id="b1"><author>Ann</author><price>5</price><t>1</t></book>
        <book id="b2"><author>Bob</author><price>6.5</price><t>a</t><t>b</t></book>
        <book><author/></book>
        <book id="b4"><price>x</price></book><x/></books>
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("xml-source-").FullName;

    private static SparkSession Spark => Support.Sessions.Shared;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Types_are_found_over_all_records()
    {
        var books = Spark.Read().Option("rowTag", "book").Xml(File("books.xml", Books));
        Assert.Equal("struct<_id:string,author:string,price:string,t:array<string>>", books.Schema().SimpleString);
        Assert.Equal(["[b1,Ann,5,[1]]", "[b2,Bob,6.5,[a, b]]", "[null,,null,null]", "[b4,null,x,null]"], Rows(books.WithColumn("t", Col("t").Cast("string"))));
    }

    [Fact]
    public void What_does_not_fit_is_treated_as_the_mode_says()
    {
        var file = File("books.xml", Books);
        DataFrame Read(string mode, string schema) => Spark.Read().Option("rowTag", "book").Option("mode", mode).Schema(schema).Xml(file);
        Assert.Equal(["[b1,5.0,true]", "[b2,6.5,true]", "[null,null,true]", "[b4,null,false]"],
            Rows(Read("PERMISSIVE", "_id string, price double, _corrupt_record string").WithColumn("_corrupt_record", Col("_corrupt_record").IsNull())));
        Assert.Equal(3, Read("DROPMALFORMED", "_id string, price double").Collect().Length);
        Assert.ThrowsAny<SparkException>(() => Read("FAILFAST", "_id string, price double").Collect());
        Assert.Equal("XML_ROW_TAG_MISSING", Assert.Throws<AnalysisException>(() => Spark.Read().Xml(file)).Condition);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    public void What_was_written_is_read_again(string compression)
    {
        var path = Path.Combine(_folder, "written");
        var frame = Spark.Sql("select id a, named_struct('_x', id, 'y', array(1, 2)) s, cast(null as int) n, if(id = 0, '<&>', ' ') t from range(3)");
        frame.Coalesce(1).Write().Option("rowTag", "r").Option("compression", compression).Xml(path);
        var again = Spark.Read().Option("rowTag", "r").Schema("a long, s struct<_x: long, y: array<int>>, n int, t string").Xml(path);
        Assert.Equal(["[0,{0, [1, 2]},null,<&>]", "[1,{1, [1, 2]},null,]", "[2,{2, [1, 2]},null,]"], Rows(again.WithColumn("s", Col("s").Cast("string")).OrderBy("a")));
    }

    [Fact]
    public void Files_that_are_no_records_end_in_one()
    {
        const string Deep = "<r><p><a>1</a></p><p>";
        Assert.Equal(["[1,true]", "[null,false]"], Bad("broken.xml", "<r><p><a>1</a></p><p><a>2</a></q>"));
        Assert.Equal(["[1,true]", "[null,false]"], Bad("deep.xml", Deep + string.Concat(Enumerable.Repeat("<a>", 10_000)) + string.Concat(Enumerable.Repeat("</a>", 10_000)) + "</p></r>"));
        Assert.Equal(["[null,false]"], Bad("entities.xml", "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r><p><a>&x;</a></p></r>"));

        string[] Bad(string name, string text) => Rows(Spark.Read().Option("rowTag", "p").Schema("a string, _corrupt_record string").Xml(File(name, text)).WithColumn("_corrupt_record", Col("_corrupt_record").IsNull()));
    }

    private static string[] Rows(DataFrame frame) => [.. frame.Collect().Select(r => $"[{string.Join(",", r.Values.Select(v => v is null ? "null" : v is bool b ? (b ? "true" : "false") : string.Format(System.Globalization.CultureInfo.InvariantCulture, v is double ? "{0:0.0}" : "{0}", v)))}]")];

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
