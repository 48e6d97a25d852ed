using Firesteel.Types;

namespace Firesteel.Tests.Functions;

/// <summary>Variants as programs see them.</summary>
public class VariantTests
{
    [Fact]
    public void Rows_hold_values_that_show_as_json()
    {
        var rows = Support.Sessions.Shared.Sql("select parse_json('{\"b\":[1,2.50],\"a\":null}') v, array(parse_json('1'), null) a").Collect();
        var variant = Assert.IsType<VariantVal>(rows[0][0]);
        Assert.Equal("{\"a\":null,\"b\":[1,2.5]}", variant.ToString());
        Assert.Equal(variant, VariantVal.ParseJson("{\"b\":[1,2.50],\"a\":null}"));
        Assert.Equal([VariantVal.ParseJson("1"), null], Assert.IsType<object?[]>(rows[0][1]));
        Assert.Equal("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", Assert.Throws<SparkRuntimeException>(() => VariantVal.ParseJson("{")).Condition);
    }

    [Fact]
    public void Frames_are_made_of_them()
    {
        var schema = new StructType().Add("v", VariantType.Instance);
        var frame = Support.Sessions.Shared.CreateDataFrame(new Row[] { new Row(VariantVal.ParseJson("{\"x\":7}")), new Row((object?)null) }, schema);
        var rows = frame.Select(Firesteel.Functions.VariantGet(Firesteel.Functions.Col("v"), Firesteel.Functions.Lit("$.x"), Firesteel.Functions.Lit("int"))).Collect();
        Assert.Equal(7, rows[0][0]);
        Assert.Null(rows[1][0]);
    }
}
