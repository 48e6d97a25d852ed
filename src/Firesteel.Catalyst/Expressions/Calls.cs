using Firesteel.Catalyst.Functions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions;

/// <summary>
/// A call of a built-in scalar function whose arguments have the types that the function takes.
/// <see cref="State"/> is what binding found out (a flag, a mode, the session's time zone) and must compare by value.
/// </summary>
sealed record ScalarCall(ScalarFunction Function, ValueList<Expression> Arguments, DataType ResultType, bool IsNullable) : Expression
{
    /// <summary>The name that it was called by, for generated names.</summary>
    public string Name { get; init; } = Function.Name;

    public object? State { get; init; }

    /// <summary>Overrides the generated name; null for <c>name(arguments)</c>.</summary>
    public string? Display { get; init; }

    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };
    public override DataType DataType => ResultType;
    public override bool Nullable => IsNullable || Function.Nulls == NullHandling.Propagate && base.Nullable;
    public override bool Deterministic => Function.IsDeterministic && base.Deterministic;
    public override bool Foldable => Function.IsFoldable && Deterministic && HasFoldableChildren;
    public override bool ThrowsItself => Function.CanFail(this);
    public override string ToSql(SqlStyle style) => Function.ToSql(this, style);
}

/// <summary>A function that is defined by another expression; it keeps its own name where names are generated.</summary>
sealed record Replaced(string Name, ValueList<Expression> Arguments, Expression Replacement) : Expression
{
    /// <summary>Overrides the generated name; null for <c>name(arguments)</c>.</summary>
    public string? Display { get; init; }

    public override ValueList<Expression> Children => [Replacement];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Replacement = children[0] };
    public override DataType DataType => Replacement.DataType;
    public override bool Nullable => Replacement.Nullable;
    public override string ToSql(SqlStyle style) => Display ?? $"{Name}({string.Join(", ", Arguments.Select(a => a.ToSql(style)))})";
}

/// <summary>A lambda's parameter, known by id inside the body.</summary>
sealed record LambdaVariable(string Name, DataType Type, bool IsNullable, ExprId Id) : LeafExpression
{
    public override DataType DataType => Type;
    public override bool Nullable => IsNullable;
    public override bool Foldable => false;
    public override string ToSql(SqlStyle style) => style.IsPlan() ? $"lambda {Name}{Id}" : $"namedlambdavariable()";
}

/// <summary><c>(x, y) -> body</c>. Until bound its parameters are names and its body holds <see cref="UnresolvedLambdaVariable"/>s or attributes.</summary>
sealed record LambdaFunction(Expression Body, ValueList<Expression> Parameters) : Expression
{
    public override ValueList<Expression> Children => [Body, .. Parameters];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Body = children[0], Parameters = new(children.Skip(1)) };
    public override DataType DataType => Body.Resolved ? Body.DataType : throw new UnboundLambdaException();
    public override bool Nullable => Body.Nullable;
    public override bool Foldable => false;
    public override string ToSql(SqlStyle style) => $"lambdafunction({string.Join(", ", Children.Select(a => a.ToSql(style)))})";
}

/// <summary>A call of an aggregate function with its modifiers, inside an Aggregate or a Window.</summary>
sealed record AggregateCall(AggregateFunction Function, ValueList<Expression> Arguments, DataType ResultType, bool IsNullable) : Expression
{
    public string Name { get; init; } = Function.Name;
    public bool IsDistinct { get; init; }
    public Expression? Filter { get; init; }
    public object? State { get; init; }

    /// <summary>Overrides the generated name; null for <c>name([DISTINCT ]arguments)[ FILTER (WHERE condition)]</c>.</summary>
    public string? Display { get; init; }

    public override ValueList<Expression> Children => Filter == null ? Arguments : [.. Arguments, Filter];
    public override Expression WithChildren(ValueList<Expression> children) => this with
    {
        Arguments = new(children.Take(Arguments.Count)),
        Filter = Filter == null ? null : children[^1],
    };

    public override DataType DataType => ResultType;
    public override bool Nullable => IsNullable;
    public override bool Foldable => false;
    public override bool ThrowsItself => Function.CanFail(this);

    public override string ToSql(SqlStyle style)
        => (Display ?? $"{Name}({(IsDistinct ? "DISTINCT " : "")}{string.Join(", ", Arguments.Select(a => a.ToSql(style)))})")
           + (Filter == null ? "" : $" FILTER (WHERE {Filter.ToSql(style)})");
}

/// <summary>A call of a function that gives rows: explode and its like. Stands in a select list until it becomes a Generate node.</summary>
sealed record GeneratorCall(GeneratorFunction Function, ValueList<Expression> Arguments, StructType ElementSchema) : Expression
{
    public string Name { get; init; } = Function.Name;
    public object? State { get; init; }

    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };
    public override DataType DataType => ElementSchema;
    public override bool Nullable => true;
    public override bool Foldable => false;
    public override bool ThrowsItself => true;
    public override string ToSql(SqlStyle style) => $"{Name}({string.Join(", ", Arguments.Select(a => a.ToSql(style)))})";
}

/// <summary>A call of a function that only has meaning over a window: rank, lag and their like.</summary>
sealed record WindowCall(WindowFunction Function, ValueList<Expression> Arguments, DataType ResultType, bool IsNullable) : Expression
{
    public string Name { get; init; } = Function.Name;
    public bool IgnoreNulls { get; init; }

    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };
    public override DataType DataType => ResultType;
    public override bool Nullable => IsNullable;
    public override bool Foldable => false;
    public override string ToSql(SqlStyle style) => Function.ToSql(this, style);
}

enum FrameType { Rows, Range }

/// <summary>Where a frame starts or ends: unbounded, the current row, or a distance from it (negative before it).</summary>
abstract record FrameBound
{
    public sealed record UnboundedPreceding : FrameBound;
    public sealed record UnboundedFollowing : FrameBound;
    public sealed record CurrentRow : FrameBound;
    public sealed record Offset(Expression Value) : FrameBound;

    public string ToSql(SqlStyle style) => this switch
    {
        UnboundedPreceding => "UNBOUNDED PRECEDING",
        UnboundedFollowing => "UNBOUNDED FOLLOWING",
        CurrentRow => "CURRENT ROW",
        Offset { Value: Negate n } => $"{n.Child.ToSql(style)} PRECEDING",
        Offset o => $"{o.Value.ToSql(style)} FOLLOWING",
        _ => throw new InvalidOperationException(),
    };
}

/// <summary>ROWS or RANGE between two bounds.</summary>
sealed record WindowFrame(FrameType Type, FrameBound Lower, FrameBound Upper)
{
    /// <summary>All rows of the partition.</summary>
    public static readonly WindowFrame AllRows = new(FrameType.Rows, new FrameBound.UnboundedPreceding(), new FrameBound.UnboundedFollowing());

    /// <summary>The rows from the partition's first to the current one.</summary>
    public static readonly WindowFrame RowsSoFar = new(FrameType.Rows, new FrameBound.UnboundedPreceding(), new FrameBound.CurrentRow());

    /// <summary>The rows from the partition's first to the last that is ordered like the current one.</summary>
    public static readonly WindowFrame PeersSoFar = RowsSoFar with { Type = FrameType.Range };

    public string ToSql(SqlStyle style) => $"{(Type == FrameType.Rows ? "ROWS" : "RANGE")} BETWEEN {Lower.ToSql(style)} AND {Upper.ToSql(style)}";
}

/// <summary>What OVER holds. A null frame is the default one, which depends on the function and the order.</summary>
sealed record WindowSpec(ValueList<Expression> PartitionBy, ValueList<SortOrder> OrderBy, WindowFrame? Frame)
{
    public IEnumerable<Expression> FrameOffsets
    {
        get
        {
            if (Frame?.Lower is FrameBound.Offset l) yield return l.Value;
            if (Frame?.Upper is FrameBound.Offset u) yield return u.Value;
        }
    }

    public WindowSpec Map(ValueList<Expression> children)
    {
        var at = PartitionBy.Count + OrderBy.Count;
        var frame = Frame;
        if (frame?.Lower is FrameBound.Offset) frame = frame with { Lower = new FrameBound.Offset(children[at++]) };
        if (frame?.Upper is FrameBound.Offset) frame = frame with { Upper = new FrameBound.Offset(children[at]) };
        return new(new(children.Take(PartitionBy.Count)), new(children.Skip(PartitionBy.Count).Take(OrderBy.Count).Cast<SortOrder>()), frame);
    }

    public IEnumerable<Expression> Expressions => PartitionBy.Concat(OrderBy).Concat(FrameOffsets);

    public string ToSql(SqlStyle style)
    {
        var parts = new List<string>();
        if (PartitionBy.Count > 0) parts.Add($"PARTITION BY {string.Join(", ", PartitionBy.Select(e => e.ToSql(style)))}");
        if (OrderBy.Count > 0) parts.Add($"ORDER BY {string.Join(", ", OrderBy.Select(e => e.ToSql(style)))}");
        if (Frame != null) parts.Add(Frame.ToSql(style));
        return $"({string.Join(" ", parts)})";
    }
}

/// <summary>An aggregate or window function over a window.</summary>
sealed record WindowExpression(Expression Function, WindowSpec Window) : Expression
{
    public override ValueList<Expression> Children => [Function, .. Window.Expressions];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Function = children[0], Window = Window.Map(new(children.Skip(1))) };
    public override DataType DataType => Function.DataType;
    public override bool Nullable => Function.Nullable;
    public override bool Foldable => false;
    public override string ToSql(SqlStyle style) => $"{Function.ToSql(style)} OVER {Window.ToSql(style)}";
}
