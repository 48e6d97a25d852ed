using System.Text;
using Firesteel.Catalyst.Functions.Xml;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Text;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>XML files as tables: a row is an element of the name that the option <c>rowTag</c> gives.</summary>
sealed class XmlFormat : IFileFormat
{
    public string Name => "xml";

    public StructType? InferSchema(IReadOnlyList<FileEntry> files, ValueMap options, SqlConf conf)
    {
        var parsed = Parse(options);
        if (files.Count == 0) return null;
        var schema = new XmlSchema(parsed, conf.SessionTimeZone);
        var (type, bad) = (StructType.Empty, false);
        foreach (var file in files)
        {
            using var records = new XmlRecords(file, parsed);
            while (records.Next() is { } record) type = schema.Merge(type, schema.OfRecord(record));
            bad |= records.Error != null;
        }
        if (bad) type = schema.Merge(type, new StructType(new StructField(parsed.CorruptColumn, StringType.Instance)));
        return (StructType)XmlSchema.Final(type);
    }

    public bool IsSplittable(FileEntry file, ValueMap options) => false;

    public BatchIterator Read(FileSplit split, FileReadRequest request, TaskExecution task)
    {
        var options = Parse(request.Options);
        return TextScan.Iterate(split, request.Conf, () =>
        {
            var reader = new XmlRowsReader(new XmlRecords(split.File, options), request.Required, options, request.Conf.SessionTimeZone, task.Memory, task.Settings.BatchRows);
            return (reader.Next, reader);
        });
    }

    public IFileWriter CreateWriter(string path, FileWriteRequest request, TaskExecution task)
    {
        var options = Parse(request.Options);
        var stream = TextFileWriter.Create(path, new OptionReader(request.Options).Text("compression", "codec"));
        var writer = new StreamWriter(stream, new UTF8Encoding(false));
        var rows = new XmlValueWriter(options, request.Conf.SessionTimeZone);
        var root = options.RootTag.Split(' ')[0];
        var text = new StringBuilder($"<?xml {options.Declaration}?>\n<{options.RootTag}>");
        return new TextFileWriter(Write, Close, writer);

        void Write(ColumnarBatch batch)
        {
            for (var k = 0; k < batch.SelectedCount; k++)
            {
                rows.WriteRow(options.RowTag!, request.Schema, batch.Columns, batch.Selection[k], 1, text);
                if (text.Length < 1 << 16) continue;
                writer.Write(text);
                // What follows is not the first of the text: its line ends the one before.
                text.Clear().Append('\n');
                writer.Flush();
            }
        }

        void Close()
        {
            writer.Write(text.Append($"\n</{root}>"));
            writer.Flush();
        }
    }

    public string FileSuffix(ValueMap options, SqlConf conf) => ".xml" + TextCompression.Suffix(new OptionReader(options).Text("compression", "codec"));

    private static XmlOptions Parse(ValueMap options)
    {
        var parsed = new XmlOptions(options);
        return string.IsNullOrEmpty(parsed.RowTag) ? throw new AnalysisException("XML_ROW_TAG_MISSING", new Dictionary<string, string> { ["rowTag"] = "`rowTag`" }) : parsed;
    }
}
