using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>A set of files of one format as a table: data columns, then the columns that their folders give.</summary>
sealed class FileTable(IFileFormat format, IReadOnlyList<FileEntry> files, StructType dataSchema, StructType partitionSchema, ValueList<string> paths, ValueMap options) : ITable, ITableStatistics, IMetadataColumns
{
    private readonly Lazy<ITableStatistics?> _statistics = new(() => format.Statistics(files, dataSchema));

    public string Format => format.Name;
    public IFileFormat FileFormat => format;
    public IReadOnlyList<FileEntry> Files => files;
    public StructType DataSchema => dataSchema;
    public StructType PartitionSchema => partitionSchema;
    public StructType Schema { get; } = new(dataSchema.Fields.Concat(partitionSchema.Fields));
    public StructField MetadataColumn { get; } = FileMetadata.Column(format, new(dataSchema.Fields.Concat(partitionSchema.Fields)));
    public ValueList<string> PartitionColumns { get; } = new(partitionSchema.Fields.Select(f => f.Name));
    public ValueList<string> Paths => paths;
    public ValueMap Options => options;
    public long? SizeInBytes => files.Sum(f => f.Length);
    public long? RowCount => _statistics.Value?.RowCount;
    public ColumnStatistics? Column(string name) => _statistics.Value?.Column(name);

    /// <summary>The place of a column of a reading among those that the files themselves hold; -1 for the others.</summary>
    public int IndexInFiles(AttributeReference column) => Catalyst.Analysis.MetadataColumn.FieldOf(column) == null ? dataSchema.IndexOf(column.Name) : -1;

    /// <summary>The place of a column of a reading among those that folders give; -1 for the others.</summary>
    public int IndexInFolders(AttributeReference column) => Catalyst.Analysis.MetadataColumn.FieldOf(column) == null ? partitionSchema.IndexOf(column.Name) : -1;

    /// <summary>The same files, as they were then, read in the same way.</summary>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj) || obj is FileTable other
        && Format == other.Format && paths.Equals(other.Paths) && DataSchema.Equals(other.DataSchema) && PartitionSchema.Equals(other.PartitionSchema) && options.Equals(other.Options) && files.SequenceEqual(other.Files);

    public override int GetHashCode() => HashCode.Combine(Format, paths, files.Count);
}
