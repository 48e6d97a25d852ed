using Firesteel.Foundation.Collections;

namespace Firesteel.Types;

/// <summary>A named field of a struct or a column of a table.</summary>
public sealed record StructField(string Name, DataType DataType, bool Nullable = true)
{
    /// <summary>Free-form properties, such as <c>comment</c>; values are JSON texts.</summary>
    public ValueMap Metadata { get; init; } = ValueMap.Empty;

    /// <summary>The field's comment, if its metadata holds one.</summary>
    public string? Comment => Metadata.TryGetValue("comment", out var c) ? System.Text.Json.JsonSerializer.Deserialize<string>(c) : null;

    public override string ToString() => $"{Name}:{DataType.SimpleString}";
}

/// <summary>An ordered list of fields: a struct's type, and every table's schema.</summary>
public sealed record StructType : DataType
{
    public static readonly StructType Empty = new([]);

    public StructType(IEnumerable<StructField> fields) => (Fields, Depth) = Measured(new(fields));
    public StructType(params ReadOnlySpan<StructField> fields) => (Fields, Depth) = Measured(new(fields));

    private static (ValueList<StructField>, int) Measured(ValueList<StructField> fields)
    {
        var depth = 0;
        foreach (var field in fields.AsSpan()) depth = Math.Max(depth, Over(field.DataType));
        return (fields, depth);
    }

    private protected override int Depth { get; }

    public ValueList<StructField> Fields { get; }
    public int Count => Fields.Count;
    public StructField this[int index] => Fields[index];

    private protected override string ShortName => $"struct<{string.Join(",", Fields.Select(f => $"{f.Name}:{f.DataType.SimpleString}"))}>";

    public override string Sql => $"STRUCT<{string.Join(", ", Fields.Select(f => $"{SqlIdentifier.QuoteIfNeeded(f.Name)}: {f.DataType.Sql}{(f.Nullable ? "" : " NOT NULL")}"))}>";

    public override string TypeName => "struct";

    /// <summary>Index of the first field of that name, or -1.</summary>
    public int IndexOf(string name, bool caseSensitive = false)
    {
        var comparison = caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        for (var i = 0; i < Fields.Count; i++)
            if (string.Equals(Fields[i].Name, name, comparison)) return i;
        return -1;
    }

    public StructType Add(string name, DataType type, bool nullable = true) => new(Fields.Append(new StructField(name, type, nullable)));
}
