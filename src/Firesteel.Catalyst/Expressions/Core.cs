using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions;

/// <summary>What happens where a value has no meaning in the target: an error, null, or the legacy answer.</summary>
enum EvalMode { Ansi, Try, Legacy }

/// <summary>Conversion to a type.</summary>
sealed record Cast(Expression Child, DataType Target, EvalMode Mode) : UnaryExpression(Child)
{
    /// <summary>Session time zone, where the conversion depends on one.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether the user wrote it; casts that coercion put in do not show in generated names.</summary>
    public bool IsUserSpecified { get; init; }

    /// <summary>Whether it says of which user-defined types the values are, or that they are of none: a conversion that users cannot ask for.</summary>
    public bool Relabels { get; init; }

    public override DataType DataType => Target;
    public override bool Nullable => CastRules.IsNullable(From, To, Mode) || Child.Nullable;
    public override bool ThrowsItself => Mode == EvalMode.Ansi && CastRules.CanFail(From, To);
    protected override bool ComputeResolved() => Child.Resolved && CastRules.IsAllowed(From, To, Mode);

    private DataType From => Relabels ? TypeEquality.Stored(Child.DataType) : Child.DataType;
    private DataType To => Relabels ? TypeEquality.Stored(Target) : Target;

    public override string ToSql(SqlStyle style)
        => (style is SqlStyle.Pretty or SqlStyle.PlanWithoutIds) && (!IsUserSpecified || Target is ArrayType or MapType or StructType && Target.UserDefined is null) ? Child.ToSql(style)
        : style.IsPlan() ? $"{(Mode == EvalMode.Try ? "try_cast" : "cast")}({Child.ToSql(style)} as {Target.SimpleString})"
        : $"{(Mode == EvalMode.Try ? "TRY_CAST" : "CAST")}({Child.ToSql(style)} AS {Target.Sql})";
}

/// <summary>A condition of one or more operands that gives boolean.</summary>
interface IPredicate;

sealed record And(Expression Left, Expression Right) : BinaryExpression(Left, Right), IPredicate
{
    public override DataType DataType => BooleanType.Instance;
    public override string ToSql(SqlStyle style) => $"({Left.ToSql(style)} AND {Right.ToSql(style)})";
}

sealed record Or(Expression Left, Expression Right) : BinaryExpression(Left, Right), IPredicate
{
    public override DataType DataType => BooleanType.Instance;
    public override string ToSql(SqlStyle style) => $"({Left.ToSql(style)} OR {Right.ToSql(style)})";
}

sealed record Not(Expression Child) : UnaryExpression(Child), IPredicate
{
    public override DataType DataType => BooleanType.Instance;
    public override string ToSql(SqlStyle style) => style.IsPlan() ? $"NOT {Child.ToSql(style)}" : $"(NOT {Child.ToSql(style)})";
}

sealed record IsNull(Expression Child) : UnaryExpression(Child), IPredicate
{
    public override DataType DataType => BooleanType.Instance;
    public override bool Nullable => false;
    public override string ToSql(SqlStyle style) => style.IsPlan() ? $"isnull({Child.ToSql(style)})" : $"({Child.ToSql(style)} IS NULL)";
}

sealed record IsNotNull(Expression Child) : UnaryExpression(Child), IPredicate
{
    public override DataType DataType => BooleanType.Instance;
    public override bool Nullable => false;
    public override string ToSql(SqlStyle style) => style.IsPlan() ? $"isnotnull({Child.ToSql(style)})" : $"({Child.ToSql(style)} IS NOT NULL)";
}

enum ComparisonOperator { Equal, EqualNullSafe, LessThan, LessThanOrEqual, GreaterThan, GreaterThanOrEqual }

/// <summary>A comparison. <c>&lt;&gt;</c> is <see cref="Not"/> over Equal.</summary>
sealed record Comparison(ComparisonOperator Operator, Expression Left, Expression Right) : BinaryExpression(Left, Right), IPredicate
{
    public override DataType DataType => BooleanType.Instance;
    public override bool Nullable => Operator != ComparisonOperator.EqualNullSafe && base.Nullable;
    public string Symbol => Operator switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.EqualNullSafe => "<=>",
        ComparisonOperator.LessThan => "<",
        ComparisonOperator.LessThanOrEqual => "<=",
        ComparisonOperator.GreaterThan => ">",
        _ => ">=",
    };
    public override string ToSql(SqlStyle style) => $"({Left.ToSql(style)} {Symbol} {Right.ToSql(style)})";
}

enum ArithmeticOperator { Add, Subtract, Multiply, Divide, IntegralDivide, Remainder }

/// <summary>
/// Arithmetic on two numbers, or on dates, timestamps and intervals before the analyzer gives those nodes of their own.
/// After analysis both sides are numbers of one type (decimals may differ) and <see cref="ResultType"/> is set.
/// </summary>
sealed record Arithmetic(ArithmeticOperator Operator, Expression Left, Expression Right, EvalMode Mode) : BinaryExpression(Left, Right)
{
    /// <summary>Set by the analyzer for decimals, whose result has a precision of its own; else the operands' type.</summary>
    public DataType? ResultType { get; init; }

    public override DataType DataType => ResultType ?? Left.DataType;
    public override bool Nullable => base.Nullable || IsDivision || Mode == EvalMode.Try || DataType is DecimalType && Mode != EvalMode.Ansi;
    public override bool ThrowsItself => Mode == EvalMode.Ansi && (IsDivision || DataType is not FractionalType);
    public bool IsDivision => Operator >= ArithmeticOperator.Divide;
    public string Symbol => Operator switch
    {
        ArithmeticOperator.Add => "+",
        ArithmeticOperator.Subtract => "-",
        ArithmeticOperator.Multiply => "*",
        ArithmeticOperator.Divide => "/",
        ArithmeticOperator.IntegralDivide => "div",
        _ => "%",
    };
    public override string ToSql(SqlStyle style) => $"({Left.ToSql(style)} {Symbol} {Right.ToSql(style)})";
}

/// <summary>Change of sign.</summary>
sealed record Negate(Expression Child, EvalMode Mode) : UnaryExpression(Child)
{
    public override DataType DataType => Child.DataType;
    public override bool ThrowsItself => Mode == EvalMode.Ansi && Child.DataType is not (FractionalType or DecimalType);
    public override string ToSql(SqlStyle style) => style == SqlStyle.Pretty ? $"(- {Child.ToSql(style)})" : $"-{Child.ToSql(style)}";
}

/// <summary>Whether a value is among others. After analysis all have one type.</summary>
sealed record In(Expression Value, ValueList<Expression> List) : Expression, IPredicate
{
    public override ValueList<Expression> Children => [Value, .. List];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Value = children[0], List = new(children.Skip(1)) };
    public override DataType DataType => BooleanType.Instance;
    public override string ToSql(SqlStyle style) => style.IsPlan()
        ? $"{Value.ToSql(style)} IN ({string.Join(",", List.Select(e => e.ToSql(style)))})"
        : $"({Value.ToSql(style)} IN ({string.Join(", ", List.Select(e => e.ToSql(style)))}))";
}

/// <summary>One WHEN … THEN ….</summary>
sealed record CaseBranch(Expression Condition, Expression Value);

/// <summary>The value of the first branch whose condition is true; branches after it are not evaluated for that row.</summary>
sealed record CaseWhen(ValueList<CaseBranch> Branches, Expression? Else) : Expression
{
    public override ValueList<Expression> Children
        => new(Branches.SelectMany(b => new[] { b.Condition, b.Value }).Concat(Else == null ? [] : [Else]));

    public override Expression WithChildren(ValueList<Expression> children) => this with
    {
        Branches = new(Enumerable.Range(0, Branches.Count).Select(i => new CaseBranch(children[2 * i], children[2 * i + 1]))),
        Else = Else == null ? null : children[^1],
    };

    public override DataType DataType => Branches[0].Value.DataType;
    public override bool Nullable => Else == null || Else.Nullable || Branches.Any(b => b.Value.Nullable);
    public override string ToSql(SqlStyle style)
        => $"CASE{string.Concat(Branches.Select(b => $" WHEN {b.Condition.ToSql(style)} THEN {b.Value.ToSql(style)}"))}{(Else == null ? "" : $" ELSE {Else.ToSql(style)}")} END";
}

/// <summary>The first argument that is not null; arguments after it are not evaluated for that row.</summary>
sealed record Coalesce(ValueList<Expression> Arguments) : Expression
{
    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };
    public override DataType DataType => Arguments[0].DataType;
    public override bool Nullable => Arguments.All(a => a.Nullable);
    public override string ToSql(SqlStyle style) => $"coalesce({string.Join(", ", Arguments.Select(a => a.ToSql(style)))})";
}

/// <summary>A field of a struct.</summary>
sealed record GetStructField(Expression Child, int Ordinal, string? FieldName = null) : UnaryExpression(Child)
{
    private StructField Field => ((StructType)Child.DataType)[Ordinal];
    public override DataType DataType => Field.DataType;
    public override bool Nullable => Child.Nullable || Field.Nullable;
    public override string ToSql(SqlStyle style) => $"{Child.ToSql(style)}.{FieldName ?? Field.Name}";
}

/// <summary>A place in an order.</summary>
sealed record SortOrder(Expression Child, bool Ascending, bool NullsFirst) : UnaryExpression(Child)
{
    public SortOrder(Expression child, bool ascending = true) : this(child, ascending, ascending) { }
    public override DataType DataType => Child.DataType;
    public override bool Foldable => false;
    public override string ToSql(SqlStyle style) => $"{Child.ToSql(style)} {(Ascending ? "ASC" : "DESC")} NULLS {(NullsFirst ? "FIRST" : "LAST")}";
}
