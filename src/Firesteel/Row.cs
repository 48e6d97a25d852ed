using System.Collections;
using Firesteel.Encoders;
using Firesteel.Types;

namespace Firesteel;

/// <summary>
/// A row of a result, or one that a program makes. Values are, by column type: bool, sbyte, short, int, long, float, double, string, byte[];
/// <see cref="decimal"/> (<see cref="BigDecimal"/> where it does not fit); <see cref="Date"/>; <see cref="Timestamp"/>; <see cref="DateTime"/> for TIMESTAMP_NTZ;
/// <see cref="TimeOnly"/>; <see cref="TimeSpan"/> for day-time intervals, int (months) for year-month ones; object[] for arrays;
/// <see cref="IReadOnlyDictionary{TKey,TValue}"/> for maps; <see cref="Row"/> for structs. NULL is null.
/// </summary>
public class Row : IReadOnlyList<object?>, IEquatable<Row>
{
    private readonly object?[] _values;

    public Row(params object?[] values) => _values = values;

    internal Row(object?[] values, StructType? schema)
    {
        _values = values;
        Schema = schema;
    }

    /// <summary>Names and types of the values; null for a row that a program made without them.</summary>
    public StructType? Schema { get; }

    public IReadOnlyList<object?> Values => _values;
    public int Count => _values.Length;
    public int Size() => _values.Length;
    public object? this[int index] => _values[index];
    public object? this[string name] => _values[FieldIndex(name)];
    public object? Get(int index) => _values[index];
    public object? Get(string name) => _values[FieldIndex(name)];
    public bool IsNullAt(int index) => _values[index] is null;
    public bool AnyNull => Array.Exists(_values, v => v is null);

    /// <summary>A value as a type that holds it: numbers widen, dates and timestamps become .NET's own, arrays become arrays or lists of the type.</summary>
    /// <exception cref="InvalidCastException">The value is null or of another kind.</exception>
    public T GetAs<T>(int index) => ClrConversion.To<T>(_values[index]);

    /// <inheritdoc cref="GetAs{T}(int)"/>
    public T GetAs<T>(string name) => ClrConversion.To<T>(_values[FieldIndex(name)]);

    /// <summary>Position of a column.</summary>
    /// <exception cref="SparkException">FIELD_NOT_FOUND.</exception>
    public int FieldIndex(string name)
    {
        if (Schema?.IndexOf(name, caseSensitive: true) is { } index and >= 0) return index;
        if (Schema is null) throw new InvalidOperationException("The row has no schema: its values have no names.");
        throw new SparkException("FIELD_NOT_FOUND", new Dictionary<string, string> { ["fieldName"] = SqlIdentifier.Quote(name), ["fields"] = string.Join(", ", Schema.Fields.Select(f => SqlIdentifier.Quote(f.Name))) });
    }

    public Row Copy() => new([.. _values], Schema);

    public bool Equals(Row? other)
    {
        if (other is null || other._values.Length != _values.Length) return false;
        for (var i = 0; i < _values.Length; i++)
            if (!ClrText.Same(_values[i], other._values[i])) return false;
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Row);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in _values) hash.Add(ClrText.Hash(value));
        return hash.ToHashCode();
    }

    /// <summary><c>[1,a,null]</c>.</summary>
    public override string ToString() => $"[{MkString(",")}]";

    /// <summary>The values' texts with a separator between them.</summary>
    public string MkString(string separator) => string.Join(separator, _values.Select(ClrText.Write));

    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)_values).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => _values.GetEnumerator();
}

/// <summary>A row that a program makes.</summary>
public sealed class GenericRow(object?[] values) : Row(values);
