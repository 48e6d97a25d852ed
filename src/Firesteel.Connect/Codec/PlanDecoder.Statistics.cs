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
        var frame = Frame(fill.Input);
        var values = fill.Values.Select(v => LiteralCodec.Decode(v)).ToList();
        var items = new List<Expression>();
        foreach (var name in fill.Cols) _ = frame.Col(name);
        foreach (var column in frame.Plan.Output)
        {
            var place = fill.Cols.Count == 0 ? 0 : fill.Cols.ToList().FindIndex(c => Same(c, column.Name));
            var value = place < 0 ? null : values[values.Count == 1 ? 0 : place];
            items.Add(value != null && Fits(value.Type, column.DataType) ? Filled(column, value) : column);
        }
        return new Project(new(items), frame.Plan);
    }

    private static bool Fits(DataType value, DataType column) => value switch
    {
        NumericType => column is NumericType,
        StringType => column is StringType,
        BooleanType => column is BooleanType,
        _ => false,
    };

    private static Alias Filled(AttributeReference column, Literal value)
    {
        Expression present = column.DataType is FractionalType ? new UnresolvedFunction(["nanvl"], [column, Literal.NullOf(column.DataType)]) : column;
        return new Alias(new UnresolvedFunction(["coalesce"], [present, new Cast(value, column.DataType, EvalMode.Legacy)]), column.Name);
    }

    private LogicalPlan DropMissing(Messages.NADrop drop)
    {
        var (na, columns) = (Frame(drop.Input).Na(), drop.Cols.Count > 0 ? drop.Cols : null);
        return (drop.HasMinNonNulls ? na.Drop(drop.MinNonNulls, columns) : na.Drop("any", columns)).Plan;
    }

    private LogicalPlan Replace(Messages.NAReplace replace)
    {
        var frame = Frame(replace.Input);
        var pairs = replace.Replacements.Select(r => (From: LiteralCodec.Decode(r.OldValue), To: LiteralCodec.Decode(r.NewValue))).ToList();
        var known = pairs.Select(p => p.From.Type).FirstOrDefault(t => t is not NullType) ?? NullType.Instance;
        var items = new List<Expression>();
        foreach (var column in frame.Plan.Output)
        {
            var chosen = replace.Cols.Count == 0 || replace.Cols.Contains("*") || replace.Cols.Any(c => Same(c, column.Name));
            if (!chosen || !Fits(known, column.DataType)) { items.Add(column); continue; }
            var branches = pairs.Select(p => new CaseBranch(
                p.From.Value is null ? new IsNull(column) : new Comparison(ComparisonOperator.Equal, column, new Cast(p.From, column.DataType, EvalMode.Legacy)),
                new Cast(p.To, column.DataType, EvalMode.Legacy)));
            items.Add(new Alias(new CaseWhen(new(branches), column), column.Name));
        }
        return new Project(new(items), frame.Plan);
    }

    private LocalRelation Quantiles(Messages.StatApproxQuantile request)
    {
        var stat = Frame(request.Input).Stat();
        var type = new ArrayType(new ArrayType(DoubleType.Instance, false), false);
        var columns = request.Cols.Select(c => (object?)new NestedValue(new(stat.ApproxQuantile(c, [.. request.Probabilities], request.RelativeError).Select(q => (object?)q))));
        return Execution.LocalData.OfLiterals(new StructType([new StructField("approx_quantile", type, false)]), [[new NestedValue(new(columns))]]);
    }

    // Counts are exact here, which the definition allows: all items at least as frequent as the support.
    private LocalRelation FrequentItems(Messages.StatFreqItems request)
    {
        var (frame, support) = (Frame(request.Input), request.HasSupport ? request.Support : 0.01);
        if (support is < 1e-4 or > 1) throw new ArgumentException($"requirement failed: Support must be in [1e-4, 1], but got {support}.");
        var least = support * frame.Count();
        var fields = new List<StructField>();
        var values = new List<object?>();
        foreach (var name in request.Cols)
        {
            var column = (AttributeReference)frame.Col(name).Expression;
            var rows = frame.GroupBy(new Column(column)).Count().Filter(Functions.Col("count") >= least).Collect();
            fields.Add(new StructField($"{name}_freqItems", new ArrayType(column.DataType, false)));
            values.Add(new NestedValue(new(rows.Select(r => Encoders.ClrValues.ToLiteral(r[0], column.DataType)))));
        }
        return Execution.LocalData.OfLiterals(new StructType(fields), [[.. values]]);
    }

    private Filter SampleBy(Messages.StatSampleBy request)
    {
        var column = Expression(request.Col);
        var branches = request.Fractions.Select(f => new CaseBranch(new Comparison(ComparisonOperator.Equal, column, LiteralCodec.Decode(f.Stratum)), Literal.Of(f.Fraction_)));
        var seed = request.HasSeed ? request.Seed : Random.Shared.NextInt64();
        var fraction = new CaseWhen(new(branches), Literal.Of(0.0));
        return new Filter(new Comparison(ComparisonOperator.LessThan, new UnresolvedFunction(["rand"], [Literal.Of(seed)]), fraction), Decode(request.Input));
    }
}
