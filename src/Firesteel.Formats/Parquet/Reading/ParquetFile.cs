using System.Buffers.Binary;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Foundation.FileSystems;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>An open Parquet file: its footer, parsed once, which any number of readers may share. Thread-safe.</summary>
sealed class ParquetFile : IDisposable
{
    /// <summary>The file property that holds Spark's schema as JSON.</summary>
    public const string SparkSchemaKey = "org.apache.spark.sql.parquet.row.metadata";

    private const int TailSize = 64 << 10;
    private const int MagicSize = 4;
    private readonly IRandomAccessFile _file;
    private readonly StructType _inferred;
    private readonly AnalysisException? _problem;

    private ParquetFile(IRandomAccessFile file, FileMetaData metaData, SchemaOptions options)
    {
        _file = file;
        MetaData = metaData;
        Root = ParquetNode.BuildTree(metaData.Schema, out var leaves);
        Leaves = leaves;
        foreach (var group in metaData.RowGroups)
        {
            if (group.Columns.Count != leaves.Length) throw new ParquetFormatException($"A row group has {group.Columns.Count} columns where the schema has {leaves.Length}.");
            if (group.NumRows < 0) throw new ParquetFormatException("A row group has a negative number of rows.");
        }
        var converter = new SchemaConverter(options);
        Columns = converter.Convert(Root);
        SparkSchema = ReadSparkSchema(metaData);
        _inferred = SchemaConverter.ToStruct(Root, Columns);
        _problem = converter.Problem;
    }

    public IRandomAccessFile File => _file;
    public string Path => _file.Path;
    public FileMetaData MetaData { get; }
    public ParquetNode Root { get; }
    public ParquetNode[] Leaves { get; }

    /// <summary>The file's columns as Spark sees them.</summary>
    public ParquetColumn[] Columns { get; }

    /// <summary>The schema that Spark (or this writer) left in the file's properties; null where there is none.</summary>
    public StructType? SparkSchema { get; }

    /// <summary>The schema to read with: the one in the file's properties, else the one that follows from the stored types.</summary>
    /// <exception cref="AnalysisException">PARQUET_TYPE_ILLEGAL, PARQUET_TYPE_NOT_SUPPORTED: some stored type has no Spark type.</exception>
    public StructType Schema => SparkSchema ?? (_problem is null ? _inferred : throw _problem);
    public int RowGroupCount => MetaData.RowGroups.Count;

    public long RowCount
    {
        get
        {
            var rows = 0L;
            foreach (var group in MetaData.RowGroups) rows += group.NumRows;
            return rows;
        }
    }

    /// <summary>Reads the footer. The result owns the file.</summary>
    /// <exception cref="SparkException">FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER where it is not a Parquet file.</exception>
    public static ParquetFile Open(IRandomAccessFile file, SchemaOptions? options = null)
    {
        try
        {
            return new ParquetFile(file, ReadFooter(file), options ?? SchemaOptions.Default);
        }
        catch (ParquetFormatException e)
        {
            throw new SparkException("FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER", new Dictionary<string, string> { ["path"] = file.Path }, cause: e);
        }
    }

    /// <summary>The column of that name, or null. Where names are compared without case, the exact one wins.</summary>
    /// <exception cref="SparkException">Several names differ in case only and none is exact.</exception>
    public ParquetColumn? Find(string name, bool caseSensitive)
    {
        var found = -1;
        for (var i = 0; i < Columns.Length; i++)
        {
            if (Root.Children[i].Name == name) return Columns[i];
            if (caseSensitive || !string.Equals(Root.Children[i].Name, name, StringComparison.OrdinalIgnoreCase)) continue;
            if (found >= 0) throw ParquetErrors.Ambiguous(name, Root, Path);
            found = i;
        }
        return found < 0 ? null : Columns[found];
    }

    /// <summary>What the footer tells of a top-level column of atomic type; null for others and those that the file lacks.</summary>
    public ColumnStatistics? Statistics(string name, bool caseSensitive = false)
        => Find(name, caseSensitive) is { IsPrimitive: true, Node: { RepetitionLevel: 0 } leaf } column ? ColumnStatistics.Collect(this, leaf, SparkSchema?.IndexOf(name, caseSensitive) is >= 0 and var i ? SparkSchema[i].DataType : column.Type) : null;

    /// <summary>Row groups whose midpoint lies in the byte range, as Spark splits files.</summary>
    public List<int> RowGroupsIn(long start, long end)
    {
        var result = new List<int>();
        for (var i = 0; i < RowGroupCount; i++)
        {
            var (first, size) = Extent(MetaData.RowGroups[i]);
            var middle = first + size / 2;
            if (middle >= start && middle < end) result.Add(i);
        }
        return result;
    }

    public void Dispose() => _file.Dispose();

    // As in Spark, a schema that cannot be parsed is as good as none; so is one with types that nobody here knows.
    private static StructType? ReadSparkSchema(FileMetaData metaData)
    {
        if (metaData.KeyValue(SparkSchemaKey) is not { } json) return null;
        try
        {
            return SchemaJson.Parse(json) as StructType;
        }
        catch (Exception e) when (e is FormatException or AnalysisException)
        {
            return null;
        }
    }

    private static (long Start, long Size) Extent(RowGroup group)
    {
        var start = long.MaxValue;
        var size = 0L;
        foreach (var column in group.Columns)
        {
            if (column.MetaData is not { } data) continue;
            start = Math.Min(start, data.Start);
            size += data.TotalCompressedSize;
        }
        return (start == long.MaxValue ? group.FileOffset ?? 0 : start, group.TotalCompressedSize ?? size);
    }

    private static FileMetaData ReadFooter(IRandomAccessFile file)
    {
        if (file.Length < 2 * MagicSize + sizeof(int)) throw new ParquetFormatException($"{file.Length} bytes are too few for a Parquet file.");
        var tail = new byte[Math.Min(file.Length, TailSize)];
        file.Read(file.Length - tail.Length, tail);
        var magic = tail.AsSpan(tail.Length - MagicSize);
        if (magic.SequenceEqual("PARE"u8)) throw new ParquetFormatException("The file's footer is encrypted.");
        if (!magic.SequenceEqual("PAR1"u8)) throw new ParquetFormatException("The file does not end as a Parquet file does.");
        var length = (long)BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(tail.Length - MagicSize - sizeof(int)));
        var end = file.Length - MagicSize - sizeof(int);
        if (length > end - MagicSize || length > int.MaxValue) throw new ParquetFormatException($"The footer says to be {length} bytes long.");
        ReadOnlySpan<byte> footer;
        if (length + MagicSize + sizeof(int) <= tail.Length)
        {
            footer = tail.AsSpan(tail.Length - MagicSize - sizeof(int) - (int)length, (int)length);
        }
        else
        {
            var whole = new byte[length];
            file.Read(end - length, whole);
            footer = whole;
        }
        var reader = new ThriftReader(footer);
        return FileMetaData.Read(ref reader);
    }
}
