using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Formats.Orc.Reading;

/// <summary>Reads stripes of a file as batches of the requested columns. Not thread-safe; any number may share a file.</summary>
sealed class OrcReader : IDisposable
{
    private readonly OrcFile _file;
    private readonly OrcColumnReader?[] _columns;
    private readonly ColumnarBatch _batch;
    private readonly OrcScratch _scratch;
    private readonly int _batchRows;
    private IReadOnlyList<int> _stripes = [];
    private int _next;
    private long _left;

    /// <param name="zone">The zone that times without one are read in: the machine's, where not said.</param>
    /// <param name="columns">The file's columns to read, each with the type that the batches shall have; null ones are not in the file.</param>
    public OrcReader(OrcFile file, IReadOnlyList<(OrcType? Stored, DataType Type)> columns, bool caseSensitive, int batchRows, MemoryAllocator allocator, ZoneRules? zone = null)
    {
        _file = file;
        _scratch = new OrcScratch(allocator);
        _batchRows = Math.Clamp(batchRows, 1, ColumnarBatch.MaxRows);
        var readers = new OrcColumnReaders(file, caseSensitive, zone ?? TimeZones.Get(MachineTimeZone.Name()), _scratch, allocator);
        _columns = [.. columns.Select(c => c.Stored is { } stored && c.Type is not NullType ? readers.Create(stored, c.Type) : null)];
        _batch = new ColumnarBatch([.. columns.Select(c => new ColumnVector(c.Type, allocator))]);
    }

    /// <summary>Stripes that were opened so far.</summary>
    public int StripesRead { get; private set; }

    /// <summary>Says which stripes to read, in this order.</summary>
    public void SetStripes(IReadOnlyList<int> stripes) => (_stripes, _next, _left) = (stripes, 0, 0);

    /// <summary>The next batch; it and what it points to is valid until the next call.</summary>
    /// <exception cref="SparkException">FAILED_READ_FILE where the file is not what it should be.</exception>
    public unsafe bool Next(out ColumnarBatch batch)
    {
        batch = _batch;
        try
        {
            while (_left == 0)
            {
                if (_next >= _stripes.Count) return false;
                StartStripe(_file.Footer.Stripes[_stripes[_next++]]);
            }
            var rows = (int)Math.Min(_batchRows, _left);
            for (var i = 0; i < _columns.Length; i++)
            {
                if (_columns[i] is { } column) column.Read(rows, null, _batch.Columns[i]);
                else OrcMissing.FillConstant(_batch.Columns[i]);
            }
            _left -= rows;
            _batch.SetRows(rows);
            return true;
        }
        catch (OrcFormatException e)
        {
            throw OrcErrors.Corrupt(_file.Path, e);
        }
    }

    public void Dispose()
    {
        foreach (var column in _columns) column?.Dispose();
        foreach (var vector in _batch.Columns) vector.Dispose();
        _scratch.Dispose();
    }

    private void StartStripe(StripeInformation information)
    {
        _left = information.Rows;
        if (_left == 0) return;
        StripesRead++;
        if (Array.TrueForAll(_columns, c => c is null)) return;
        var stripe = new OrcStripe(_file.ReadStripeFooter(information), information, _file.Footer);
        foreach (var column in _columns) column?.StartStripe(stripe);
    }
}
