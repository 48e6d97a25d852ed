namespace Firesteel;

/// <summary>A value that may be absent: what an outer join has where one side lacks the key.</summary>
public readonly record struct Optional<T>
{
    private readonly T _value;

    private Optional(T value) => (HasValue, _value) = (true, value);

    public bool HasValue { get; }

    /// <exception cref="InvalidOperationException">There is none.</exception>
    public T Value => HasValue ? _value : throw new InvalidOperationException("There is no value");

    public static Optional<T> Of(T value) => new(value);
    public static Optional<T> None => default;

    public T? OrDefault() => HasValue ? _value : default;
    public T OrElse(T other) => HasValue ? _value : other;

    public override string ToString() => HasValue ? $"Some({_value})" : "None";
}
