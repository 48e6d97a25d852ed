using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Moves window functions out of a select list into Window nodes, one for each partitioning and order.</summary>
static class ExtractWindows
{
    public static LogicalPlan Build(List<Expression> items, LogicalPlan child, ValueList<AttributeReference> hidden)
    {
        if (!items.Any(i => i.Contains(e => e is WindowExpression))) return new Project(new(items), child) { Hidden = hidden };
        child = ComputeInner(ref items, child);
        var computed = new Dictionary<Expression, Alias>();
        var functions = new Dictionary<Expression, Alias>();
        var rest = items.Select(item =>
        {
            // A window function that is an item keeps the item's id and name.
            if (item is Alias { Child: WindowExpression own } alias && !functions.ContainsKey(Simplify(own, computed)))
            {
                var simple = (WindowExpression)Simplify(own, computed);
                functions[simple] = alias with { Child = simple };
                return alias.ToAttribute();
            }
            return item.TransformUp(e =>
            {
                if (e is not WindowExpression w) return e;
                var simple = Simplify(w, computed);
                if (!functions.TryGetValue(simple, out var known)) functions[simple] = known = new Alias(simple, $"_we{functions.Count}");
                return known.ToAttribute();
            });
        }).ToList();
        if (computed.Count > 0) child = new Project([.. child.Output, .. computed.Values], child);
        foreach (var group in functions.Values.GroupBy(f => Key((WindowExpression)f.Child)))
        {
            var spec = ((WindowExpression)group.First().Child).Window;
            child = new Window(new(group), spec.PartitionBy, spec.OrderBy, child);
        }
        return new Project(new(rest), child) { Hidden = hidden };
    }

    // Window functions that others read are columns of the plan below.
    private static LogicalPlan ComputeInner(ref List<Expression> items, LogicalPlan child)
    {
        var inner = new Dictionary<Expression, Alias>();
        foreach (var item in items) Find(item, false);
        if (inner.Count == 0) return child;
        items = [.. items.Select(item => item.TransformDown(e => inner.TryGetValue(e, out var alias) ? alias.ToAttribute() : e))];
        return Build([.. child.Output, .. inner.Values], child, ValueList<AttributeReference>.Empty);

        void Find(Expression expression, bool isInside)
        {
            DepthGuard.Check();
            if (expression is WindowExpression && isInside) inner.TryAdd(expression, new Alias(expression, $"_wi{inner.Count}"));
            else foreach (var part in expression.Children) Find(part, isInside || expression is WindowExpression);
        }
    }

    private static (ValueList<Expression>, ValueList<SortOrder>, bool) Key(WindowExpression window) => (window.Window.PartitionBy, window.Window.OrderBy, window.Function is WindowCall);

    // What a window reads is computed below it, once.
    private static Expression Simplify(WindowExpression window, Dictionary<Expression, Alias> computed)
        => window with
        {
            Function = window.Function.MapChildren(c => Column(c, computed)),
            Window = window.Window.Map(new(window.Window.Expressions.Select((e, i) => e is SortOrder o ? o with { Child = Column(o.Child, computed) } : i < window.Window.PartitionBy.Count ? Column(e, computed) : e))),
        };

    private static Expression Column(Expression expression, Dictionary<Expression, Alias> computed)
    {
        if (expression is AttributeReference or OuterReference || expression.Foldable) return expression;
        if (!computed.TryGetValue(expression, out var alias)) computed[expression] = alias = new Alias(expression, $"_w{computed.Count}");
        return alias.ToAttribute();
    }
}
