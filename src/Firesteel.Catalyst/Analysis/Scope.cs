using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis;

/// <summary>What names mean at one place of a query.</summary>
/// <param name="Columns">The input's columns.</param>
/// <param name="Frame">The subquery that the place is in; null in the outermost query.</param>
sealed record Scope(ColumnSet Columns, SubqueryFrame? Frame)
{
    /// <summary>Columns that only qualified names reach, or metadata: looked at after <see cref="Columns"/>.</summary>
    public ColumnSet Hidden { get; init; } = ColumnSet.Empty;

    /// <summary>A second input, such as what an aggregate reads where HAVING stands over it.</summary>
    public ColumnSet? Below { get; init; }

    /// <summary>Columns further down that may still be carried up to here, nearest first (ORDER BY of what is not selected).</summary>
    public IReadOnlyList<ColumnSet> Further { get; init; } = [];

    /// <summary>Whether names outside aggregate functions too are looked up below first (HAVING), not above (ORDER BY).</summary>
    public bool PrefersBelow { get; init; }

    /// <summary>Whether a column that lacks the field that a name goes on with leaves the name to columns below (ORDER BY, QUALIFY), instead of making it wrong.</summary>
    public bool LeavesMissingFields { get; init; }

    /// <summary>Aliases further left in the same select list.</summary>
    public LateralAliases? Lateral { get; init; }

    /// <summary>Subqueries of the operator that are resolved, by how they were written: those written alike are one.</summary>
    public Dictionary<SubqueryExpression, Expression>? Subqueries { get; init; }

    /// <summary>Whether the name of a session variable or parameter may stand here.</summary>
    public bool AllowsVariables { get; init; } = true;

    /// <summary>Name of the operator, for errors about what it may not hold.</summary>
    public string Operator { get; init; } = "Project";
}

/// <summary>A subquery being resolved: the scope around it, and what it read from there.</summary>
sealed class SubqueryFrame(Scope outer)
{
    private readonly List<Expression> _used = [];

    public Scope Outer => outer;

    /// <summary>Every column that was read, as often as it was.</summary>
    public ValueList<Expression> Used => new(_used);

    /// <summary>How much was read so far, to take back what was read since.</summary>
    public int Mark => _used.Count;

    /// <summary>
    /// An aggregate over columns of the outer query only, which the outer query computes: a subquery in HAVING may read it. It is known by
    /// an alias until the aggregate below has it.
    /// </summary>
    public OuterReference ReadAggregate(AggregateCall call, int mark)
    {
        _used.RemoveRange(mark, _used.Count - mark);
        var inner = call.TransformUp(e => e is OuterReference o ? o.Attribute : e);
        var alias = _used.OfType<Alias>().FirstOrDefault(a => a.Child.Equals(inner)) ?? new Alias(inner, inner.Sql);
        _used.Add(alias);
        return new OuterReference(alias.ToAttribute());
    }

    public OuterReference Read(AttributeReference column)
    {
        _used.Add(column);
        return new OuterReference(column);
    }
}

/// <summary>Aliases of a select list by name, in the order in which they are defined.</summary>
sealed class LateralAliases(bool caseSensitive)
{
    private readonly List<Alias> _aliases = [];

    public void Add(Alias alias) => _aliases.Add(alias);

    /// <summary>Ids of aliases that were read.</summary>
    public HashSet<ExprId> Read { get; } = [];

    public IReadOnlyList<Alias> Find(string name)
        => [.. _aliases.Where(a => string.Equals(a.Name, name, caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase))];
}

/// <summary>An alias of the same select list, read further right. It shows in generated names.</summary>
sealed record LateralReference(AttributeReference Attribute) : LeafExpression
{
    public override Firesteel.Types.DataType DataType => Attribute.DataType;
    public override bool Nullable => Attribute.Nullable;
    public override bool Foldable => false;
    public override string ToSql(SqlStyle style) => $"lateralAliasReference({Attribute.ToSql(style)})";
}
