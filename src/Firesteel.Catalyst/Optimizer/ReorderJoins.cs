using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>
/// Orders groups of inner joins: from the relation that is smallest after its filters, greedily by the least expected result, never a
/// cross product while a condition connects; small groups are searched whole.
/// </summary>
sealed class ReorderJoins(Statistics statistics) : OptimizerRule
{
    public override IReadOnlyList<string> SparkNames => ["ReorderJoin", "CostBasedJoinReorder"];

    private const int LargestSearched = 10;

    /// <summary>Inputs that are put into another order at all: sets of them are the bits of a number.</summary>
    private const int LargestOrdered = 62;

    public override LogicalPlan Apply(LogicalPlan plan)
    {
        DepthGuard.Check();
        if (plan is not (Join { Type: JoinType.Inner or JoinType.Cross, LeftHint: JoinStrategyHint.None, RightHint: JoinStrategyHint.None } or Filter { Child: Join { Type: JoinType.Inner or JoinType.Cross } }))
            return plan.MapChildren(Apply);
        var (inputs, conditions) = (new List<LogicalPlan>(), new List<Expression>());
        Flatten(plan, inputs, conditions);
        if (inputs.Count is < 2 or > LargestOrdered) return plan.MapChildren(Apply);
        inputs = [.. inputs.Select(Apply)];
        // A condition that may fail sees the rows that all others leave.
        var last = conditions.Where(c => c.CanFail && c is not Comparison { Operator: ComparisonOperator.Equal }).ToList();
        conditions.RemoveAll(last.Contains);
        var ordered = inputs.Count <= LargestSearched ? Search(inputs, conditions) : Greedy(inputs, conditions);
        ordered = WithConditions(ordered, last);
        return ordered.Output.Select(o => o.Id).SequenceEqual(plan.Output.Select(o => o.Id)) ? ordered : new Project(new(plan.Output), ordered);
    }

    private static void Flatten(LogicalPlan plan, List<LogicalPlan> inputs, List<Expression> conditions)
    {
        switch (plan)
        {
            case Join { Type: JoinType.Inner or JoinType.Cross, LeftHint: JoinStrategyHint.None, RightHint: JoinStrategyHint.None } join:
                Flatten(join.Left, inputs, conditions);
                Flatten(join.Right, inputs, conditions);
                conditions.AddRange(Conjunctions.Split(join.Condition));
                break;
            case Filter { Child: Join { Type: JoinType.Inner or JoinType.Cross } } filter when filter.Condition.Deterministic && !filter.Condition.CanFail:
                Flatten(filter.Child, inputs, conditions);
                conditions.AddRange(Conjunctions.Split(filter.Condition));
                break;
            case Project { Child: Join { Type: JoinType.Inner or JoinType.Cross } } project when project.List.All(e => e is AttributeReference):
                Flatten(project.Child, inputs, conditions);
                break;
            default:
                inputs.Add(plan);
                break;
        }
    }

    private sealed record Candidate(LogicalPlan Plan, double Cost, double Rows);

    // Dynamic programming over sets of inputs. A cross product joins only what no chain of conditions connects.
    private LogicalPlan Search(List<LogicalPlan> inputs, List<Expression> conditions)
    {
        var n = inputs.Count;
        var outputs = inputs.Select(i => i.Output.Select(a => a.Id).ToHashSet()).ToArray();
        var reads = conditions.Select(c => Mask(c, outputs)).ToArray();
        var best = new Candidate?[1 << n];
        for (var i = 0; i < n; i++)
        {
            var single = WithConditions(inputs[i], conditions.Where((_, c) => reads[c] == 1 << i));
            best[1 << i] = new Candidate(single, 0, statistics.Estimate(single).Rows);
        }
        var connected = Connected(reads, n);
        if (!Fill(best, reads, conditions, connected)) Fill(best, reads, conditions, [.. Enumerable.Range(0, n).Select(i => 1L << i)]);
        return WithConditions(best[^1]!.Plan, conditions.Where((_, c) => reads[c] == 0));
    }

    // For each input those that conditions tie it to, itself included, however far.
    private static long[] Connected(long[] reads, int n)
    {
        var connected = Enumerable.Range(0, n).Select(i => 1L << i).ToArray();
        foreach (var read in reads)
        {
            var all = connected.Where((_, i) => (read >> i & 1) != 0).Aggregate(read, (a, b) => a | b);
            for (var i = 0; i < n; i++)
                if ((all >> i & 1) != 0) connected[i] = all;
        }
        return connected;
    }

    private bool Fill(Candidate?[] best, long[] reads, List<Expression> conditions, long[] connected)
    {
        var n = connected.Length;
        for (var set = 1; set < 1 << n; set++)
        {
            if ((set & (set - 1)) == 0) continue;
            for (var pass = 0; pass < 2 && best[set] == null; pass++)
            {
                for (var left = (set - 1) & set; left > 0; left = (left - 1) & set)
                {
                    var right = set ^ left;
                    if (left < right || best[left] is not { } l || best[right] is not { } r) continue;
                    var joining = conditions.Where((_, c) => (reads[c] & left) != 0 && (reads[c] & right) != 0 && (reads[c] & ~set) == 0).ToList();
                    // A first pass looks at connected pairs only.
                    if (joining.Count == 0 && (pass == 0 || Enumerable.Range(0, n).Any(i => (left >> i & 1) != 0 && (connected[i] & right) != 0))) continue;
                    var candidate = Combine(l, r, joining);
                    if (best[set] == null || candidate.Cost < best[set]!.Cost) best[set] = candidate;
                }
            }
        }
        return best[^1] != null;
    }

    private LogicalPlan Greedy(List<LogicalPlan> inputs, List<Expression> conditions)
    {
        var outputs = inputs.Select(i => i.Output.Select(a => a.Id).ToHashSet()).ToArray();
        var reads = conditions.Select(c => Mask(c, outputs)).ToArray();
        var parts = inputs.Select((input, i) =>
        {
            var single = WithConditions(input, conditions.Where((_, c) => reads[c] == 1L << i));
            return (Set: 1L << i, Candidate: new Candidate(single, 0, statistics.Estimate(single).Rows));
        }).ToList();
        while (parts.Count > 1)
        {
            (int A, int B, Candidate C, bool Connected)? chosen = null;
            for (var a = 0; a < parts.Count; a++)
                for (var b = a + 1; b < parts.Count; b++)
                {
                    var both = parts[a].Set | parts[b].Set;
                    var joining = conditions.Where((_, c) => (reads[c] & parts[a].Set) != 0 && (reads[c] & parts[b].Set) != 0 && (reads[c] & ~both) == 0).ToList();
                    if (joining.Count == 0 && chosen is { Connected: true }) continue;
                    var candidate = Combine(parts[a].Candidate, parts[b].Candidate, joining);
                    if (chosen == null || joining.Count > 0 && !chosen.Value.Connected || candidate.Rows < chosen.Value.C.Rows) chosen = (a, b, candidate, joining.Count > 0);
                }
            var (x, y, joined, _) = chosen!.Value;
            var merged = (parts[x].Set | parts[y].Set, joined);
            parts.RemoveAt(y);
            parts.RemoveAt(x);
            parts.Add(merged);
        }
        return WithConditions(parts[0].Candidate.Plan, conditions.Where((_, c) => reads[c] == 0));
    }

    // The larger side streams, on the left; the smaller one is kept at hand.
    private Candidate Combine(Candidate a, Candidate b, List<Expression> conditions)
    {
        var (stream, build) = a.Rows >= b.Rows ? (a, b) : (b, a);
        var join = new Join(stream.Plan, build.Plan, conditions.Count == 0 ? JoinType.Cross : JoinType.Inner, Conjunctions.Join(conditions));
        var rows = statistics.Estimate(join).Rows;
        // Building a table costs more than probing it.
        var own = conditions.Count == 0 ? stream.Rows * build.Rows : stream.Rows + 2 * build.Rows;
        return new Candidate(join, a.Cost + b.Cost + own + rows, rows);
    }

    private static LogicalPlan WithConditions(LogicalPlan plan, IEnumerable<Expression> conditions) => Conjunctions.Join(conditions) is { } condition ? new Filter(condition, plan) : plan;

    private static long Mask(Expression condition, HashSet<ExprId>[] outputs)
    {
        var mask = 0L;
        foreach (var reference in condition.References)
            for (var i = 0; i < outputs.Length; i++)
                if (outputs[i].Contains(reference.Id)) mask |= 1L << i;
        return mask;
    }
}
