using System.Globalization;
using System.Text;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions;

/// <summary>
/// A constant. <see cref="Value"/> is null or, by type: bool, sbyte, short, int (int, date, year-month interval),
/// long (bigint, timestamps, day-time interval in microseconds, time in nanoseconds), float, double, Int128 (every decimal, unscaled),
/// string, byte[] compared by content (<see cref="BinaryValue"/>), <see cref="CalendarInterval"/>, or <see cref="NestedValue"/>.
/// </summary>
sealed record Literal(object? Value, DataType Type) : LeafExpression
{
    public static readonly Literal True = new(true, BooleanType.Instance);
    public static readonly Literal False = new(false, BooleanType.Instance);
    public static readonly Literal Null = new(null, NullType.Instance);

    public static Literal Of(bool value) => value ? True : False;
    public static Literal Of(int value) => new(value, IntegerType.Instance);
    public static Literal Of(long value) => new(value, LongType.Instance);
    public static Literal Of(double value) => new(value, DoubleType.Instance);
    public static Literal Of(string value) => new(value, StringType.Instance);
    public static Literal NullOf(DataType type) => new(null, type);

    public override DataType DataType => Type;
    public override bool Nullable => Value is null;
    public override bool Foldable => true;
    public bool IsTrue => Value is true;
    public bool IsFalse => Value is false;

    public override string ToSql(SqlStyle style) => LiteralText.Write(this, style);
}

/// <summary>Bytes compared by content.</summary>
sealed record BinaryValue(byte[] Bytes)
{
    public bool Equals(BinaryValue? other) => other is not null && Bytes.AsSpan().SequenceEqual(other.Bytes);
    public override int GetHashCode() { var hash = new HashCode(); hash.AddBytes(Bytes); return hash.ToHashCode(); }
}

/// <summary>
/// The values of an array (its elements), of a struct (its fields) or of a map (keys and values in turn), each in the form that
/// <see cref="Literal.Value"/> has.
/// </summary>
sealed record NestedValue(Foundation.Collections.ValueList<object?> Items);
