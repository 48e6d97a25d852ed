using Firesteel.Foundation.Collections;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Foundation.Tests.Types;

/// <summary>Schemas have the JSON form that Spark gives them, and come back from it.</summary>
public sealed class SchemaJsonTests
{
    private const string Golden = """{"type":"struct","fields":[{"name":"id","type":"integer","nullable":false,"metadata":{}},{"name":"żd","type":"decimal(30,6)","nullable":true,"metadata":{"comment":"a \"b\"","n":1}},{"name":"m","type":{"type":"map","keyType":"string","valueType":{"type":"array","elementType":"timestamp_ntz","containsNull":false},"valueContainsNull":true},"nullable":true,"metadata":{}}]}""";

    [Fact]
    public void TextIsSparks()
    {
        var schema = new StructType(
            new StructField("id", IntegerType.Instance, Nullable: false),
            new StructField("żd", new DecimalType(30, 6)) { Metadata = new ValueMap([new("comment", "\"a \\\"b\\\"\""), new("n", "1")]) },
            new StructField("m", new MapType(StringType.Instance, new ArrayType(TimestampNTZType.Instance, ContainsNull: false))));
        Assert.Equal(Golden, SchemaJson.Write(schema));
        Assert.Equal(schema, SchemaJson.Parse(Golden));
    }

    [Theory]
    [InlineData("void")]
    [InlineData("interval day to second")]
    [InlineData("interval month")]
    [InlineData("time(9)")]
    [InlineData("char(5)")]
    [InlineData("variant")]
    [InlineData("string collate UTF8_LCASE")]
    public void AtomicTypesComeBack(string name) => Assert.Equal($"\"{name}\"", SchemaJson.Write(SchemaJson.Parse($"\"{name}\"")));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("\"bigger\"")]
    [InlineData("{\"type\":\"array\"}")]
    [InlineData("{\"type\":\"struct\",\"fields\":1}")]
    public void OtherTextIsAFormatError(string text) => Assert.Throws<FormatException>(() => SchemaJson.Parse(text));
}
