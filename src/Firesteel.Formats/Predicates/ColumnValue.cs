namespace Firesteel.Formats.Predicates;

/// <summary>
/// One value of a column in its Spark type's form: whole numbers, dates, timestamps, unscaled decimals and truth values as an integer;
/// floating point as a number; texts and bytes as bytes. What bounds and literals are compared as.
/// </summary>
readonly record struct ColumnValue : IComparable<ColumnValue>
{
    private ColumnValue(Int128 integer, double number, byte[]? bytes) => (Integer, Number, Bytes) = (integer, number, bytes);

    public Int128 Integer { get; }
    public double Number { get; }
    public byte[]? Bytes { get; }

    public static ColumnValue Of(Int128 value) => new(value, 0, null);
    public static ColumnValue Of(double value) => new(0, value, null);
    public static ColumnValue Of(byte[] value) => new(0, 0, value);

    /// <summary>Only for values of the same type; not defined for NaN.</summary>
    public int CompareTo(ColumnValue other)
    {
        if (Bytes is { } bytes) return bytes.AsSpan().SequenceCompareTo(other.Bytes);
        var order = Integer.CompareTo(other.Integer);
        return order != 0 ? order : Number == other.Number ? 0 : Number.CompareTo(other.Number);
    }
}
