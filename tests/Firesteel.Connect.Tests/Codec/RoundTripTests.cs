using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Parser;
using Firesteel.Connect.Codec;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Connect.Tests.Codec;

public class RoundTripTests
{
    [Theory]
    [InlineData("boolean")]
    [InlineData("decimal(38,7)")]
    [InlineData("timestamp_ntz")]
    [InlineData("interval day to second")]
    [InlineData("interval year to month")]
    [InlineData("map<string,array<struct<a:int,b:varchar(3)>>>")]
    [InlineData("struct<t:time(3),v:variant,n:void,c:char(4)>")]
    public void Types_come_back(string text)
    {
        var type = SqlParser.ParseDataType(text);
        Assert.Equal(type, TypeCodec.Decode(TypeCodec.Encode(type)));
    }

    public static TheoryData<object?, string> Values => new()
    {
        { null, "bigint" }, { true, "boolean" }, { (sbyte)-1, "tinyint" }, { (short)7, "smallint" }, { 12, "int" }, { 12L, "bigint" }, { 1.5, "double" },
        { "é", "string" }, { 19000, "date" }, { -1L, "timestamp" },
    };

    [Theory, MemberData(nameof(Values))]
    public void Literals_come_back(object? value, string type)
    {
        var literal = new Literal(value, SqlParser.ParseDataType(type));
        Assert.Equal(literal, LiteralCodec.Decode(LiteralCodec.Encode(literal.Value, literal.Type)));
    }

    [Fact]
    public void Decimals_and_nested_values_come_back()
    {
        var type = (StructType)SqlParser.ParseDataType("struct<d:decimal(20,3),a:array<int>,m:map<string,double>>");
        object?[] items = [(Int128)(-5), new NestedValue(new ValueList<object?>([1, null])), new NestedValue(new ValueList<object?>(["k", 2.5]))];
        var literal = new Literal(new NestedValue(new ValueList<object?>(items)), type);
        Assert.Equal(literal, LiteralCodec.Decode(LiteralCodec.Encode(literal.Value, type)));
    }
}
