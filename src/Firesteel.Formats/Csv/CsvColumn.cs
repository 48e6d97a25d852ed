using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Text;

namespace Firesteel.Formats.Csv;

/// <summary>Turns the texts of one slot into the values of a vector.</summary>
abstract unsafe class CsvColumn
{
    /// <param name="bad">A byte a row, set where a text does not fit the type; such a value is null.</param>
    /// <param name="repair">Whether the text may hold bytes that are no UTF-8.</param>
    public abstract void Convert(CsvRows rows, int slot, ColumnVector target, byte* bad, bool repair);
}

/// <summary>Columns of strings: views of the text itself.</summary>
sealed unsafe class CsvStringColumn(byte[] nullValue) : CsvColumn
{
    public override void Convert(CsvRows rows, int slot, ColumnVector target, byte* bad, bool repair)
    {
        var output = target.Values<StringView>();
        var field = rows.Fields + slot;
        for (var row = 0; row < rows.Count; row++, field += rows.Slots)
        {
            var length = field->Length;
            if (length < 0 || length == nullValue.Length && new ReadOnlySpan<byte>(rows.Bytes(*field), length).SequenceEqual(nullValue))
            {
                target.SetNull(row);
                continue;
            }
            output[row] = repair ? Utf8Repair.View(rows.Bytes(*field), length, target.Arena) : new StringView(rows.Bytes(*field), length);
        }
    }
}

/// <summary>Columns of a type that a parser reads.</summary>
sealed unsafe class CsvValueColumn<T, TParser>(TParser parser, byte[] nullValue) : CsvColumn where T : unmanaged where TParser : struct, IFieldParser<T>
{
    public override void Convert(CsvRows rows, int slot, ColumnVector target, byte* bad, bool repair)
    {
        var output = target.Values<T>();
        var field = rows.Fields + slot;
        var local = parser;
        for (var row = 0; row < rows.Count; row++, field += rows.Slots)
        {
            var length = field->Length;
            if (length < 0 || length == nullValue.Length && new ReadOnlySpan<byte>(rows.Bytes(*field), length).SequenceEqual(nullValue))
            {
                target.SetNull(row);
                continue;
            }
            if (local.TryParse(new ReadOnlySpan<byte>(rows.Bytes(*field), length), out output[row])) continue;
            target.SetNull(row);
            bad[row] = 1;
        }
    }
}
