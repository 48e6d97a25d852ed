using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Text;
using Firesteel.Types;

namespace Firesteel.Formats.Csv;

/// <summary>Turns CSV texts into rows, a record a text: what <c>from_csv</c> needs. Not thread-safe.</summary>
sealed unsafe class CsvRecords : IDisposable
{
    private readonly CsvOptions _options;
    private readonly CsvTokenizer _tokenizer;
    private readonly CsvRows _rows;
    private readonly CsvColumn?[] _columns;
    private readonly int _corrupt;

    /// <param name="schema">The columns; one may be for corrupt records.</param>
    /// <exception cref="AnalysisException">A column has a type that CSV has no form of.</exception>
    public CsvRecords(StructType schema, CsvOptions options, MemoryAllocator allocator)
    {
        _options = options;
        _corrupt = schema.Fields.ToList().FindIndex(f => f.Name == options.CorruptColumn);
        _columns = [.. schema.Fields.Select((f, i) => i == _corrupt ? null : CsvColumns.Create(f, options))];
        _tokenizer = new CsvTokenizer(options, [.. Enumerable.Range(0, schema.Count).Where(i => i != _corrupt)], countAll: true);
        _rows = new CsvRows(schema.Count, 1, allocator);
    }

    /// <summary>Whether the last record did not fit the schema.</summary>
    public bool LastWasBad { get; private set; }

    /// <summary>
    /// Reads a text, readable for 64 bytes past its end and in place as long as the row, into a row. False where the text is blank, and
    /// where the mode drops it.
    /// </summary>
    /// <exception cref="SparkException">MALFORMED_RECORD_IN_PARSING in FAILFAST mode.</exception>
    public bool Read(byte* text, int length, ColumnVector[] columns, int row)
    {
        LastWasBad = false;
        if (!_tokenizer.ReadOne(text, length, _rows)) return false;
        LastWasBad = _rows.Tokens[0] != _columns.Length - (_corrupt < 0 ? 0 : 1);
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i] is not { } column) continue;
            if (columns[i].Nulls != null) columns[i].Nulls[row] = 0;
            LastWasBad |= !column.ConvertOne(_rows, i, columns[i], row);
        }
        if (LastWasBad && _options.Mode == ParseMode.FailFast) throw CsvErrors.Malformed(new ReadOnlySpan<byte>(text, length));
        if (_corrupt >= 0)
        {
            if (LastWasBad) columns[_corrupt].Set(row, new StringView(text, length));
            else columns[_corrupt].SetNull(row);
        }
        return !LastWasBad || _options.Mode != ParseMode.DropMalformed;
    }

    public void Dispose() => _rows.Dispose();
}
