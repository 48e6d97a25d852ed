using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>
/// Grouping sets as one aggregation: the input is repeated for every set, with the columns that are not in it null and the set's number
/// beside them. In that number the last grouping column is the lowest bit; a bit is set where the column is left out.
/// </summary>
sealed class GroupingAnalytics
{
    public const string GroupingIdName = "spark_grouping_id";

    private readonly IReadOnlyList<Expression> _expressions;
    private readonly IReadOnlyList<long> _sets;

    private GroupingAnalytics(IReadOnlyList<Expression> expressions, IReadOnlyList<AttributeReference> columns, AttributeReference groupingId, IReadOnlyList<long> sets, LogicalPlan expanded)
        => (_expressions, Columns, GroupingId, _sets, Expanded) = (expressions, columns, groupingId, sets, expanded);

    /// <summary>The grouping columns as the repeated input has them.</summary>
    public IReadOnlyList<AttributeReference> Columns { get; }

    public AttributeReference GroupingId { get; }

    /// <summary>The repeated input.</summary>
    public LogicalPlan Expanded { get; }

    public static GroupingAnalytics Create(GroupingColumns grouping, LogicalPlan child)
    {
        var named = grouping.Columns.Select(c => c as INamedExpression ?? new Alias(c, c.Sql)).ToList();
        var computed = named.OfType<Alias>().ToList();
        var input = computed.Count == 0 ? child : new Project([.. child.Output, .. computed], child);
        var columns = named.Select(n => n.ToAttribute() with { IsNullable = true, Id = ExprId.Next() }).ToList();
        var id = new AttributeReference(GroupingIdName, LongType.Instance, false, ExprId.Next());
        var sets = grouping.Sets.Select(s => grouping.Columns.Aggregate(0L, (bits, c) => bits << 1 | (s.Contains(c) ? 0L : 1L))).ToList();
        // Sets that are given twice count twice: their place tells them apart.
        var isRepeated = sets.Distinct().Count() < sets.Count;
        var place = new AttributeReference("_gen_grouping_pos", IntegerType.Instance, false, ExprId.Next());
        var projections = grouping.Sets.Select((s, i) => new ValueList<Expression>(
        [
            .. input.Output,
            .. grouping.Columns.Select((c, k) => s.Contains(c) ? (Expression)named[k].ToAttribute() : Literal.NullOf(c.DataType)),
            Literal.Of(sets[i]),
            .. isRepeated ? [Literal.Of(i)] : (Expression[])[],
        ]));
        var expanded = new Expand(new(projections), [.. input.Output, .. columns, id, .. isRepeated ? [place] : (AttributeReference[])[]], input);
        return new(grouping.Columns, isRepeated ? [.. columns, place] : columns, id, sets, expanded);
    }

    /// <summary>The grouping sets that an aggregate was built of, or null where it has none.</summary>
    public static GroupingAnalytics? Of(Aggregate aggregate)
    {
        if (aggregate.Child is not Expand expand || aggregate.Grouping.Count == 0) return null;
        var id = aggregate.Grouping.OfType<AttributeReference>().FirstOrDefault(g => g.Name == GroupingIdName);
        if (id == null) return null;
        var columns = aggregate.Grouping.OfType<AttributeReference>().Where(g => g.Id != id.Id && g.Name != "_gen_grouping_pos").ToList();
        var at = expand.Columns.ToList().FindIndex(c => c.Id == id.Id);
        var below = expand.Child is Project p ? p.List.OfType<Alias>().ToDictionary(a => a.Id, a => a.Child) : [];
        var expressions = columns.Select(c =>
        {
            var place = expand.Columns.ToList().FindIndex(x => x.Id == c.Id);
            var value = expand.Projections.Select(x => x[place]).FirstOrDefault(x => x is AttributeReference);
            return value is AttributeReference a && below.TryGetValue(a.Id, out var computed) ? computed : value ?? c;
        }).ToList();
        return new(expressions, columns, id, [.. expand.Projections.Select(x => (long)((Literal)x[at]).Value!)], expand);
    }

    /// <summary>The expression over the repeated input; aggregate functions still read the original columns.</summary>
    public Expression Replace(Expression expression)
    {
        switch (expression)
        {
            case AggregateCall: return expression;
            case GroupingIdCall id: return CheckColumns(id);
            case GroupingIndicator g: return Indicator(g);
        }
        for (var i = 0; i < _expressions.Count; i++)
            if (_expressions[i].Equals(expression)) return Columns[i] with { Origin = expression.Origin };
        var replaced = expression.MapChildren(Replace);
        // Names made before the columns were replaced stay as they are.
        return replaced is Alias { Child: AttributeReference a } alias && expression is Alias { Child: not AttributeReference } ? alias with { Child = a } : replaced;
    }

    private AttributeReference CheckColumns(GroupingIdCall call)
    {
        if (call.Columns.Count > 0 && !call.Columns.SequenceEqual(_expressions))
            throw AnalysisErrors.Error(call.Origin, "GROUPING_ID_COLUMN_MISMATCH",
                ("groupingIdColumn", string.Join(", ", call.Columns.Select(c => c.Sql))), ("groupByColumns", string.Join(", ", _expressions.Select(c => c.Sql))));
        return GroupingId;
    }

    private Expression Indicator(GroupingIndicator call)
    {
        var at = _expressions.ToList().IndexOf(call.Child);
        if (at < 0)
            throw AnalysisErrors.Error(call.Origin, "GROUPING_COLUMN_MISMATCH", ("grouping", call.Child.Sql), ("groupingColumns", string.Join(", ", _expressions.Select(c => c.Sql))));
        var without = _sets.Where(s => (s >> (_expressions.Count - 1 - at) & 1) == 1).Distinct().Select(s => (Expression)Literal.Of(s)).ToList();
        Expression zero = new Literal((sbyte)0, ByteType.Instance), one = new Literal((sbyte)1, ByteType.Instance);
        return without.Count == 0 ? zero : new CaseWhen([new CaseBranch(new In(GroupingId, new(without)), one)], zero);
    }
}
