using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions;

/// <summary>An expression that only exists until the analyzer replaces it.</summary>
abstract record UnresolvedExpression : Expression
{
    public sealed override DataType DataType => throw new InvalidOperationException($"{GetType().Name} has no type yet.");
    public override bool Nullable => throw new InvalidOperationException($"{GetType().Name} is not resolved.");
    public override bool Foldable => false;
    protected sealed override bool ComputeResolved() => false;
}

abstract record UnresolvedLeaf : UnresolvedExpression
{
    public sealed override ValueList<Expression> Children => ValueList<Expression>.Empty;
    public sealed override Expression WithChildren(ValueList<Expression> children) => this;
}

/// <summary>A name of one or more parts: column, qualified column, struct field.</summary>
sealed record UnresolvedAttribute(ValueList<string> Parts) : UnresolvedLeaf
{
    /// <summary>Set where the name comes from a Connect DataFrame or classic <c>df["a"]</c>: the plan whose output it must be.</summary>
    public long? PlanId { get; init; }

    /// <summary>Whether a metadata column is meant, by the name that it has where no other column has it.</summary>
    public bool IsMetadata { get; init; }

    /// <summary>Whether a program says that the column is one of the query around: what holds it waits for that query.</summary>
    public bool IsOuter { get; init; }

    public string Name => string.Join(".", Parts);
    public override string ToSql(SqlStyle style) => style == SqlStyle.Exact ? SqlIdentifier.Quote(Parts) : style == SqlStyle.Plan ? "'" + Name : Name;
}

/// <summary><c>*</c>, <c>t.*</c> or <c>s.*</c> of a struct; EXCEPT names columns to leave out, each of one or more parts.</summary>
sealed record UnresolvedStar(ValueList<string> Target) : UnresolvedLeaf
{
    public ValueList<ValueList<string>> Except { get; init; } = ValueList<ValueList<string>>.Empty;
    public long? PlanId { get; init; }

    /// <summary>What it stands for where a program took it from a DataFrame: that one's columns.</summary>
    public ValueList<AttributeReference>? Columns { get; init; }

    public override string ToSql(SqlStyle style) => Target.Count == 0 ? "*" : string.Join(".", Target) + ".*";
}

/// <summary>A quoted column pattern, such as <c>`a.*`</c> under quotedRegexColumnNames.</summary>
sealed record UnresolvedRegex(string Pattern, string? Table) : UnresolvedLeaf
{
    public override string ToSql(SqlStyle style) => Table == null ? Pattern : $"{Table}.{Pattern}";
}

/// <summary>A number in GROUP BY or ORDER BY that stands for a column of the select list, from 1.</summary>
sealed record UnresolvedOrdinal(int Position) : UnresolvedLeaf
{
    public override string ToSql(SqlStyle style) => Position.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A parameter marker: <c>:name</c>, or <c>?</c> with its place from 0.</summary>
sealed record ParameterMarker(string? Name, int Position) : UnresolvedLeaf
{
    public override string ToSql(SqlStyle style) => Name == null ? "?" : ":" + Name;
}

/// <summary>A call of a function by name.</summary>
sealed record UnresolvedFunction(ValueList<string> NameParts, ValueList<Expression> Arguments) : UnresolvedExpression
{
    public bool IsDistinct { get; init; }
    public Expression? Filter { get; init; }
    /// <summary>IGNORE NULLS (true), RESPECT NULLS (false), neither (null).</summary>
    public bool? IgnoreNulls { get; init; }
    /// <summary>Whether it was written as a row, <c>(a, b)</c>, and not as a call of <c>struct</c>.</summary>
    public bool IsRow { get; init; }
    /// <summary>WITHIN GROUP (ORDER BY …).</summary>
    public ValueList<SortOrder> WithinGroup { get; init; } = ValueList<SortOrder>.Empty;

    public override ValueList<Expression> Children
        => Filter == null && WithinGroup.Count == 0 ? Arguments : new(Arguments.Concat(WithinGroup).Concat(Filter == null ? [] : [Filter]));

    public override Expression WithChildren(ValueList<Expression> children) => this with
    {
        Arguments = new(children.Take(Arguments.Count)),
        WithinGroup = new(children.Skip(Arguments.Count).Take(WithinGroup.Count).Cast<SortOrder>()),
        Filter = Filter == null ? null : children[^1],
    };

    public override string ToSql(SqlStyle style)
        => $"{(style == SqlStyle.Plan ? "'" : "")}{string.Join(".", NameParts)}({(IsDistinct ? "DISTINCT " : "")}{string.Join(", ", Arguments.Select(a => a.ToSql(style)))})";
}

/// <summary>An argument given by name: <c>name =&gt; value</c>.</summary>
sealed record NamedArgument(string Name, Expression Value) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [Value];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Value = children[0] };
    public override string ToSql(SqlStyle style) => $"{Name} => {Value.ToSql(style)}";
}

/// <summary>A select-list item without a name; the analyzer makes an <see cref="Alias"/> with a generated one.</summary>
sealed record UnresolvedAlias(Expression Child) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [Child];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0] };
    public override string ToSql(SqlStyle style) => Child.ToSql(style);
}

/// <summary>An item with several names: a generator's <c>AS (a, b)</c>.</summary>
sealed record MultiAlias(Expression Child, ValueList<string> Names) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [Child];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0] };
    public override string ToSql(SqlStyle style) => $"{Child.ToSql(style)} AS ({string.Join(", ", Names)})";
}

/// <summary><c>child[key]</c> or <c>child.field</c> before it is known whether child is an array, a map or a struct.</summary>
sealed record UnresolvedExtractValue(Expression Child, Expression Key) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [Child, Key];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0], Key = children[1] };
    public override string ToSql(SqlStyle style) => $"{Child.ToSql(style)}[{Key.ToSql(style)}]";
}

/// <summary>A function over a window that the WINDOW clause names.</summary>
sealed record UnresolvedWindowExpression(Expression Function, string WindowName) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [Function];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Function = children[0] };
    public override string ToSql(SqlStyle style) => $"{Function.ToSql(style)} OVER {WindowName}";
}

/// <summary>A name inside a lambda's body, of its parameters or of columns around it.</summary>
sealed record UnresolvedLambdaVariable(ValueList<string> Parts) : UnresolvedLeaf
{
    public override string ToSql(SqlStyle style) => (style == SqlStyle.Plan ? "lambda '" : "") + string.Join(".", Parts);
}

/// <summary>DEFAULT as a value in INSERT, UPDATE, MERGE and SET VARIABLE.</summary>
sealed record UnresolvedDefault : UnresolvedLeaf
{
    public override string ToSql(SqlStyle style) => "DEFAULT";
}

/// <summary><c>IDENTIFIER(expr)</c>: a name computed from a constant; <see cref="Arguments"/> are a call's, null for a column.</summary>
sealed record IdentifierClause(Expression Name, ValueList<Expression>? Arguments = null) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [Name, .. Arguments ?? ValueList<Expression>.Empty];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Name = children[0], Arguments = Arguments == null ? null : new(children.Skip(1)) };
    public override string ToSql(SqlStyle style) => $"IDENTIFIER({Name.ToSql(style)})";
}

/// <summary><c>column:path</c>: part of a variant, by a path such as <c>.a.b[0]</c>; <see cref="Field"/> is the last field on it, by which it is named.</summary>
sealed record SemiStructuredExtract(Expression Child, string Path, string? Field) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [Child];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0] };
    public override string ToSql(SqlStyle style) => $"{Child.ToSql(style)}:{(Path.StartsWith('.') ? Path[1..] : Path)}";
}

/// <summary>The last field of a variant's path, by which what is found there is named.</summary>
sealed record PathField(string Name);

/// <summary>All columns, some of them with new values in their places: <c>|&gt; SET a = 1</c>.</summary>
sealed record UnresolvedStarReplace(ValueList<string> Names, ValueList<Expression> Values) : UnresolvedExpression
{
    public override ValueList<Expression> Children => Values;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Values = children };
    public override string ToSql(SqlStyle style) => $"* REPLACE ({string.Join(", ", Values.Zip(Names, (v, n) => $"{v.ToSql(style)} AS {n}"))})";
}

/// <summary>A call that brings its function along, which no registry knows.</summary>
interface IDirectCall
{
    Functions.FunctionDefinition Definition { get; }
}
