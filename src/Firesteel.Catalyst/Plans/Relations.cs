using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Plans;

/// <summary>A leaf that only exists until the analyzer replaces it.</summary>
abstract record UnresolvedLeafPlan : LeafPlan
{
    protected sealed override ValueList<AttributeReference> ComputeOutput() => ValueList<AttributeReference>.Empty;
    protected sealed override bool ComputeResolved() => false;
}

/// <summary>A table, view or CTE by name.</summary>
sealed record UnresolvedRelation(ValueList<string> Name, ValueMap Options, bool Streaming = false) : UnresolvedLeafPlan
{
    public UnresolvedRelation(ValueList<string> name) : this(name, ValueMap.Empty) { }

    /// <summary>TIMESTAMP AS OF or VERSION AS OF.</summary>
    public TimeTravel? TimeTravel { get; init; }

    public override bool IsStreaming => Streaming;
    public override string Describe() => $"UnresolvedRelation [{string.Join(", ", Name)}], [], {(Streaming ? "true" : "false")}";
}

/// <summary>The moment or version that a table is read at.</summary>
sealed record TimeTravel(Expression? Timestamp, string? Version);

/// <summary><c>IDENTIFIER(expr)</c> where a table name stands.</summary>
sealed record UnresolvedIdentifierRelation(Expression Name) : UnresolvedLeafPlan
{
    public override IEnumerable<Expression> Expressions => [Name];
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map) => this with { Name = map(Name) };
}

/// <summary>VALUES: rows of expressions.</summary>
sealed record UnresolvedInlineTable(ValueList<string> Names, ValueList<ValueList<Expression>> Rows) : UnresolvedLeafPlan
{
    public override IEnumerable<Expression> Expressions => Rows.SelectMany(r => r);
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map) => this with { Rows = new(Rows.Select(r => new ValueList<Expression>(r.Select(map)))) };
}

/// <summary>A function in FROM: <c>range(10)</c>, <c>explode(…)</c>. Table arguments stand as <see cref="TableArgument"/>.</summary>
sealed record UnresolvedTableValuedFunction(ValueList<string> Name, ValueList<Expression> Arguments) : UnresolvedLeafPlan
{
    /// <summary>The function where the call brings it along; null where it is found by name.</summary>
    public Functions.FunctionDefinition? Definition { get; init; }

    public override IEnumerable<Expression> Expressions => Arguments;
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map) => this with { Arguments = new(Arguments.Select(map)) };
    public override string Describe() => $"UnresolvedTableValuedFunction [{string.Join(".", Name)}]";
}

/// <summary>TABLE(query) as an argument of a table function.</summary>
sealed record TableArgument(LogicalPlan Plan, ValueList<Expression> PartitionBy, ValueList<SortOrder> OrderBy, bool WithSinglePartition) : UnresolvedLeaf
{
    public override string ToSql(SqlStyle style) => "TABLE(...)";
}

/// <summary>One row without columns: what SELECT without FROM reads.</summary>
sealed record OneRowRelation : LeafPlan
{
    protected override ValueList<AttributeReference> ComputeOutput() => ValueList<AttributeReference>.Empty;
    public override long? MaxRows => 1;
    public override string Describe() => "OneRowRelation";
}

/// <summary>Rows at hand. <see cref="Rows"/> is the data, columnar or as literals, behind one interface.</summary>
sealed record LocalRelation(ValueList<AttributeReference> Columns, ILocalRows Rows) : LeafPlan
{
    protected override ValueList<AttributeReference> ComputeOutput() => Columns;
    public override long? MaxRows => Rows.Count;
    public override string Describe() => Rows.Count == 0 ? $"LocalRelation <empty>, [{string.Join(", ", Columns)}]" : $"LocalRelation [{string.Join(", ", Columns)}]";
}

/// <summary>Rows that a local relation holds, compared by reference.</summary>
interface ILocalRows
{
    long Count { get; }

    /// <summary>Partitions that they come in.</summary>
    int PartCount => 1;
}

/// <summary>Rows of literals' values, a list a row (see <see cref="Literal.Value"/>).</summary>
sealed record LiteralRows(ValueList<ValueList<object?>> Rows) : ILocalRows
{
    public static readonly LiteralRows None = new(ValueList<ValueList<object?>>.Empty);
    public long Count => Rows.Count;
}

/// <summary>Whole numbers from start to end (exclusive) by step.</summary>
sealed record RangeRelation(long Start, long End, long Step, int? Partitions, ValueList<AttributeReference> Columns) : LeafPlan
{
    protected override ValueList<AttributeReference> ComputeOutput() => Columns;
    public Int128 Count => Step > 0 ? End <= Start ? 0 : ((Int128)End - Start + Step - 1) / Step : End >= Start ? 0 : ((Int128)Start - End - Step - 1) / -Step;
    public override long? MaxRows => Count <= long.MaxValue ? (long)Count : null;
    public override string Describe() => $"Range ({Start}, {End}, step={Step}{(Partitions is { } n ? $", splits={n}" : "")})";
}

/// <summary>A table or a set of files that a data source reads.</summary>
sealed record SourceRelation(ITable Table, ValueList<AttributeReference> Columns) : LeafPlan
{
    /// <summary>A reading of a table, under ids of its own.</summary>
    /// <param name="column">The column that a field of the table is.</param>
    public static SourceRelation Of(ITable table, Func<StructField, AttributeReference> column)
        => new(table, new(table.Schema.Fields.Select(column))) { Hidden = Analysis.MetadataColumn.Of(table) };

    protected override ValueList<AttributeReference> ComputeOutput() => Columns;

    /// <summary>Columns that the table has for whoever names them.</summary>
    public ValueList<AttributeReference> Hidden { get; init; } = ValueList<AttributeReference>.Empty;

    /// <summary>The catalog's name of the table; null for a path.</summary>
    public ValueList<string>? Name { get; init; }

    public ValueMap Options { get; init; } = ValueMap.Empty;

    /// <summary>Conditions that the source promised to look at (Spark's pushed filters); they still stand in a Filter above.</summary>
    public ValueList<Expression> PushedFilters { get; init; } = ValueList<Expression>.Empty;

    public override string Describe() => $"Relation {(Name == null ? "" : string.Join(".", Name))}[{string.Join(",", Columns)}] {Table.Format}";
}

/// <summary>The body of a view, under the view's own column names.</summary>
sealed record ViewRelation(ValueList<string> Name, LogicalPlan Child, bool IsTemporary) : UnaryPlan(Child)
{
    public override string Describe() => $"View ({string.Join(".", Name)}, [{string.Join(", ", Output)}])";
}

/// <summary>A named source of columns: FROM x AS name.</summary>
sealed record SubqueryAlias(ValueList<string> Name, LogicalPlan Child) : UnaryPlan(Child)
{
    protected override ValueList<AttributeReference> ComputeOutput() => new(Child.Output.Select(a => a.WithQualifier(Name)));
    public override string Describe() => $"SubqueryAlias {string.Join(".", Name)}";
}

/// <summary>AS name(a, b): new names for all columns.</summary>
sealed record UnresolvedColumnAliases(ValueList<string> Names, LogicalPlan Child) : UnaryPlan(Child)
{
    protected override bool ComputeResolved() => false;
}

/// <summary>One definition of WITH.</summary>
sealed record CteDefinition(string Name, ValueList<string> ColumnNames, LogicalPlan Plan)
{
    public int? MaxRecursion { get; init; }
}

/// <summary>WITH, before names are resolved.</summary>
sealed record UnresolvedWith(ValueList<CteDefinition> Definitions, bool IsRecursive, LogicalPlan Child) : UnaryPlan(Child)
{
    protected override bool ComputeResolved() => false;
    protected override ValueList<AttributeReference> ComputeOutput() => Child.Output;
}

/// <summary>A CTE that is computed once and read in several places; ids tie definitions to their reads.</summary>
sealed record WithCte(ValueList<CteRelationDef> Definitions, LogicalPlan Child) : LogicalPlan
{
    public override ValueList<LogicalPlan> Children => new(Definitions.Select(d => d.Plan).Append(Child));
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children)
        => this with { Definitions = new(Definitions.Select((d, i) => d with { Plan = children[i] })), Child = children[^1] };
    protected override ValueList<AttributeReference> ComputeOutput() => Child.Output;
}

sealed record CteRelationDef(long Id, string Name, LogicalPlan Plan);

/// <summary>A read of a CTE. Its columns have ids of their own, in the order of the definition's.</summary>
sealed record CteRelationRef(long Id, string Name, ValueList<AttributeReference> Columns, bool IsRecursive = false) : LeafPlan
{
    protected override ValueList<AttributeReference> ComputeOutput() => Columns;
    public override string Describe() => $"CTERelationRef {Id}, [{string.Join(", ", Columns)}]";
}

/// <summary>WITH RECURSIVE: the anchor, and the step that reads what the last round gave.</summary>
sealed record RecursiveUnion(long Id, LogicalPlan Anchor, LogicalPlan Step, int MaxDepth, ValueList<AttributeReference> Columns) : BinaryPlan(Anchor, Step)
{
    protected override ValueList<AttributeReference> ComputeOutput() => Columns;
}
