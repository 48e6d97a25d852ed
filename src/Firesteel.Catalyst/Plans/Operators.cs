using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Plans;

/// <summary>A select list. After analysis every item is an <see cref="INamedExpression"/>.</summary>
sealed record Project(ValueList<Expression> List, LogicalPlan Child) : UnaryPlan(Child)
{
    /// <summary>Columns of the child that are not in the list but may still be read by their qualified names (the sides' keys of a USING join).</summary>
    public ValueList<AttributeReference> Hidden { get; init; } = ValueList<AttributeReference>.Empty;

    public override IEnumerable<Expression> Expressions => List;
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var list = List.Map(map);
        return ReferenceEquals(list, List) ? this : this with { List = list };
    }
    protected override ValueList<AttributeReference> ComputeOutput() => new(List.OfType<INamedExpression>().Select(e => e.ToAttribute()));
    protected override bool ComputeResolved() => base.ComputeResolved() && List.All(e => e is INamedExpression);
    public override long? MaxRows => Child.MaxRows;
    public override string Describe() => $"Project [{string.Join(", ", List)}]";
}

sealed record Filter(Expression Condition, LogicalPlan Child) : UnaryPlan(Child)
{
    public override IEnumerable<Expression> Expressions => [Condition];
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var condition = map(Condition);
        return ReferenceEquals(condition, Condition) ? this : this with { Condition = condition };
    }
    public override long? MaxRows => Child.MaxRows;
    public override string Describe() => $"Filter {Condition}";
}

/// <summary>HAVING, before it is known what its names mean.</summary>
sealed record UnresolvedHaving(Expression Condition, LogicalPlan Child) : UnaryPlan(Child)
{
    public override IEnumerable<Expression> Expressions => [Condition];
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var condition = map(Condition);
        return ReferenceEquals(condition, Condition) ? this : this with { Condition = condition };
    }
    protected override bool ComputeResolved() => false;
}

/// <summary>
/// GROUP BY. Items of <see cref="AggregateList"/> are built of grouping expressions and aggregate calls.
/// Before analysis <see cref="Grouping"/> may hold ordinals, aliases and one <see cref="GroupingSets"/>; GROUP BY ALL is <see cref="IsGroupByAll"/>.
/// </summary>
sealed record Aggregate(ValueList<Expression> Grouping, ValueList<Expression> AggregateList, LogicalPlan Child) : UnaryPlan(Child)
{
    public bool IsGroupByAll { get; init; }
    public override IEnumerable<Expression> Expressions => Grouping.Concat(AggregateList);
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var (grouping, list) = (Grouping.Map(map), AggregateList.Map(map));
        return ReferenceEquals(grouping, Grouping) && ReferenceEquals(list, AggregateList) ? this : this with { Grouping = grouping, AggregateList = list };
    }
    protected override ValueList<AttributeReference> ComputeOutput() => new(AggregateList.OfType<INamedExpression>().Select(e => e.ToAttribute()));
    protected override bool ComputeResolved() => !IsGroupByAll && base.ComputeResolved() && AggregateList.All(e => e is INamedExpression);
    public override long? MaxRows => Grouping.Count == 0 ? 1 : Child.MaxRows;
    public override string Describe() => $"Aggregate [{string.Join(", ", Grouping)}], [{string.Join(", ", AggregateList)}]";
}

enum GroupingKind { GroupingSets, Rollup, Cube }

/// <summary>GROUPING SETS, ROLLUP or CUBE inside GROUP BY. Each set is a list of expressions; those of ROLLUP and CUBE are their arguments.</summary>
sealed record GroupingSets(GroupingKind Kind, ValueList<ValueList<Expression>> Sets) : UnresolvedExpression
{
    /// <summary>Expressions grouped by beside those of the sets: null in every set that lacks them.</summary>
    public ValueList<Expression> Given { get; init; } = ValueList<Expression>.Empty;

    public override ValueList<Expression> Children => Given.Count == 0 ? new(Sets.SelectMany(s => s)) : [.. Given, .. Sets.SelectMany(s => s)];
    public override Expression WithChildren(ValueList<Expression> children)
    {
        var at = Given.Count;
        return this with { Given = new(children.Take(at)), Sets = new(Sets.Select(s => { var set = new ValueList<Expression>(children.Skip(at).Take(s.Count)); at += s.Count; return set; }).ToArray()) };
    }

    /// <summary>The sets that it stands for, each with all its expressions.</summary>
    public ValueList<ValueList<Expression>> ToSets() => Kind switch
    {
        GroupingKind.Rollup => new(Enumerable.Range(0, Sets.Count + 1).Select(n => new ValueList<Expression>(Sets.Take(Sets.Count - n).SelectMany(s => s)))),
        GroupingKind.Cube => new(Enumerable.Range(0, 1 << Sets.Count).Select(mask => new ValueList<Expression>(Sets.Where((_, i) => (mask >> (Sets.Count - 1 - i) & 1) == 0).SelectMany(s => s)))),
        _ => Sets,
    };

    public override string ToSql(SqlStyle style) => $"{Kind}({string.Join(", ", Sets.Select(s => $"({string.Join(", ", s.Select(e => e.ToSql(style)))})"))})";
}

/// <summary>Rows computed once for each grouping set: each projection gives one output row for every input row.</summary>
sealed record Expand(ValueList<ValueList<Expression>> Projections, ValueList<AttributeReference> Columns, LogicalPlan Child) : UnaryPlan(Child)
{
    public override IEnumerable<Expression> Expressions => Projections.SelectMany(p => p);
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map) => this with { Projections = new(Projections.Select(p => new ValueList<Expression>(p.Select(map)))) };
    protected override ValueList<AttributeReference> ComputeOutput() => Columns;
    public override string Describe() => $"Expand [{string.Join(", ", Projections)}], [{string.Join(", ", Columns)}]";
}

enum JoinType
{
    Inner, Cross, LeftOuter, RightOuter, FullOuter, LeftSemi, LeftAnti,
    /// <summary>Passes left rows on with a boolean column saying whether a match exists (for EXISTS and IN inside conditions).</summary>
    Existence,
    /// <summary>A left row with its one match or null; more than one match is an error (scalar subqueries).</summary>
    LeftSingle,
}

/// <summary>What a join hint asks for.</summary>
enum JoinStrategyHint { None, Broadcast, ShuffleMerge, ShuffleHash, ShuffleReplicateNestedLoop }

/// <summary>A join. Before analysis USING columns and NATURAL stand beside the condition.</summary>
sealed record Join(LogicalPlan Left, LogicalPlan Right, JoinType Type, Expression? Condition) : BinaryPlan(Left, Right)
{
    public ValueList<string>? UsingColumns { get; init; }
    public bool IsNatural { get; init; }
    public JoinStrategyHint LeftHint { get; init; }
    public JoinStrategyHint RightHint { get; init; }

    /// <summary>The boolean column of an <see cref="JoinType.Existence"/> join.</summary>
    public AttributeReference? ExistsColumn { get; init; }

    /// <summary>Whether a null key on either side may not be told from no match (NOT IN): a null-aware anti join.</summary>
    public bool IsNullAware { get; init; }

    private Cached<LogicalPlan> _rightBefore;

    /// <summary>What the right side was before its columns got ids of their own; null where they kept theirs.</summary>
    public LogicalPlan? RightBefore => _rightBefore.HasValue ? _rightBefore.Value : null;

    public Join Renewed(LogicalPlan rightBefore) => this with { _rightBefore = new(rightBefore) };

    public override IEnumerable<Expression> Expressions => Condition == null ? [] : [Condition];
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        if (Condition == null) return this;
        var condition = map(Condition);
        return ReferenceEquals(condition, Condition) ? this : this with { Condition = condition };
    }
    protected override bool ComputeResolved() => UsingColumns == null && !IsNatural && base.ComputeResolved();

    protected override ValueList<AttributeReference> ComputeOutput() => Type switch
    {
        JoinType.LeftSemi or JoinType.LeftAnti => Left.Output,
        JoinType.Existence => [.. Left.Output, ExistsColumn!],
        JoinType.LeftOuter or JoinType.LeftSingle => [.. Left.Output, .. Nullable(Right)],
        JoinType.RightOuter => [.. Nullable(Left), .. Right.Output],
        JoinType.FullOuter => [.. Nullable(Left), .. Nullable(Right)],
        _ => [.. Left.Output, .. Right.Output],
    };

    private static IEnumerable<AttributeReference> Nullable(LogicalPlan side) => side.Output.Select(a => a with { IsNullable = true });

    public override string Describe() => $"Join {Type}{(Condition == null ? "" : $", {Condition}")}";
}

/// <summary>A join whose right side may read the left side's columns.</summary>
sealed record LateralJoin(LogicalPlan Left, LogicalPlan Right, JoinType Type, Expression? Condition) : BinaryPlan(Left, Right)
{
    public override IEnumerable<Expression> Expressions => Condition == null ? [] : [Condition];
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        if (Condition == null) return this;
        var condition = map(Condition);
        return ReferenceEquals(condition, Condition) ? this : this with { Condition = condition };
    }
    protected override ValueList<AttributeReference> ComputeOutput()
        => [.. Left.Output, .. Type == JoinType.LeftOuter ? Right.Output.Select(a => a with { IsNullable = true }) : Right.Output];
    public override string Describe() => $"LateralJoin {Type}{(Condition == null ? "" : $", {Condition}")}";
}

/// <summary>ORDER BY (global) or SORT BY (within partitions).</summary>
sealed record Sort(ValueList<SortOrder> Order, bool IsGlobal, LogicalPlan Child) : UnaryPlan(Child)
{
    /// <summary>ORDER BY ALL: sort by every column; the one order says how.</summary>
    public bool IsOrderByAll { get; init; }
    public override IEnumerable<Expression> Expressions => Order;
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var order = Order.Map(o => (SortOrder)map(o));
        return ReferenceEquals(order, Order) ? this : this with { Order = order };
    }
    protected override bool ComputeResolved() => !IsOrderByAll && base.ComputeResolved();
    public override long? MaxRows => Child.MaxRows;
    public override string Describe() => $"Sort [{string.Join(", ", Order)}], {(IsGlobal ? "true" : "false")}";
}

sealed record Limit(Expression Count, LogicalPlan Child) : UnaryPlan(Child)
{
    public override IEnumerable<Expression> Expressions => [Count];
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var count = map(Count);
        return ReferenceEquals(count, Count) ? this : this with { Count = count };
    }
    public override long? MaxRows => Count is Literal { Value: int n } ? Math.Min(n, Child.MaxRows ?? long.MaxValue) : Child.MaxRows;
    public override string Describe() => $"GlobalLimit {Count}";
}

sealed record Offset(Expression Count, LogicalPlan Child) : UnaryPlan(Child)
{
    public override IEnumerable<Expression> Expressions => [Count];
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var count = map(Count);
        return ReferenceEquals(count, Count) ? this : this with { Count = count };
    }
    public override string Describe() => $"Offset {Count}";
}

/// <summary>The last rows.</summary>
sealed record Tail(Expression Count, LogicalPlan Child) : UnaryPlan(Child)
{
    public override IEnumerable<Expression> Expressions => [Count];
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var count = map(Count);
        return ReferenceEquals(count, Count) ? this : this with { Count = count };
    }
}

sealed record Distinct(LogicalPlan Child) : UnaryPlan(Child);

/// <summary>One row for each distinct value of some columns (dropDuplicates).</summary>
sealed record Deduplicate(ValueList<Expression> Keys, LogicalPlan Child) : UnaryPlan(Child)
{
    public override IEnumerable<Expression> Expressions => Keys;
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var keys = Keys.Map(map);
        return ReferenceEquals(keys, Keys) ? this : this with { Keys = keys };
    }
}

/// <summary>UNION ALL. Columns are matched by place, or by name when asked.</summary>
sealed record Union(ValueList<LogicalPlan> Inputs) : LogicalPlan
{
    public bool ByName { get; init; }
    public bool AllowMissingColumns { get; init; }
    public override ValueList<LogicalPlan> Children => Inputs;
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with { Inputs = children };

    protected override ValueList<AttributeReference> ComputeOutput()
        => new(Inputs[0].Output.Select((a, i) => a with { IsNullable = Inputs.Any(p => i < p.Output.Count && p.Output[i].Nullable), Qualifier = ValueList<string>.Empty }));

    protected override bool ComputeResolved()
        => !ByName && base.ComputeResolved() && Inputs.All(p => p.Output.Count == Inputs[0].Output.Count && p.Output.Zip(Inputs[0].Output).All(z => TypeEquality.SameShape(z.First.DataType, z.Second.DataType)));

    public override string Describe() => "Union false, false";
}

enum SetOperator { Intersect, Except }

/// <summary>INTERSECT or EXCEPT, of distinct rows or of ALL.</summary>
sealed record SetOperation(SetOperator Operator, bool IsAll, LogicalPlan Left, LogicalPlan Right) : BinaryPlan(Left, Right)
{
    protected override ValueList<AttributeReference> ComputeOutput()
        => Operator == SetOperator.Except ? Left.Output : new(Left.Output.Select((a, i) => a with { IsNullable = a.Nullable && (i >= Right.Output.Count || Right.Output[i].Nullable) }));

    protected override bool ComputeResolved()
        => base.ComputeResolved() && Left.Output.Count == Right.Output.Count && Left.Output.Zip(Right.Output).All(z => TypeEquality.SameShape(z.First.DataType, z.Second.DataType));

    public override string Describe() => $"{Operator}{(IsAll ? " All true" : " All false")}";
}

/// <summary>Window functions of one partitioning and order, added as columns.</summary>
sealed record Window(ValueList<Expression> Functions, ValueList<Expression> PartitionBy, ValueList<SortOrder> OrderBy, LogicalPlan Child) : UnaryPlan(Child)
{
    public override IEnumerable<Expression> Expressions => Functions.Concat(PartitionBy).Concat(OrderBy);
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var (functions, partitionBy, orderBy) = (Functions.Map(map), PartitionBy.Map(map), OrderBy.Map(o => (SortOrder)map(o)));
        return ReferenceEquals(functions, Functions) && ReferenceEquals(partitionBy, PartitionBy) && ReferenceEquals(orderBy, OrderBy)
            ? this : this with { Functions = functions, PartitionBy = partitionBy, OrderBy = orderBy };
    }
    protected override ValueList<AttributeReference> ComputeOutput() => [.. Child.Output, .. Functions.OfType<INamedExpression>().Select(f => f.ToAttribute())];
    public override string Describe() => $"Window [{string.Join(", ", Functions)}], [{string.Join(", ", PartitionBy)}], [{string.Join(", ", OrderBy)}]";
}

/// <summary>The WINDOW clause: names for window specifications. A definition may be another's name.</summary>
sealed record WithWindowDefinition(ValueList<KeyValuePair<string, WindowSpec>> Definitions, LogicalPlan Child) : UnaryPlan(Child)
{
    protected override bool ComputeResolved() => false;
    public override IEnumerable<Expression> Expressions => Definitions.SelectMany(d => d.Value.Expressions);
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
        => this with { Definitions = new(Definitions.Select(d => KeyValuePair.Create(d.Key, d.Value.Map(new(d.Value.Expressions.Select(map)))))) };
}

/// <summary>A generator applied to every row: LATERAL VIEW, and explode in a select list.</summary>
sealed record Generate(Expression Generator, bool IsOuter, string? Qualifier, ValueList<AttributeReference> GeneratorOutput, LogicalPlan Child) : UnaryPlan(Child)
{
    /// <summary>Column names given by LATERAL VIEW … AS; empty where the generator's own are used. Dropped once resolved.</summary>
    public ValueList<string> ColumnNames { get; init; } = ValueList<string>.Empty;
    /// <summary>Ordinals of the child's columns that nobody above reads.</summary>
    public ValueList<int> Unrequired { get; init; } = ValueList<int>.Empty;

    public override IEnumerable<Expression> Expressions => [Generator];
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var generator = map(Generator);
        return ReferenceEquals(generator, Generator) ? this : this with { Generator = generator };
    }
    protected override bool ComputeResolved() => base.ComputeResolved() && GeneratorOutput.Count > 0;
    protected override ValueList<AttributeReference> ComputeOutput()
        => [.. Child.Output.Where((_, i) => !Unrequired.Contains(i)), .. GeneratorOutput.Select(a => (IsOuter ? a with { IsNullable = true } : a) with { Qualifier = Qualifier == null ? a.Qualifier : [Qualifier] })];
    public override string Describe() => $"Generate {Generator}, {(IsOuter ? "true" : "false")}, {Qualifier}, [{string.Join(", ", GeneratorOutput)}]";
}

/// <summary>A given number of partitions, by round robin when <see cref="IsShuffle"/>, else by joining neighbours.</summary>
sealed record Repartition(int Partitions, bool IsShuffle, LogicalPlan Child) : UnaryPlan(Child)
{
    /// <summary>The number of partitions, if it is one.</summary>
    /// <exception cref="ArgumentException">It is not positive.</exception>
    public static int Positive(int partitions) => partitions > 0 ? partitions : throw new ArgumentException($"requirement failed: Number of partitions ({partitions}) must be positive.");

    public override long? MaxRows => Child.MaxRows;
    public override string Describe() => $"Repartition {Partitions}, {(IsShuffle ? "true" : "false")}";
}

/// <summary>Partitions by hash of expressions, or by range where they are <see cref="SortOrder"/>s.</summary>
sealed record RepartitionByExpression(ValueList<Expression> PartitionBy, int? Partitions, LogicalPlan Child) : UnaryPlan(Child)
{
    public override IEnumerable<Expression> Expressions => PartitionBy;
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var partitionBy = PartitionBy.Map(map);
        return ReferenceEquals(partitionBy, PartitionBy) ? this : this with { PartitionBy = partitionBy };
    }
    public override long? MaxRows => Child.MaxRows;
    public override string Describe() => $"RepartitionByExpression [{string.Join(", ", PartitionBy)}]{(Partitions is { } n ? $", {n}" : "")}";
}

/// <summary>A random part of the rows: those whose draw lies in [lower, upper).</summary>
sealed record Sample(double LowerBound, double UpperBound, bool WithReplacement, long Seed, LogicalPlan Child) : UnaryPlan(Child)
{
    /// <exception cref="ArgumentException">The fraction is none that can be drawn.</exception>
    public static void CheckFraction(double fraction, bool withReplacement)
    {
        var isRight = withReplacement ? fraction >= 0 : fraction is >= 0 and <= 1;
        if (!isRight) throw new ArgumentException($"requirement failed: Sampling fraction ({Foundation.Numerics.JavaDouble.Text(fraction)}) must be {(withReplacement ? "nonnegative with" : "on interval [0, 1] without")} replacement");
    }

    public override string Describe() => $"Sample {LowerBound}, {UpperBound}, {(WithReplacement ? "true" : "false")}, {Seed}";
}

/// <summary>PIVOT, before it becomes an aggregate.</summary>
sealed record Pivot(ValueList<Expression>? Grouping, Expression Column, ValueList<Expression> Values, ValueList<Expression> Aggregates, LogicalPlan Child) : UnaryPlan(Child)
{
    protected override bool ComputeResolved() => false;
    public override IEnumerable<Expression> Expressions => [.. Grouping ?? ValueList<Expression>.Empty, Column, .. Values, .. Aggregates];
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
        => this with { Grouping = Grouping == null ? null : new(Grouping.Select(map)), Column = map(Column), Values = new(Values.Select(map)), Aggregates = new(Aggregates.Select(map)) };
}

/// <summary>One group of columns that UNPIVOT turns to rows; its name shows in the name column.</summary>
sealed record UnpivotGroup(ValueList<Expression> Columns, string? Alias);

/// <summary>UNPIVOT, before it becomes an Expand. Null ids or groups mean «all others».</summary>
sealed record Unpivot(ValueList<Expression>? Ids, ValueList<UnpivotGroup>? Groups, string NameColumn, ValueList<string> ValueColumns, bool IncludeNulls, LogicalPlan Child) : UnaryPlan(Child)
{
    protected override bool ComputeResolved() => false;
    public override IEnumerable<Expression> Expressions => [.. Ids ?? ValueList<Expression>.Empty, .. Groups?.SelectMany(g => g.Columns) ?? []];
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map) => this with
    {
        Ids = Ids == null ? null : new(Ids.Select(map)),
        Groups = Groups == null ? null : new(Groups.Select(g => g with { Columns = new(g.Columns.Select(map)) })),
    };
}

/// <summary>A hint by name: BROADCAST(t), COALESCE(3), REPARTITION(…).</summary>
sealed record UnresolvedHint(string Name, ValueList<Expression> Parameters, LogicalPlan Child) : UnaryPlan(Child)
{
    protected override bool ComputeResolved() => false;
    public override IEnumerable<Expression> Expressions => Parameters;
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var parameters = Parameters.Map(map);
        return ReferenceEquals(parameters, Parameters) ? this : this with { Parameters = parameters };
    }
}

/// <summary>A join strategy asked for by a hint on this input.</summary>
sealed record ResolvedHint(JoinStrategyHint Hint, LogicalPlan Child) : UnaryPlan(Child)
{
    public override string Describe() => $"ResolvedHint (strategy={Hint})";
}
