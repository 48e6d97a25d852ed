using Firesteel.Types;

namespace Firesteel.Foundation.Tests.Types;

/// <summary>Types that stand for objects of a class of Python's.</summary>
public sealed class UserDefinedTypeTests
{
    private static readonly DataType Storage = new ArrayType(DoubleType.Instance, ContainsNull: false);
    private static readonly DataType Point = Storage with { UserDefined = new UserDefinedClass("shapes.PointUDT", SerializedClass: "gASV") };

    [Theory]
    [InlineData("""{"type":"udt","pyClass":"shapes.PointUDT","serializedClass":"gASV","sqlType":{"type":"array","elementType":"double","containsNull":false}}""")]
    [InlineData("""{"type":"udt","class":"org.example.V","pyClass":"shapes.V","sqlType":{"type":"struct","fields":[{"name":"p","type":{"type":"udt","pyClass":"shapes.P","serializedClass":"x","sqlType":"long"},"nullable":true,"metadata":{}}]}}""")]
    public void JsonRoundTrips(string json) => Assert.Equal(json, SchemaJson.Write(SchemaJson.Parse(json)));

    [Fact]
    public void ATypeOfTheJvmAloneIsRefusedByName()
    {
        var error = Assert.Throws<AnalysisException>(() => SchemaJson.Parse("""{"type":"array","elementType":{"type":"udt","class":"org.example.AloneUDT","sqlType":"double"},"containsNull":true}"""));
        Assert.Equal("UNSUPPORTED_DATATYPE", error.Condition);
        Assert.Contains("org.example.AloneUDT", error.Message);
    }

    [Fact]
    public void ItIsOneTypeHoweverItsClassWasPickledAndNoneOfItsStorage()
    {
        Assert.Equal(Point, Storage with { UserDefined = new UserDefinedClass("shapes.PointUDT", SerializedClass: "other") });
        Assert.NotEqual(Point, Storage);
        Assert.NotEqual(Point, Storage with { UserDefined = new UserDefinedClass("shapes.CircleUDT") });
        Assert.False(TypeEquality.SameShape(new ArrayType(Point), new ArrayType(Storage)));
        Assert.True(TypeEquality.SameShape(new ArrayType(Point), new ArrayType(Point, ContainsNull: false)));
    }

    [Fact]
    public void ItsNamesAreSparks()
    {
        var nested = new MapType(StringType.Instance, Point);
        Assert.Equal("map<string,pythonuserdefined>", nested.SimpleString);
        Assert.Equal("map<string,array<double>>", nested.CatalogString);
        Assert.Equal("MAP<STRING, ARRAY<DOUBLE>>", nested.Sql);
        Assert.Equal("UDT(\"ARRAY<DOUBLE>\")", Point.QuotedSql);
        Assert.Equal(new MapType(StringType.Instance, Storage), TypeEquality.Stored(nested));
        Assert.Same(Storage, TypeEquality.Stored(Storage));
    }
}
