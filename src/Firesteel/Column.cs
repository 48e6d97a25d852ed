using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Parser;
using Firesteel.Encoders;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel;

/// <summary>
/// A column of a DataFrame, or a computation on columns. It has a value only where a DataFrame uses it.
/// A .NET value becomes a literal; a text, where a function or method takes columns by name, becomes the name of one.
/// </summary>
public sealed partial class Column
{
    private readonly string? _text;

    internal Column(Expression expression, string? text = null)
    {
        Expression = expression;
        _text = text;
    }

    /// <summary>A column by its name; dots lead into structs, <c>*</c> means all.</summary>
    public Column(string name) : this(ColumnName.Parse(name)) { }

    internal Expression Expression { get; }

    /// <summary>The column where texts are names.</summary>
    internal Expression Named => _text is null ? Expression : ColumnName.Parse(_text);

    /// <summary>The expression with a name, as a select list takes it.</summary>
    internal Expression SelectItem => Named switch
    {
        // One column object may be used in several places, each of which is a column of its own.
        Catalyst.Expressions.Alias a => a with { Id = ExprId.Next() },
        UnresolvedStar or UnresolvedRegex or AttributeReference or MultiAlias => Named,
        var e => new UnresolvedAlias(e),
    };

    /// <summary>The column where a text is a text.</summary>
    internal Column AsValue() => _text is null ? this : new Column(Expression);

    internal static Expression Value(Column? column) => column is null ? Literal.Null : column.Expression;

    internal static Column Call(string function, params ReadOnlySpan<Expression> arguments) => new(new UnresolvedFunction([function], new(arguments)));

    private Column Binary(string function, Column? other) => Call(function, Expression, Value(other));

    // Operators

    public static Column operator +(Column left, Column right) => Call("+", Value(left), Value(right));
    public static Column operator -(Column left, Column right) => Call("-", Value(left), Value(right));
    public static Column operator *(Column left, Column right) => Call("*", Value(left), Value(right));
    public static Column operator /(Column left, Column right) => Call("/", Value(left), Value(right));
    public static Column operator %(Column left, Column right) => Call("%", Value(left), Value(right));
    public static Column operator -(Column column) => Call("negative", Value(column));
    public static Column operator !(Column column) => new(new Not(Value(column)));
    public static Column operator &(Column left, Column right) => new(new And(Value(left), Value(right)));
    public static Column operator |(Column left, Column right) => new(new Or(Value(left), Value(right)));
    public static Column operator ==(Column left, Column right) => Compare(ComparisonOperator.Equal, left, right);
    public static Column operator !=(Column left, Column right) => new(new Not(Compare(ComparisonOperator.Equal, left, right).Expression));
    public static Column operator <(Column left, Column right) => Compare(ComparisonOperator.LessThan, left, right);
    public static Column operator <=(Column left, Column right) => Compare(ComparisonOperator.LessThanOrEqual, left, right);
    public static Column operator >(Column left, Column right) => Compare(ComparisonOperator.GreaterThan, left, right);
    public static Column operator >=(Column left, Column right) => Compare(ComparisonOperator.GreaterThanOrEqual, left, right);

    private static Column Compare(ComparisonOperator op, Column left, Column right) => new(new Comparison(op, Value(left), Value(right)));

    public Column Plus(Column other) => this + other;
    public Column Minus(Column other) => this - other;
    public Column Multiply(Column other) => this * other;
    public Column Divide(Column other) => this / other;
    public Column Mod(Column other) => this % other;
    public Column EqualTo(Column other) => this == other;
    public Column NotEqual(Column other) => this != other;
    public Column Lt(Column other) => this < other;
    public Column Leq(Column other) => this <= other;
    public Column Gt(Column other) => this > other;
    public Column Geq(Column other) => this >= other;
    public Column And(Column other) => this & other;
    public Column Or(Column other) => this | other;

    /// <summary>Equality that is never null: two nulls are equal.</summary>
    public Column EqNullSafe(Column other) => Compare(ComparisonOperator.EqualNullSafe, this, other);

    public Column Between(Column lowerBound, Column upperBound) => (this >= lowerBound) & (this <= upperBound);
    public Column IsNull() => new(new IsNull(Expression));
    public Column IsNotNull() => new(new IsNotNull(Expression));
    public Column IsNaN() => Call("isnan", Expression);
    public Column IsIn(params object?[] values) => new(new In(Expression, new(Flatten(values).Select(v => Functions.Lit(v).Expression))));
    public Column Like(Column pattern) => Binary("like", pattern);
    public Column ILike(Column pattern) => Binary("ilike", pattern);
    public Column RLike(Column pattern) => Binary("rlike", pattern);
    public Column Contains(Column other) => Binary("contains", other);
    public Column StartsWith(Column other) => Binary("startswith", other);
    public Column EndsWith(Column other) => Binary("endswith", other);

    /// <param name="start">Position of the first character, from 1.</param>
    /// <param name="length">Number of characters.</param>
    public Column Substr(Column start, Column length) => Call("substr", Expression, Value(start), Value(length));

    public Column BitwiseAND(Column other) => Binary("&", other);
    public Column BitwiseOR(Column other) => Binary("|", other);
    public Column BitwiseXOR(Column other) => Binary("^", other);

    // Names and types

    public Column Alias(string name) => new(new Alias(Named, name));
    public Column As(string name) => Alias(name);
    public Column Name(string name) => Alias(name);

    /// <summary>Names for the columns of a function that gives several.</summary>
    public Column As(IEnumerable<string> names) => new(new MultiAlias(Named, new(names)));

    /// <param name="type">A type as SQL writes it: <c>int</c>, <c>array&lt;string&gt;</c>.</param>
    public Column Cast(string type) => Cast(SqlParser.ParseDataType(type));
    public Column Cast(DataType type) => new(new Cast(Expression, type, SparkSession.ActiveAnsi ? EvalMode.Ansi : EvalMode.Legacy) { IsUserSpecified = true });
    public Column TryCast(string type) => TryCast(SqlParser.ParseDataType(type));
    public Column TryCast(DataType type) => new(new Cast(Expression, type, EvalMode.Try) { IsUserSpecified = true });

    // Nested values

    /// <summary>An element of an array by its place, the value of a map's key, or a field of a struct.</summary>
    public Column GetItem(Column key) => new(new UnresolvedExtractValue(Expression, Value(key)));

    /// <summary>A field of a struct.</summary>
    public Column GetField(string name) => new(new UnresolvedExtractValue(Expression, Literal.Of(name)));

    /// <summary>The struct with a field added or replaced; dots lead into structs within.</summary>
    public Column WithField(string name, Column value) => Update(ColumnName.Parts(name), value);

    /// <summary>The struct without fields; dots lead into structs within.</summary>
    public Column DropFields(params string[] names) => names.Select(n => ColumnName.Parts(n)).Aggregate(this, (c, parts) => c.Update(parts, null));

    private Column Update(ValueList<string> parts, Column? value)
    {
        if (parts.Count == 1) return new(new UpdateFields(Named, parts[0], value?.Expression));
        var path = string.Join(".", parts);
        var text = value is null ? ColumnText.Call("drop_field", $"{this}", path) : ColumnText.Call("update_field", $"{this}", path, $"{value}");
        return new(ColumnText.Keep(new UpdateFields(Named, parts[0], GetField(parts[0]).Update(new(parts.Skip(1)), value).Expression), text));
    }

    /// <inheritdoc cref="GetItem"/>
    public Column this[Column key] => GetItem(key);

    // CASE

    /// <summary>A further branch; the column is what <see cref="Functions.When"/> gave.</summary>
    /// <exception cref="ArgumentException">The column is no CASE, or has its last branch.</exception>
    public Column When(Column condition, Column value) => Expression is CaseWhen { Else: null } c
        ? new(c with { Branches = [.. c.Branches, new CaseBranch(Value(condition), Value(value))] })
        : throw new ArgumentException("When() follows only When(), and not after Otherwise().");

    /// <summary>The value where no branch holds.</summary>
    /// <exception cref="ArgumentException">The column is no CASE, or has its last branch.</exception>
    public Column Otherwise(Column value) => Expression is CaseWhen { Else: null } c
        ? new(c with { Else = Value(value) })
        : throw new ArgumentException("Otherwise() follows only When(), and once.");

    // Order

    public Column Asc() => new(new SortOrder(Named, true, true));
    public Column AscNullsFirst() => new(new SortOrder(Named, true, true));
    public Column AscNullsLast() => new(new SortOrder(Named, true, false));
    public Column Desc() => new(new SortOrder(Named, false, false));
    public Column DescNullsFirst() => new(new SortOrder(Named, false, true));
    public Column DescNullsLast() => new(new SortOrder(Named, false, false));

    internal SortOrder Order => Expression as SortOrder ?? new SortOrder(Named);

    /// <summary>The function over a window.</summary>
    public Column Over(WindowSpec window) => new(new WindowExpression(Expression, window.Spec));
    public Column Over() => Over(Window.Empty);

    /// <summary>Prints the expression.</summary>
    public void Explain(bool extended = false) => Console.WriteLine(Expression.ToSql(extended ? SqlStyle.Plan : SqlStyle.Pretty));

    public override string ToString() => ColumnText.Of(Expression);

    /// <summary>Columns are equal where they are one object; <c>==</c> makes a comparison.</summary>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private static IEnumerable<object?> Flatten(object?[] values)
        => values is [System.Collections.IEnumerable items and not (string or byte[] or Row)] ? items.Cast<object?>() : values;

    // Literals

    public static implicit operator Column(bool value) => Functions.Lit(value);
    public static implicit operator Column(sbyte value) => Functions.Lit(value);
    public static implicit operator Column(short value) => Functions.Lit(value);
    public static implicit operator Column(int value) => Functions.Lit(value);
    public static implicit operator Column(long value) => Functions.Lit(value);
    public static implicit operator Column(float value) => Functions.Lit(value);
    public static implicit operator Column(double value) => Functions.Lit(value);
    public static implicit operator Column(decimal value) => Functions.Lit(value);
    public static implicit operator Column(string value) => new(Literal.Of(value), value);
    public static implicit operator Column(byte[] value) => Functions.Lit(value);
    public static implicit operator Column(DateOnly value) => Functions.Lit(value);
    public static implicit operator Column(Date value) => Functions.Lit(value);
    public static implicit operator Column(Timestamp value) => Functions.Lit(value);
    public static implicit operator Column(DateTime value) => Functions.Lit(value);
    public static implicit operator Column(DateTimeOffset value) => Functions.Lit(value);
    public static implicit operator Column(TimeSpan value) => Functions.Lit(value);
}
