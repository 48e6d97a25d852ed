using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel;

/// <summary>A random part of the rows, of another share for each value of a column; a value without a share is left out.</summary>
static class StratifiedSample
{
    public static DataFrame Of(DataFrame frame, Expression column, IEnumerable<(Literal Stratum, double Fraction)> fractions, long seed)
    {
        fractions = [.. fractions];
        if (fractions.Any(f => f.Fraction is < 0 or > 1))
            throw new ArgumentException($"requirement failed: Fractions must be in [0, 1], but got Map({string.Join(", ", fractions.Select(f => $"{f.Stratum.Value} -> {Foundation.Numerics.JavaDouble.Text(f.Fraction)}"))}).");
        var branches = fractions.Select(f => new CaseBranch(new Comparison(ComparisonOperator.Equal, column, f.Stratum), Literal.Of(f.Fraction)));
        var fraction = new CaseWhen(new(branches), Literal.Of(0.0));
        return frame.With(new Filter(new Comparison(ComparisonOperator.LessThan, new UnresolvedFunction(["rand"], [Literal.Of(seed)]), fraction), frame.Plan));
    }
}
