using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Frames.Steps;
using Messages = Firesteel.Connect.Messages;

namespace Firesteel.Connect.Codec;

/// <summary>Missing values and statistics.</summary>
sealed partial class PlanDecoder
{
    private LogicalPlan Fill(Messages.NAFill fill)
    {
        if (fill.Values.Count == 0) throw InvalidPlan.Because("NA_FILL_VALUES_EMPTY");
        if (fill.Values.Count > 1 && fill.Values.Count != fill.Cols.Count) throw InvalidPlan.Because("NA_FILL_VALUES_LENGTH_MISMATCH");
        return Take(new FillMissing(new(fill.Cols), new(fill.Values.Select(v => LiteralCodec.Decode(v))), Decode(fill.Input)));
    }

    private LogicalPlan Replace(Messages.NAReplace replace)
    {
        var pairs = replace.Replacements.Select(r => KeyValuePair.Create(LiteralCodec.Decode(r.OldValue), LiteralCodec.Decode(r.NewValue)));
        return Take(new ReplaceValues(new(replace.Cols), new(pairs), Decode(replace.Input)));
    }

    private LogicalPlan Correlate(Messages.StatCorr corr)
    {
        if (corr.HasMethod && corr.Method != "pearson") throw new ArgumentException("Currently only the calculation of the Pearson Correlation coefficient is supported.");
        return Take(new PairStatistic("corr", corr.Col1, corr.Col2, Decode(corr.Input)));
    }

    private LogicalPlan SampleBy(Messages.StatSampleBy request)
    {
        var fractions = request.Fractions.Select(f => KeyValuePair.Create(LiteralCodec.Decode(f.Stratum), f.Fraction_));
        return Take(new SampleStrata(Expression(request.Col), new(fractions), request.HasSeed ? request.Seed : Random.Shared.NextInt64(), Decode(request.Input)));
    }
}
