using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Takes expressions over an aggregate's input apart: what the aggregate computes, and what is computed of that above it.</summary>
sealed class PullAggregates(IReadOnlyList<Expression> grouping)
{
    private readonly Dictionary<Expression, INamedExpression> _known = [];
    private readonly HashSet<ExprId> _passed = [];
    private readonly List<Expression> _list = [];

    /// <summary>What the aggregate computes.</summary>
    public IReadOnlyList<Expression> List => _list;

    /// <summary>Items of an aggregate that exists already: they are used where they give what is asked for.</summary>
    public void Reuse(IEnumerable<Expression> items)
    {
        foreach (var item in items)
        {
            _list.Add(item);
            _known.TryAdd(item is Alias a ? a.Child : item, (INamedExpression)item);
            _passed.Add(((INamedExpression)item).Id);
        }
    }

    /// <summary>Columns that exist above the aggregate anyway.</summary>
    public void Pass(IEnumerable<ExprId> ids) => _passed.UnionWith(ids);

    /// <summary>An item of the select list over the aggregate's output, with its name and id.</summary>
    public Expression Item(Expression item)
    {
        if (item is Alias { Child: AggregateCall call } alias && !_known.ContainsKey(call))
        {
            _list.Add(alias);
            _known[call] = alias;
            return alias.ToAttribute();
        }
        if (item is MultiAlias m) return m with { Child = Over(m.Child) };
        return item is Alias other ? other with { Child = Over(other.Child) } : Over(item);
    }

    /// <summary>The expression over the aggregate's output.</summary>
    /// <param name="otherwise">What a column stands for that is neither grouped by nor aggregated; null where it is an error.</param>
    public Expression Over(Expression expression, Func<AttributeReference, Expression?>? otherwise = null)
    {
        switch (expression)
        {
            case AttributeReference a when _passed.Contains(a.Id): return a;
            case AggregateCall: return Computed(expression);
            case SubqueryExpression { IsCorrelated: true } subquery: return Settle((SubqueryExpression)subquery.MapChildren(c => Over(c, otherwise)));
            case WindowExpression w:
                return w with
                {
                    Function = w.Function.MapChildren(c => Over(c, otherwise)),
                    Window = w.Window.Map(new(w.Window.Expressions.Select(e => Over(e, otherwise)))),
                };
        }
        if (grouping.Contains(expression)) return Computed(expression);
        if (expression is AttributeReference missing)
            return otherwise?.Invoke(missing) ?? throw CheckGrouping.Missing(missing, grouping.Count > 0);
        return expression.MapChildren(c => Over(c, otherwise));
    }

    // Aggregates that a subquery reads are columns now.
    private static SubqueryExpression Settle(SubqueryExpression subquery)
    {
        var settled = subquery.OuterAttributes.OfType<Alias>().Where(a => a.Child is AttributeReference).DistinctBy(a => a.Id).ToDictionary(a => a.Id, a => (AttributeReference)a.Child);
        if (settled.Count == 0) return subquery;
        var plan = MapPlans.Expressions(subquery.Plan, e => e is OuterReference o && settled.TryGetValue(o.Attribute.Id, out var column) ? new OuterReference(column) : e);
        plan.MarkAnalyzed();
        return subquery with { Plan = plan, OuterAttributes = new(subquery.OuterAttributes.Select(a => a is Alias alias && settled.TryGetValue(alias.Id, out var column) ? column : a)) };
    }

    private AttributeReference Computed(Expression expression)
    {
        if (!_known.TryGetValue(expression, out var named))
        {
            named = expression as INamedExpression ?? new Alias(expression, expression.Sql) { IsGenerated = true };
            _known[expression] = named;
            _list.Add((Expression)named);
        }
        return expression is AttributeReference a && named.Id == a.Id ? a : named.ToAttribute();
    }
}
