using Firesteel.Formats.Text;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Execution;
using Firesteel.Types;
using TextReader = Firesteel.Formats.Text.TextReader;
using TextWriter = Firesteel.Formats.Text.TextWriter;

namespace Firesteel.Sql.DataSources;

/// <summary>Text files as tables of one string column, <c>value</c>.</summary>
sealed class TextFormat : IFileFormat
{
    private static readonly StructType Schema = new(new StructField("value", StringType.Instance));

    public string Name => "text";

    public StructType? InferSchema(IReadOnlyList<FileEntry> files, ValueMap options, SqlConf conf) => Schema;

    public bool IsSplittable(FileEntry file, ValueMap options)
    {
        var parsed = TextOptions.Parse(options);
        return !parsed.WholeText && TextFile.IsSplittable(file.Path, parsed.Encoding);
    }

    public BatchIterator Read(FileSplit split, FileReadRequest request, TaskExecution task)
    {
        var options = TextOptions.Parse(request.Options);
        return TextScan.Iterate(split, request.Conf, () =>
        {
            var lines = TextScan.Open(split, options.Encoding, options.LineSeparator, task.Memory);
            var reader = new TextReader(lines, options.WholeText, request.Required.Count > 0, task.Memory, task.Settings.BatchRows);
            return (reader.Next, reader);
        });
    }

    public IFileWriter CreateWriter(string path, FileWriteRequest request, TaskExecution task)
    {
        CheckWritable(request.Schema);
        var options = TextOptions.Parse(request.Options);
        var writer = new TextWriter(TextFileWriter.Create(path, options.Compression), options.LineSeparator ?? "\n"u8.ToArray());
        return new TextFileWriter(writer.Write, writer.Close, writer);
    }

    public string FileSuffix(ValueMap options, SqlConf conf) => ".txt" + TextCompression.Suffix(new OptionReader(options).Text("compression", "codec"));

    public void CheckReadable(StructType schema) => CheckWritable(schema);

    public void CheckWritable(StructType schema)
    {
        foreach (var field in schema.Fields)
            if (field.DataType is not StringType)
                throw new AnalysisException("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", new Dictionary<string, string> { ["columnName"] = $"`{field.Name}`", ["columnType"] = field.DataType.QuotedSql, ["format"] = "Text" });
        if (schema.Count != 1) throw SparkException.WithoutCondition($"The text source has one column, and here are {schema.Count}.");
    }
}
