using Firesteel.Columnar.Memory;
using Firesteel.Formats.Csv;
using Firesteel.Formats.Text;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>CSV files as tables.</summary>
sealed class CsvFormat : IFileFormat
{
    public string Name => "csv";

    public StructType? InferSchema(IReadOnlyList<FileEntry> files, ValueMap options, SqlConf conf)
    {
        var parsed = CsvOptions.Parse(options, conf);
        using var memory = new MemoryAllocator(MemoryManager.Process, "CSV schema");
        var texts = files.Where(f => f.Length > 0).Select(f => TextScan.Open(f, parsed.Encoding, null, memory).Window);
        return files.Count == 0 ? null : new CsvSchemaInference(parsed, memory).Infer(texts) ?? StructType.Empty;
    }

    public bool IsSplittable(FileEntry file, ValueMap options)
    {
        var read = new OptionReader(options);
        return !read.Flag("multiLine", false) && TextFile.IsSplittable(file.Path, TextFile.FindEncoding(read.Text("encoding", "charset") ?? "UTF-8"));
    }

    public BatchIterator Read(FileSplit split, FileReadRequest request, TaskExecution task)
    {
        var options = CsvOptions.Parse(request.Options, request.Conf);
        CorruptRecords.Check(request, options.CorruptColumn);
        return TextScan.Iterate(split, request.Conf, () =>
        {
            var lines = TextScan.Open(split, options.Encoding, options.LineSeparator, task.Memory);
            var limit = split.Start + split.Length >= split.File.Length ? long.MaxValue : split.Start + split.Length;
            var reader = new CsvReader(lines.Window, limit, request.DataSchema, request.Required, options, options.Header && split.Start == 0, task.Memory, task.Settings.BatchRows);
            return (reader.Next, reader);
        });
    }

    public IFileWriter CreateWriter(string path, FileWriteRequest request, TaskExecution task)
    {
        var options = CsvOptions.Parse(request.Options, request.Conf);
        var writer = new CsvWriter(TextFileWriter.Create(path, options.Compression), request.Schema, options);
        return new TextFileWriter(writer.Write, writer.Close, writer);
    }

    public string FileSuffix(ValueMap options, SqlConf conf) => (new OptionReader(options).Text("extension") is { Length: > 0 } own ? "." + own : ".csv") + TextCompression.Suffix(new OptionReader(options).Text("compression", "codec"));

    public void CheckReadable(StructType schema)
    {
        foreach (var field in schema.Fields) CsvColumns.Create(field, new CsvOptions());
    }

    public void CheckWritable(StructType schema) => CsvPrinter.Check(schema);
}

/// <summary>Rules about the column that takes records which cannot be read.</summary>
static class CorruptRecords
{
    /// <exception cref="AnalysisException">Only that column is asked for, so nothing would be parsed.</exception>
    public static void Check(FileReadRequest request, string column)
    {
        if (request.Required.Count == 1 && request.Required[0].Name == column) throw new AnalysisException("UNSUPPORTED_FEATURE.QUERY_ONLY_CORRUPT_RECORD_COLUMN");
    }
}
