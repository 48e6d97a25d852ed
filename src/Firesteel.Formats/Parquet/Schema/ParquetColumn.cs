using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Schema;

/// <summary>
/// A Spark column, or a part of one, and where the file stores it: a leaf for atomic types; for arrays the element,
/// for maps key and value, for structs a child a field.
/// </summary>
/// <param name="Type">The Spark type.</param>
/// <param name="Nullable">Whether the file's schema lets it be null.</param>
/// <param name="Node">The node that makes it present: a leaf, a group. Null where the file lacks it: then all is null.</param>
/// <param name="Repeated">Of an array or map, the repeated node whose occurrences are the entries.</param>
/// <param name="Children">Parts, empty for atomic types.</param>
sealed record ParquetColumn(DataType Type, bool Nullable, ParquetNode? Node, ParquetNode? Repeated, ParquetColumn[] Children)
{
    /// <summary>From this definition level on the value is there and not null.</summary>
    public int DefinitionLevel => Repeated is not null && ReferenceEquals(Repeated, Node) ? Node.Parent!.DefinitionLevel : Node!.DefinitionLevel;

    /// <summary>A leaf whose levels tell of this column, for a struct none of whose fields is read.</summary>
    public ParquetNode? Witness { get; init; }

    public bool IsPrimitive => Children.Length == 0 && Type is not StructType;
}
