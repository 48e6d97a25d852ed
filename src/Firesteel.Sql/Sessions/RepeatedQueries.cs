using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Operators;

namespace Firesteel.Sql.Sessions;

/// <summary>
/// Parts of a query that run before it and leave their rows in their place: recursive definitions, round by round, and definitions that
/// are read several times though each run would give other rows. The rows live until the query is done.
/// </summary>
sealed class RepeatedQueries(QueryRunner runner) : IDisposable
{
    private readonly List<QueryResult> _results = [];

    // Definitions that parts of the query read when they run by themselves.
    private readonly List<CteRelationDef> _around = [];

    public LogicalPlan Run(LogicalPlan analyzed) => Needs(analyzed) ? Replace(analyzed) : analyzed;

    public void Dispose()
    {
        foreach (var result in _results) result.Dispose();
    }

    private static bool Needs(LogicalPlan plan)
        => plan.Contains(p => p is RecursiveUnion || p is WithCte w && w.Definitions.Any(d => !IsDeterministic(d.Plan)) || p.Expressions.Any(e => e.Contains(x => x is SubqueryExpression s && Needs(s.Plan))));

    private static bool IsDeterministic(LogicalPlan plan) => !plan.Contains(p => p.Expressions.Any(e => !e.Deterministic) || p is Sample);

    private LogicalPlan Replace(LogicalPlan plan)
    {
        DepthGuard.Check();
        // A limit right above keeps a recursion that would not end from going on.
        if (plan is Limit { Count: Literal { Value: int rows } } limit && RecursionBelow(limit.Child) is { } below)
            return limit with { Child = limit.Child.TransformUp(p => ReferenceEquals(p, below) ? Recurse(below, rows) : p) };
        switch (plan)
        {
            case RecursiveUnion union: return Recurse(union, null);
            case WithCte with: return ReplaceDefinitions(with);
            default:
                return plan.MapChildren(Replace).MapExpressions(e => e.TransformUp(x => x is SubqueryExpression s && Needs(s.Plan) ? s with { Plan = Replace(s.Plan) } : x));
        }
    }

    private LogicalPlan ReplaceDefinitions(WithCte with)
    {
        var kept = new List<CteRelationDef>();
        var rows = new Dictionary<long, LogicalPlan>();
        foreach (var definition in with.Definitions)
        {
            var plan = Replace(WithRows(definition.Plan, rows));
            if (IsDeterministic(plan))
            {
                kept.Add(definition with { Plan = plan });
                _around.Add(kept[^1]);
            }
            else
            {
                var columns = plan.Output;
                rows[definition.Id] = Union(columns, [Keep(plan)]);
            }
        }
        var child = Replace(WithRows(with.Child, rows));
        return kept.Count == 0 ? child : new WithCte(new(kept), child);
    }

    private static LogicalPlan WithRows(LogicalPlan plan, Dictionary<long, LogicalPlan> rows)
        => rows.Count == 0 ? plan : plan.TransformUp(p => p is CteRelationRef r && rows.TryGetValue(r.Id, out var found) ? UnderColumns(found, r.Columns)
            : p.MapExpressions(e => e.TransformUp(x => x is SubqueryExpression s ? s with { Plan = WithRows(s.Plan, rows) } : x)));

    private static RecursiveUnion? RecursionBelow(LogicalPlan plan) => plan switch
    {
        RecursiveUnion union => union,
        Project or SubqueryAlias => RecursionBelow(plan.Children[0]),
        _ => null,
    };

    private LogicalPlan Recurse(RecursiveUnion union, int? wanted)
    {
        var rowLimit = runner.Session.Settings.Get(LanguageConfig.CteRecursionRowLimit);
        var parts = new List<QueryResult> { Keep(Replace(union.Anchor)) };
        var total = parts[0].RowCount;
        for (var round = 1; parts[^1].RowCount > 0; round++)
        {
            if (wanted is { } enough && total >= enough) break;
            if (union.MaxDepth >= 0 && round > union.MaxDepth)
                throw new SparkRuntimeException("RECURSION_LEVEL_LIMIT_EXCEEDED", new Dictionary<string, string> { ["levelLimit"] = Text(union.MaxDepth) });
            var last = Union(union.Columns, [parts[^1]]);
            parts.Add(Keep(Replace(WithRows(union.Step, new() { [union.Id] = last }))));
            total += parts[^1].RowCount;
            if (rowLimit >= 0 && total > rowLimit && wanted == null)
                throw new SparkRuntimeException("RECURSION_ROW_LIMIT_EXCEEDED", new Dictionary<string, string> { ["rowLimit"] = Text(rowLimit) });
        }
        return Union(union.Columns, parts);
    }

    private QueryResult Keep(LogicalPlan plan)
    {
        var result = runner.RunAnalyzed(_around.Count == 0 ? plan : new WithCte(new(_around), plan));
        _results.Add(result);
        return result;
    }

    // The rows of results, in order, under the given columns.
    private static LogicalPlan Union(ValueList<AttributeReference> columns, IReadOnlyList<QueryResult> results)
    {
        var buffers = results.SelectMany(r => r.Parts).Where(b => b.Count > 0).ToList();
        if (buffers.Count == 0) return new LocalRelation(columns, LiteralRows.None);
        if (buffers.Count == 1) return new LocalRelation(columns, new RowBufferRows(buffers[0]));
        var inputs = buffers.Select(b => (LogicalPlan)new LocalRelation(new(columns.Select(c => c.NewInstance())), new RowBufferRows(b)));
        return UnderColumns(new Union(new(inputs)), columns);
    }

    private static LogicalPlan UnderColumns(LogicalPlan plan, ValueList<AttributeReference> columns)
    {
        var copy = plan is LocalRelation local ? local with { Columns = new(local.Columns.Select(c => c.NewInstance())) } : plan;
        return new Project(new(copy.Output.Zip(columns, (a, c) => (Expression)new Alias(a, c.Name, c.Id))), copy);
    }

    private static string Text(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
