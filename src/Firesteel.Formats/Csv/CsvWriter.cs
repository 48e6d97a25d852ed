using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Text;
using Firesteel.Types;

namespace Firesteel.Formats.Csv;

/// <summary>Writes batches as CSV, a record a line.</summary>
sealed class CsvWriter : IDisposable
{
    private readonly TextSink _sink;
    private readonly CsvPrinter _printer;
    private readonly byte[] _lineEnd;

    /// <exception cref="AnalysisException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE.</exception>
    public CsvWriter(Stream stream, StructType schema, CsvOptions options)
    {
        _sink = new TextSink(stream);
        _printer = new CsvPrinter(schema, options);
        _lineEnd = options.LineSeparator ?? "\n"u8.ToArray();
        if (!options.Header) return;
        _printer.WriteHeader(schema, _sink);
        _sink.Write(_lineEnd);
    }

    public void Write(ColumnarBatch batch)
    {
        for (var k = 0; k < batch.SelectedCount; k++)
        {
            _printer.Write(batch.Columns, batch.Selection[k], _sink);
            _sink.Write(_lineEnd);
            _sink.EndRecord();
        }
    }

    public void Close() => _sink.Flush();

    public void Dispose() => _sink.Dispose();
}
