using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Formats.Pickle;

/// <summary>Writes rows of batches as pickles of a tuple of rows, in the form in which PySpark collects them or passes them to functions.</summary>
/// <param name="named">Rows carry their schema, so that Python makes Rows of them and converts dates and the like; else they are plain tuples.</param>
/// <param name="memory">Where encoded columns are laid out flat.</param>
sealed class PickleRowWriter(StructType schema, bool named, MemoryAllocator memory, bool binaryAsBytes = true) : IDisposable
{
    private readonly PickleRowForm _form = named ? PickleRowForm.Named(schema) : PickleRowForm.Plain(schema.Count);
    private readonly PickleColumnWriter[] _writers = [.. schema.Fields.Select(f => PickleColumnWriter.For(f.DataType, binaryAsBytes))];
    private readonly ColumnVector[] _scratch = [.. schema.Fields.Select(f => new ColumnVector(f.DataType, memory))];
    private readonly ColumnVector[] _flat = new ColumnVector[schema.Count];
    private readonly PickleBuffer _output = new();

    /// <summary>A writer of what functions are called with: rows carry their schema where Python must convert something in them.</summary>
    public static PickleRowWriter OfArguments(StructType schema, MemoryAllocator memory, bool binaryAsBytes) =>
        new(schema, schema.Fields.Any(f => NeedsConversion(f.DataType)), memory, binaryAsBytes);

    /// <summary>Whether PySpark converts values of the type after it has read them, so that their rows must carry a schema.</summary>
    public static bool NeedsConversion(DataType type) => type.UserDefined != null || type switch
    {
        DateType or TimestampType or TimestampNTZType or TimeType or DayTimeIntervalType or YearMonthIntervalType or CalendarIntervalType or VariantType or StructType => true,
        ArrayType array => NeedsConversion(array.ElementType),
        MapType map => NeedsConversion(map.KeyType) || NeedsConversion(map.ValueType),
        _ => false,
    };

    /// <summary>
    /// One pickle of rows of the batch from place <paramref name="from"/> of its selection on: until <paramref name="most"/> rows or about
    /// <paramref name="bytes"/> bytes. The memory is valid until the next call; <paramref name="from"/> becomes the next row's place.
    /// </summary>
    public ReadOnlyMemory<byte> Write(ColumnarBatch batch, ref int from, int most = int.MaxValue, int bytes = 1 << 20)
    {
        if (from == 0) Flatten(batch);
        _output.Start();
        _output.Op(PickleOpcode.Mark);
        var end = (int)Math.Min(batch.SelectedCount, (long)from + most);
        for (; from < end && _output.Length < bytes; from++)
        {
            var row = batch.Selection[from];
            _form.Begin(_output);
            for (var c = 0; c < _writers.Length; c++) _writers[c].Write(_output, _flat[c], row);
            _form.End(_output);
        }
        _output.Op(PickleOpcode.Tuple);
        _output.Stop();
        return _output.Bytes.AsMemory(0, _output.Length);
    }

    public void Dispose()
    {
        foreach (var column in _scratch) column.Dispose();
    }

    private void Flatten(ColumnarBatch batch)
    {
        for (var c = 0; c < _flat.Length; c++) _flat[c] = VectorCopy.Flatten(batch.Columns[c], _scratch[c], batch.Selection, batch.RowCount);
    }
}
