using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>
/// Moves calls of Python functions out of expressions into <see cref="PythonEval"/> nodes below, kind by kind from the innermost out. A call
/// over another one of its kind stays inside it, so that both run in one pass of the worker.
/// </summary>
sealed class ExtractPythonUdfs : OptimizerRule
{
    public override bool IsRequired => true;

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node switch
    {
        Aggregate a when HasUdf(a) => Extract(PythonUdfAggregates.Split(a)),
        Join { Condition: { } condition } join when Calls([condition]).Any() => AboveJoin(join),
        Filter f when HasUdf(f) => Extract(PlainFirst(f)),
        PythonEval => node,
        _ when HasUdf(node) => Extract(node),
        _ => node,
    });

    private static bool HasUdf(LogicalPlan plan) => Calls(plan.Expressions).Any();

    private static IEnumerable<PythonUdf> Calls(IEnumerable<Expression> expressions) => expressions.SelectMany(e => e.Collect<PythonUdf>());

    private static LogicalPlan Extract(LogicalPlan plan)
    {
        // What the rewriting of an aggregate or filter put around the node itself.
        if (plan is Project { Child: Aggregate a } outer && HasUdf(a)) return ExtractOne(outer with { Child = Extract(a) });
        if (plan is Aggregate { Child: Project p } over && HasUdf(p)) plan = over with { Child = ExtractOne(p) };
        return ExtractOne(plan);
    }

    private static LogicalPlan ExtractOne(LogicalPlan plan)
    {
        var output = plan.Output;
        var rewritten = plan;
        while (HasUdf(rewritten)) rewritten = Step(rewritten);
        return rewritten.Output.Select(o => o.Id).SequenceEqual(output.Select(o => o.Id)) ? rewritten : new Project(new(output), rewritten);
    }

    // One kind of calls, those that nothing else has to run before.
    private static LogicalPlan Step(LogicalPlan plan)
    {
        var ready = new List<PythonUdf>();
        foreach (var expression in plan.Expressions) FindReady(expression, ready);
        var kind = ready[0].EvalType;
        var chosen = ready.Where(u => u.EvalType == kind).ToList();
        if (kind.IsIterator()) chosen = [chosen[0]];
        var children = plan.Children.ToArray();
        var replaced = new Dictionary<PythonUdf, AttributeReference>(SameAnswer.Instance);
        for (var c = 0; c < children.Length; c++)
        {
            var ids = children[c].Output.Select(o => o.Id).ToHashSet();
            var own = chosen.Where(u => !replaced.ContainsKey(u) && u.References.All(r => ids.Contains(r.Id))).Distinct(SameAnswer.Instance).ToList();
            if (own.Count == 0) continue;
            var results = own.Select((u, i) => new AttributeReference($"pythonUDF{i}", u.DataType, true, ExprId.Next())).ToList();
            for (var i = 0; i < own.Count; i++) replaced.Add(own[i], results[i]);
            var kept = plan is Project project ? Kept(project, children[c], replaced) : children[c].Output;
            children[c] = new PythonEval(new(own), new(results), kept, kind, children[c]);
        }
        if (replaced.Count == 0)
            throw new SparkException("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = $"The Python function {chosen[0].Name} reads columns of several inputs." });
        return plan.WithChildren(new ValueList<LogicalPlan>(children.AsSpan())).MapExpressions(e => e.TransformDown(x => x is PythonUdf u && replaced.TryGetValue(u, out var result) ? result : x));
    }

    // Of a select list's input only what is read beside the calls goes on.
    private static ValueList<AttributeReference> Kept(Project project, LogicalPlan child, Dictionary<PythonUdf, AttributeReference> extracted)
    {
        var read = new HashSet<ExprId>();
        foreach (var item in project.List) Read(item);
        return new(child.Output.Where(o => read.Contains(o.Id)));

        void Read(Expression e)
        {
            if (e is PythonUdf u && extracted.ContainsKey(u)) return;
            if (e is AttributeReference a) read.Add(a.Id);
            foreach (var inner in e.Children) Read(inner);
        }
    }

    private static void FindReady(Expression expression, List<PythonUdf> ready)
    {
        DepthGuard.Check();
        if (expression is PythonUdf udf && CanRun(udf))
        {
            ready.Add(udf);
            return;
        }
        foreach (var child in expression.Children) FindReady(child, ready);
    }

    /// <summary>Whether a call reads columns only, or nothing but one call of its kind that itself can run.</summary>
    private static bool CanRun(PythonUdf udf)
    {
        if (udf.Arguments is [PythonUdf inner] && inner.EvalType == udf.EvalType && !udf.EvalType.IsIterator() && inner.ArgumentNames.All(n => n == null) && udf.ArgumentNames.All(n => n == null)) return CanRun(inner);
        return !Calls(udf.Arguments).Any();
    }

    // Conditions without Python go first: the functions run on fewer rows.
    private static LogicalPlan PlainFirst(Filter filter)
    {
        var parts = Conjunctions.Split(filter.Condition).ToList();
        var plain = parts.TakeWhile(p => !p.Collect<PythonUdf>().Any() || p.Deterministic).Where(p => !p.Collect<PythonUdf>().Any() && p.Deterministic).ToList();
        return plain.Count == 0 ? filter : new Filter(Conjunctions.Join(parts.Except(plain))!, new Filter(Conjunctions.Join(plain)!, filter.Child));
    }

    // A join cannot call Python; where all pairs are candidates, those that match are kept above it.
    private static LogicalPlan AboveJoin(Join join)
    {
        var ids = join.Children.Select(c => c.Output.Select(o => o.Id).ToHashSet()).ToList();
        var parts = Conjunctions.Split(join.Condition!).ToList();
        var spanning = parts.Where(p => Calls([p]).Any(u => !ids.Exists(side => u.References.All(r => side.Contains(r.Id))))).ToList();
        if (spanning.Count == 0) return ExtractOne(join);
        if (join.Type is not (JoinType.Inner or JoinType.Cross))
            throw new AnalysisException("UNSUPPORTED_FEATURE.PYTHON_UDF_IN_ON_CLAUSE", new Dictionary<string, string> { ["joinType"] = join.Type switch { JoinType.LeftOuter => "LEFT OUTER", JoinType.RightOuter => "RIGHT OUTER", JoinType.FullOuter => "FULL OUTER", JoinType.LeftSemi => "LEFT SEMI", _ => "LEFT ANTI" } });
        var rest = Conjunctions.Join(parts.Except(spanning));
        var inner = join with { Condition = rest };
        return ExtractOne(new Filter(Conjunctions.Join(spanning)!, rest != null && Calls([rest]).Any() ? ExtractOne(inner) : inner));
    }

    /// <summary>Equal calls are computed once, unless their answers may differ.</summary>
    private sealed class SameAnswer : IEqualityComparer<PythonUdf>
    {
        public static readonly SameAnswer Instance = new();
        public bool Equals(PythonUdf? x, PythonUdf? y) => ReferenceEquals(x, y) || x is { Deterministic: true } && x.Equals(y);
        public int GetHashCode(PythonUdf udf) => udf.GetHashCode();
    }
}
