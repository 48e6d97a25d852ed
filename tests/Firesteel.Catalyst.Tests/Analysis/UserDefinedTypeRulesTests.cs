using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Types;

namespace Firesteel.Catalyst.Tests.Analysis;

/// <summary>How user-defined types meet others: hardly ever.</summary>
public sealed class UserDefinedTypeRulesTests
{
    private static readonly DataType Colour = IntegerType.Instance with { UserDefined = new UserDefinedClass("shapes.ColourUDT") };
    private static readonly DataType Other = IntegerType.Instance with { UserDefined = new UserDefinedClass("shapes.OtherUDT") };

    [Theory]
    [InlineData("Ansi")]
    [InlineData("Legacy")]
    [InlineData("Try")]
    public void OnlyTextAndTheTypeItselfCanBeMadeOfOne(string name)
    {
        var mode = Enum.Parse<EvalMode>(name);
        Assert.True(CastRules.IsAllowed(Colour, StringType.Instance, mode));
        Assert.True(CastRules.IsAllowed(Colour, Colour, mode));
        Assert.True(CastRules.IsAllowed(NullType.Instance, Colour, mode));
        foreach (var (from, to) in ((DataType, DataType)[])[(Colour, IntegerType.Instance), (IntegerType.Instance, Colour), (Colour, Other), (StringType.Instance, Colour), (Colour, LongType.Instance)])
        {
            Assert.False(CastRules.IsAllowed(from, to, mode), $"{from} to {to}");
            Assert.False(CastRules.IsAllowed(new ArrayType(from), new ArrayType(to), mode), $"array of {from} to {to}");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OneMeetsItselfAndNull(bool ansi)
    {
        Assert.Equal(Colour, TypeCoercion.WidestCommonType(Colour, NullType.Instance, ansi));
        Assert.Equal(Colour, TypeCoercion.ComparisonType(Colour, Colour, ansi));
        Assert.Equal(new ArrayType(Colour), TypeCoercion.WidestCommonType(new ArrayType(Colour, false), new ArrayType(Colour), ansi));
        foreach (var other in (DataType[])[Other, IntegerType.Instance, LongType.Instance, new DecimalType(20, 2), StringType.Instance])
        {
            Assert.Null(TypeCoercion.WidestCommonType(Colour, other, ansi));
            Assert.Null(TypeCoercion.ComparisonType(Colour, other, ansi));
            Assert.Null(TypeCoercion.ComparisonType(other, Colour, ansi));
        }
    }

    [Fact]
    public void NoFamilyTakesOne()
    {
        foreach (var family in (TypeClass[])[TypeClass.Numeric, TypeClass.Integral, TypeClass.Int, TypeClass.AnyString, TypeClass.OneOf(TypeClass.Array, TypeClass.Int)])
            Assert.Null(TypeCoercion.ImplicitType(Colour, family, ansi: true));
        Assert.Equal(Colour, TypeCoercion.ImplicitType(Colour, TypeClass.Any, ansi: true));
        Assert.Equal(Colour, TypeCoercion.ImplicitType(Colour, TypeClass.OneOf(TypeClass.Array, Colour), ansi: true));
    }
}
