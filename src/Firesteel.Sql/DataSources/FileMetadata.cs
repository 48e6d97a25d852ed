using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.FileSystems;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>The hidden column <c>_metadata</c> of file tables: which file and piece of it a row comes from.</summary>
static class FileMetadata
{
    private const string Name = "_metadata";
    private const string Path = "file_path", FileName = "file_name", Size = "file_size", BlockStart = "file_block_start", BlockLength = "file_block_length", Time = "file_modification_time";

    /// <summary>The row's place in its file, counted from 0; only readers that know it give it.</summary>
    public const string RowIndex = "row_index";

    /// <summary>The column of a table of this format and schema. Its name has an underscore more for each column that has it already.</summary>
    public static StructField Column(IFileFormat format, StructType schema)
    {
        var fields = new List<StructField>
        {
            new(Path, StringType.Instance, false), new(FileName, StringType.Instance, false), new(Size, LongType.Instance, false),
            new(BlockStart, LongType.Instance, false), new(BlockLength, LongType.Instance, false), new(Time, TimestampType.Instance, false),
        };
        if (format.KnowsRowIndex) fields.Add(new(RowIndex, LongType.Instance, false));
        var name = Name;
        while (schema.Fields.Any(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) name = "_" + name;
        return new StructField(name, new StructType(fields), false) { Metadata = new([new("__file_source_metadata_col", "true"), new(Catalyst.Analysis.MetadataColumn.Key, $"\"{Name}\"")]) };
    }

    /// <summary>The value that all rows of a piece have in a field, in the form of literals.</summary>
    public static object Value(string field, FileSplit split) => field switch
    {
        Path => PathUri.Of(split.File.Path),
        FileName => PathUri.Of(split.File.Path[(split.File.Path.LastIndexOf('/') + 1)..]),
        Size => split.File.Length,
        BlockStart => split.Start,
        BlockLength => split.Length,
        Time => split.File.ModificationTime * 1000,
        _ => throw new ArgumentException($"No fact about files: {field}", nameof(field)),
    };

    /// <summary>Whether a column is a fact about a file that is the same for all its pieces.</summary>
    public static bool IsOfWholeFile(AttributeReference column) => Catalyst.Analysis.MetadataColumn.FieldOf(column) is Path or FileName or Size or Time;
}
