using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Foundation.Collections;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Catalyst.Tests.Expressions;

/// <summary>Text of nested values in each of the ways in which Spark writes it.</summary>
public class ValueTextTests
{
    private static readonly StructType Pair = new(new StructField("a", IntegerType.Instance), new StructField("b", BinaryType.Instance));

    public static TheoryData<string, string, string, string> Forms => new()
    {
        { "array", """["x",null]""", "[x, null]", "[x, NULL]" },
        { "map", """{"k":1.50}""", "{k -> 1.50}", "{k -> 1.50}" },
        { "struct", """{"a":null,"b":ab}""", "{null, ab}", "{NULL, [61 62]}" },
        { "date", "0002-01-28", "-0001-01-28", "-0001-01-28" },
        { "late", "999999-03-18", "+999999-03-18", "+999999-03-18" },
        { "null", "NULL", "NULL", "NULL" },
        { "interval", "1-2", "INTERVAL '1-2' YEAR TO MONTH", "INTERVAL '1-2' YEAR TO MONTH" },
    };

    [Theory, MemberData(nameof(Forms))]
    public void NestedValuesAreWrittenInThreeStyles(string kind, string hive, string cast, string show)
    {
        var literal = kind switch
        {
            "array" => new Literal(new NestedValue(["x", null]), new ArrayType(StringType.Instance)),
            "map" => new Literal(new NestedValue(["k", (Int128)150]), new MapType(StringType.Instance, new DecimalType(5, 2))),
            "struct" => new Literal(new NestedValue([null, new BinaryValue("ab"u8.ToArray())]), Pair),
            "date" => new Literal(-719866, DateType.Instance),
            "late" => new Literal(364522683, DateType.Instance),
            "interval" => new Literal(14, YearMonthIntervalType.Default),
            _ => Literal.NullOf(Pair),
        };
        using var batches = new Batches();
        var vector = batches.Column(literal.Type, [literal.Value], Layout.Flat);
        Assert.Equal(hive, new ValueText(TextStyle.Hive, "UTC").Text(vector, 0));
        Assert.Equal(show, new ValueText(TextStyle.Show, "UTC").Text(vector, 0));
        if (literal.Value != null) Assert.Equal(cast, ConstantFolding.Evaluate(new Cast(literal, StringType.Instance, EvalMode.Ansi)).Value);
        Assert.Equal(literal.Value, LiteralVectors.Read(vector, 0));
    }
}
