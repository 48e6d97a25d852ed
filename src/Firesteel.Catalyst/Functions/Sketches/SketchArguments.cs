using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>Arguments that set a sketch up, and the errors of sketches.</summary>
static class SketchArguments
{
    /// <summary>A constant whole number; null counts as 0.</summary>
    /// <param name="notConstant">Condition and parameter for an argument that depends on the row.</param>
    public static int Whole(FunctionCall call, int index, string notConstant, string parameter, string? shown = null)
    {
        var argument = Operands.Fit(call, index, new TypeClass.Strictly(TypeClass.Int), shown);
        if (!argument.Foldable) throw ArgumentChecks.Error(call.Origin, notConstant, (parameter, SqlIdentifier.Quote(call.Name.ToLowerInvariant())));
        return ConstantFolding.Evaluate(argument).Value is int value ? value : 0;
    }

    public static SparkRuntimeException Error(string condition, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var map = new Dictionary<string, string>();
        foreach (var (name, value) in parameters) map[name] = value;
        return new SparkRuntimeException(condition, map);
    }

    public static SparkRuntimeException OutOfRange(string condition, string function, int min, int max, int value)
        => Error(condition, ("function", SqlIdentifier.Quote(function)), ("min", $"{min}"), ("max", $"{max}"), ("value", $"{value}"));

    /// <summary>The name that a family of sketches goes by in errors; null for a number that is no family's.</summary>
    public static string? FamilyName(byte family) => family switch
    {
        1 => "ALPHA", 2 => "QUICKSELECT", 3 => "COMPACT", 4 => "UNION", 5 => "INTERSECTION", 6 => "A_NOT_B", 7 => "HLL", 8 => "QUANTILES", 9 => "TUPLE",
        10 => "FREQUENCY", 11 => "RESERVOIR", 12 => "RESERVOIR_UNION", 13 => "VAROPT", 14 => "VAROPT_UNION", 15 => "KLL", 16 => "CPC", _ => null,
    };

    public static SparkRuntimeException Invalid(string condition, string function) => Error(condition, ("function", SqlIdentifier.Quote(function)));
}
