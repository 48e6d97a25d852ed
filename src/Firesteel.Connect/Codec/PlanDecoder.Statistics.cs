using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;
using Messages = Firesteel.Connect.Messages;

namespace Firesteel.Connect.Codec;

/// <summary>Missing values and statistics.</summary>
sealed partial class PlanDecoder
{
    private LogicalPlan Fill(Messages.NAFill fill)
    {
        if (fill.Values.Count == 0) throw InvalidPlan.Because("NA_FILL_VALUES_EMPTY");
        if (fill.Values.Count > 1 && fill.Values.Count != fill.Cols.Count) throw InvalidPlan.Because("NA_FILL_VALUES_LENGTH_MISMATCH");
        return MissingValues.Fill(Frame(fill.Input), [.. fill.Values.Select(v => LiteralCodec.Decode(v))], fill.Cols).Plan;
    }

    private LogicalPlan DropMissing(Messages.NADrop drop)
    {
        var (na, columns) = (Frame(drop.Input).Na(), drop.Cols.Count > 0 ? drop.Cols : null);
        return (drop.HasMinNonNulls ? na.Drop(drop.MinNonNulls, columns) : na.Drop("any", columns)).Plan;
    }

    private LogicalPlan Replace(Messages.NAReplace replace)
        => MissingValues.Replace(Frame(replace.Input), [.. replace.Replacements.Select(r => (LiteralCodec.Decode(r.OldValue), LiteralCodec.Decode(r.NewValue)))], replace.Cols).Plan;

    private LocalRelation Quantiles(Messages.StatApproxQuantile request)
    {
        var stat = Frame(request.Input).Stat();
        var type = new ArrayType(new ArrayType(DoubleType.Instance, false), false);
        var columns = request.Cols.Select(c => (object?)new NestedValue(new(stat.ApproxQuantile(c, [.. request.Probabilities], request.RelativeError).Select(q => (object?)q))));
        return Execution.LocalData.OfLiterals(new StructType([new StructField("approx_quantile", type, false)]), [[new NestedValue(new(columns))]]);
    }

    private LogicalPlan FrequentItems(Messages.StatFreqItems request) => FrequentItemSets.Of(Frame(request.Input), request.Cols, request.HasSupport ? request.Support : 0.01).Plan;

    private LogicalPlan SampleBy(Messages.StatSampleBy request)
        => StratifiedSample.Of(Frame(request.Input), Expression(request.Col), request.Fractions.Select(f => (LiteralCodec.Decode(f.Stratum), f.Fraction_)), request.HasSeed ? request.Seed : Random.Shared.NextInt64()).Plan;
}
