using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>A file format that tables can be read from and written to. Formats register with <see cref="FileFormats"/>.</summary>
interface IFileFormat
{
    /// <summary>Short name: <c>parquet</c>.</summary>
    string Name { get; }

    /// <summary>The schema that the files have, or null where there is none to find.</summary>
    StructType? InferSchema(IReadOnlyList<FileEntry> files, ValueMap options, SqlConf conf);

    /// <summary>Whether a file may be read in pieces.</summary>
    bool IsSplittable(FileEntry file, ValueMap options);

    /// <summary>Whether each file is a partition of its own, in the order of their names.</summary>
    bool IsPartition => false;

    /// <summary>Whether rows that fail a request's filters never come out, so that no filter above need look again.</summary>
    bool FiltersExactly => false;

    /// <summary>Whether its readers can say which row of the file each is (see <see cref="FileReadRequest.RowIndex"/>).</summary>
    bool KnowsRowIndex => false;

    /// <summary>Starts reading one piece of a file; called on the task's thread.</summary>
    BatchIterator Read(FileSplit split, FileReadRequest request, TaskExecution task);

    /// <summary>What is known of files without reading their data; null where nothing is.</summary>
    ITableStatistics? Statistics(IReadOnlyList<FileEntry> files, StructType schema) => null;

    /// <summary>Starts a file of one task's rows.</summary>
    /// <exception cref="SparkException">The format is read only, or a type has no form in it.</exception>
    IFileWriter CreateWriter(string path, FileWriteRequest request, TaskExecution task);

    /// <summary>Raises the error that reading columns of these types would, before anything is read.</summary>
    /// <exception cref="AnalysisException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE.</exception>
    void CheckReadable(StructType schema) { }

    /// <summary>Raises the error that writing rows of this schema would, before anything is written.</summary>
    /// <exception cref="AnalysisException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE.</exception>
    void CheckWritable(StructType schema) { }

    /// <summary>What a file's name ends with, compression included: <c>.snappy.parquet</c>.</summary>
    string FileSuffix(ValueMap options, SqlConf conf);
}

/// <summary>Writes one file.</summary>
interface IFileWriter : IDisposable
{
    void Write(ColumnarBatch batch);

    /// <summary>Writes what is left; the file is whole after it.</summary>
    void Close();
}

/// <summary>A file of a table, with the values that its folders give to partition columns (in the form of literals).</summary>
/// <param name="ModificationTime">Milliseconds since 1970.</param>
sealed record FileEntry(string Path, long Length, long ModificationTime, ValueList<object?> PartitionValues)
{
    /// <exception cref="SparkException">FAILED_READ_FILE.FILE_NOT_EXIST.</exception>
    public IRandomAccessFile Open()
    {
        var (system, path) = FileSystemRegistry.Resolve(Path);
        try
        {
            return system.Open(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SparkException("FAILED_READ_FILE.FILE_NOT_EXIST", new Dictionary<string, string> { ["path"] = TextScan.ErrorPath(Path) }, cause: e);
        }
    }
}

/// <summary>A piece of a file.</summary>
sealed record FileSplit(FileEntry File, long Start, long Length);

/// <summary>What a scan wants of a file.</summary>
/// <param name="DataSchema">All columns that the table's files have.</param>
/// <param name="Required">The columns to read, in order.</param>
/// <param name="Filters">Conditions on required columns, bound to them; rows that fail need not come out, and a filter above checks again.</param>
sealed record FileReadRequest(StructType DataSchema, StructType Required, ValueList<Expression> Filters, ValueMap Options, SqlConf Conf)
{
    /// <summary>Whether batches have a column more, behind the required ones: the row's place in the file.</summary>
    public bool RowIndex { get; init; }

    /// <summary>Tests on required columns by ordinal; a format may leave them out, since a join above looks again.</summary>
    public IReadOnlyList<(int Column, Adaptive.RuntimeFilter Filter)> RuntimeFilters { get; init; } = [];
}

/// <param name="Schema">The columns of the file.</param>
sealed record FileWriteRequest(StructType Schema, ValueMap Options, SqlConf Conf);

/// <summary>The formats by name.</summary>
static class FileFormats
{
    private static readonly Dictionary<string, IFileFormat> Known = new(StringComparer.OrdinalIgnoreCase);

    static FileFormats()
    {
        Register(new ParquetFormat());
        Register(new OrcFormat());
        Register(new CsvFormat());
        Register(new JsonFormat());
        Register(new TextFormat());
        Register(new XmlFormat());
        Register(new BinaryFileFormat());
        Register(new CheckpointFormat());
    }

    public static void Register(IFileFormat format, params ReadOnlySpan<string> aliases)
    {
        Known[format.Name] = format;
        foreach (var alias in aliases) Known[alias] = format;
    }

    public static IEnumerable<string> Names => Known.Keys;

    public static IFileFormat? Find(string name) => Known.GetValueOrDefault(name);
}
