using Firesteel.Columnar.Memory;
using Firesteel.Formats.Json;
using Firesteel.Formats.Text;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>JSON files as tables: an object a line, or whole documents.</summary>
sealed class JsonFormat : IFileFormat
{
    public string Name => "json";

    public StructType? InferSchema(IReadOnlyList<FileEntry> files, ValueMap options, SqlConf conf)
    {
        if (files.Count == 0) return null;
        var parsed = JsonOptions.Parse(options, conf);
        if (parsed.SingleVariantColumn is { } name) return new StructType([new StructField(name, VariantType.Instance)]);
        using var memory = new MemoryAllocator(MemoryManager.Process, "JSON schema");
        var inference = new JsonSchemaInference(parsed);
        foreach (var file in files) inference.Add(TextScan.Open(file, parsed.Encoding, parsed.LineSeparator, memory));
        return inference.Schema();
    }

    public bool IsSplittable(FileEntry file, ValueMap options)
    {
        var read = new OptionReader(options);
        return !read.Flag("multiLine", false) && TextFile.IsSplittable(file.Path, TextFile.FindEncoding(read.Text("encoding", "charset") ?? "UTF-8"));
    }

    public BatchIterator Read(FileSplit split, FileReadRequest request, TaskExecution task)
    {
        var options = JsonOptions.Parse(request.Options, request.Conf);
        CorruptRecords.Check(request, options.CorruptColumn);
        return TextScan.Iterate(split, request.Conf, () =>
        {
            var reader = new JsonReader(TextScan.Open(split, options.Encoding, options.LineSeparator, task.Memory), request.Required, options, task.Memory, task.Settings.BatchRows);
            return (reader.Next, reader);
        });
    }

    public IFileWriter CreateWriter(string path, FileWriteRequest request, TaskExecution task)
    {
        var options = JsonOptions.Parse(request.Options, request.Conf);
        var writer = new JsonWriter(TextFileWriter.Create(path, options.Compression), request.Schema, options);
        return new TextFileWriter(writer.Write, writer.Close, writer);
    }

    public string FileSuffix(ValueMap options, SqlConf conf) => ".json" + TextCompression.Suffix(new OptionReader(options).Text("compression", "codec"));

    public void CheckReadable(StructType schema) => JsonValues.Struct("", schema, new JsonOptions());

    public void CheckWritable(StructType schema) => _ = new JsonPrinter(schema, new JsonOptions());
}
