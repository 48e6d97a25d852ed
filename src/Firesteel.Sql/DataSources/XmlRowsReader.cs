using Firesteel.Catalyst.Functions.Xml;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>Fills batches with the records of a file; those that do not fit are treated as the mode says.</summary>
sealed class XmlRowsReader : IDisposable
{
    private readonly XmlRecords _records;
    private readonly StructType _required;
    private readonly XmlOptions _options;
    private readonly XmlValueReader _values;
    private readonly ColumnarBatch _batch;
    private readonly int _batchRows;
    private readonly int _corrupt;
    private bool _toldOfError;

    public XmlRowsReader(XmlRecords records, StructType required, XmlOptions options, string timeZone, MemoryAllocator memory, int batchRows)
    {
        (_records, _required, _options, _batchRows) = (records, required, options, batchRows);
        _values = new XmlValueReader(options, timeZone);
        _batch = ColumnarBatch.Allocate(required, memory, batchRows);
        _corrupt = required.IndexOf(options.CorruptColumn);
    }

    public ColumnarBatch? Next()
    {
        _batch.Reset(_batchRows);
        var rows = 0;
        while (rows < _batchRows)
        {
            if (_records.Next() is { } record)
            {
                if (_values.Read(record, _required, _batch.Columns, rows)) rows++;
                else if (Keeps()) Corrupt(rows++, record);
                // The row is filled again by the next record.
                else Clear(rows);
                continue;
            }
            if (_records.Error == null || _toldOfError) break;
            _toldOfError = true;
            if (!Keeps()) break;
            foreach (var column in _batch.Columns) column.SetNull(rows);
            Corrupt(rows++, null);
        }
        _batch.SetRows(rows);
        return rows == 0 ? null : _batch;
    }

    public void Dispose()
    {
        _records.Dispose();
        foreach (var column in _batch.Columns) column.Dispose();
    }

    private bool Keeps()
    {
        if (_options.FailsFast)
            throw new SparkException("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", new Dictionary<string, string> { ["badRecord"] = $"[{string.Join(",", _required.Fields.Select(_ => "null"))}]", ["failFastMode"] = "FAILFAST" });
        return _options.Mode != "DROPMALFORMED";
    }

    // As in Spark the column shows the file; of large ones the record alone.
    private void Corrupt(int row, XmlRecord? record)
    {
        if (_corrupt >= 0) XmlRows.SetText(_batch.Columns[_corrupt], row, _records.WholeText() ?? record?.Outer() ?? "");
    }

    private void Clear(int row)
    {
        foreach (var column in _batch.Columns) XmlRows.ClearNull(column, row);
    }
}
