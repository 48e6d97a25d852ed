using System.Text;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Text;
using Firesteel.Types;

namespace Firesteel.Formats.Json;

/// <summary>Writes batches as JSON, an object a line.</summary>
sealed class JsonWriter : IDisposable
{
    private readonly TextSink _sink;
    private readonly JsonPrinter _printer;
    private readonly byte[] _lineEnd;
    private bool _first = true;

    /// <exception cref="AnalysisException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE.</exception>
    public JsonWriter(Stream stream, StructType schema, JsonOptions options)
    {
        _sink = new TextSink(stream);
        _printer = new JsonPrinter(schema, options);
        _lineEnd = options.LineSeparator ?? "\n"u8.ToArray();
    }

    public void Write(ColumnarBatch batch)
    {
        for (var k = 0; k < batch.SelectedCount; k++)
        {
            if (!_first) _sink.Write(_lineEnd);
            _first = false;
            _printer.Write(batch.Columns, batch.Selection[k], _sink);
            _sink.EndRecord();
        }
    }

    public void Close()
    {
        if (!_first) _sink.Write(_lineEnd);
        _sink.Flush();
    }

    public void Dispose() => _sink.Dispose();
}
