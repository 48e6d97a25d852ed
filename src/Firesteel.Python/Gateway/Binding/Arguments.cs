using System.Collections;
using Firesteel.Python.Gateway.Java;
using Firesteel.Python.Gateway.Protocol;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Binding;

/// <summary>What a call passes, with the coercions that Java's overloads do. What does not fit is a method that does not exist.</summary>
sealed class Arguments(PythonGateway gateway, string member, object?[] values)
{
    public PythonGateway Gateway => gateway;

    /// <summary>Name of the method that was called.</summary>
    public string Member => member;

    public int Count => values.Length;
    public object? this[int i] => i < values.Length ? values[i] : throw Mismatch();
    public bool Is<T>(int i) => i < values.Length && values[i] is T;
    public bool IsNull(int i) => this[i] is null;

    public T Of<T>(int i) => this[i] is T value ? value : throw Mismatch();
    public T? OrNull<T>(int i) where T : class => this[i] is null ? null : Of<T>(i);

    public string Text(int i) => Of<string>(i);
    public bool Bool(int i) => Of<bool>(i);
    public int Int(int i) => Of<int>(i);

    /// <summary>Python picks the width of a number by its size, so an int is a long as well.</summary>
    public long Long(int i) => this[i] switch { int n => n, long n => n, _ => throw Mismatch() };

    public double Double(int i) => this[i] switch { double d => d, int n => n, long n => n, _ => throw Mismatch() };

    /// <summary>The items of a Seq, a list, a set or an array.</summary>
    public IReadOnlyList<object?> Items(int i) => this[i] switch
    {
        ScalaSeq seq => seq.Items,
        IEnumerable items and not string and not IDictionary and not byte[] => [.. items.Cast<object?>()],
        _ => throw Mismatch(),
    };

    public bool IsItems(int i) => i < values.Length && values[i] is ScalaSeq or IEnumerable and not string and not IDictionary and not byte[];

    public string[] Texts(int i) => [.. Items(i).Select(t => t as string ?? throw Mismatch())];

    /// <summary>A text followed by a Seq of texts, as Java's varargs behind a first one come.</summary>
    public string[] TextAndRest(int i) => Count > i + 1 ? [Text(i), .. Texts(i + 1)] : [Text(i)];

    public Dictionary<string, string> TextMap(int i) => Map(i).ToDictionary(e => e.Key, e => e.Value?.ToString() ?? "", StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, object?>> Map(int i) => this[i] switch
    {
        ScalaMap map => map.Entries.Select(e => KeyValuePair.Create((string)e.Key, e.Value)),
        IDictionary map => map.Keys.Cast<object>().Select(k => KeyValuePair.Create(k as string ?? throw Mismatch(), map[k])),
        _ => throw Mismatch(),
    };

    public Column Column(int i) => Of<Column>(i);

    /// <summary>A column, or a value that becomes a constant.</summary>
    public Column Any(int i) => this[i] is Column column ? column : Functions.Lit(JavaValues.ToClr(this[i]));

    public Column[] Columns(int i) => [.. Items(i).Select(c => c as Column ?? throw Mismatch())];

    public GatewayException Mismatch()
        => new($"py4j.Py4JException: Method {member}([{string.Join(", ", values.Select(v => v is null ? "null" : $"class {gateway.Classes.NameOf(v)}"))}]) does not exist");
}
