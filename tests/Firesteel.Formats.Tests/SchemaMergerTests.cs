using Firesteel.Types;
using Xunit;

namespace Firesteel.Formats.Tests;

/// <summary>Schemas of several files become one, as Spark's mergeSchema does it.</summary>
public sealed class SchemaMergerTests
{
    [Fact]
    public void FieldsAreUnitedDepthFirst()
    {
        var left = new StructType(new StructField("C", new DecimalType(5, 2), Nullable: false), new StructField("s", new StructType(new StructField("a", LongType.Instance))));
        var right = new StructType(new StructField("s", new StructType(new StructField("b", StringType.Instance), new StructField("A", LongType.Instance))), new StructField("c", new DecimalType(9, 2)), new StructField("d", DateType.Instance));
        Assert.Equal("struct<C:decimal(9,2),s:struct<a:bigint,b:string>,d:date>", SchemaMerger.Merge(left, right, caseSensitive: false).SimpleString);
        Assert.True(SchemaMerger.Merge(left, right, caseSensitive: false)[0].Nullable);
        Assert.Equal("struct<C:decimal(5,2),s:struct<a:bigint,b:string,A:bigint>,c:decimal(9,2),d:date>", SchemaMerger.Merge(left, right, caseSensitive: true).SimpleString);
    }

    [Fact]
    public void TypesThatDoNotGoTogetherAreAnError()
    {
        var left = new StructType(new StructField("c", IntegerType.Instance), new StructField("x", StringType.Instance));
        foreach (var other in new DataType[] { StringType.Instance, LongType.Instance, new ArrayType(IntegerType.Instance) })
        {
            var error = Assert.Throws<AnalysisException>(() => SchemaMerger.Merge(left, new StructType(new StructField("c", other)), caseSensitive: false));
            Assert.Equal("CANNOT_MERGE_SCHEMAS", error.Condition);
            Assert.Equal("\"STRUCT<c: INT, x: STRING>\"", error.Parameters["left"]);
        }
    }
}
