using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway.Java;

/// <summary>A Scala Seq: a reference to Python, not a list.</summary>
sealed record ScalaSeq(IReadOnlyList<object?> Items) : INamedJavaObject
{
    public static readonly ScalaSeq Empty = new([]);
    public string ClassName => Items.Count == 0 ? "scala.collection.immutable.Nil$" : "scala.collection.immutable.$colon$colon";
    public override string ToString() => $"List({string.Join(", ", Items.Select(JavaText.Of))})";
}

/// <summary>A Scala Option.</summary>
sealed record ScalaOption(object? Value) : INamedJavaObject
{
    public static readonly ScalaOption None = new((object?)null);
    public static ScalaOption Of(object? value) => value is null ? None : new(value);
    public string ClassName => Value is null ? "scala.None$" : "scala.Some";
    public override string ToString() => Value is null ? "None" : $"Some({JavaText.Of(Value)})";
}

/// <summary>A Scala pair.</summary>
sealed record ScalaTuple(object? First, object? Second)
{
    public override string ToString() => $"({JavaText.Of(First)},{JavaText.Of(Second)})";
}

/// <summary>A Scala Map, in the order that its entries came.</summary>
sealed record ScalaMap(IReadOnlyList<KeyValuePair<object, object?>> Entries)
{
    public object? Find(object? key) => Entries.FirstOrDefault(e => Equals(e.Key, key)).Value;
    public override string ToString() => $"Map({string.Join(", ", Entries.Select(e => $"{JavaText.Of(e.Key)} -> {JavaText.Of(e.Value)}"))})";
}
