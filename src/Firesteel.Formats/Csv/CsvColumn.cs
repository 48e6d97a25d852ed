using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Text;

namespace Firesteel.Formats.Csv;

/// <summary>Turns the texts of one slot into the values of a vector.</summary>
abstract unsafe class CsvColumn
{
    /// <param name="bad">A byte a row, set where a text does not fit the type; such a value is null.</param>
    /// <param name="repair">Whether the text may hold bytes that are no UTF-8.</param>
    public abstract void Convert(CsvRows rows, int slot, ColumnVector target, byte* bad, bool repair);

    /// <summary>Turns the text in the first record's slot into the value of one row; false, and null, where it does not fit the type.</summary>
    public abstract bool ConvertOne(CsvRows rows, int slot, ColumnVector target, int row);

    protected static bool IsNull(CsvRows rows, CsvField field, byte[] nullValue)
        => field.Length < 0 || field.Length == nullValue.Length && new ReadOnlySpan<byte>(rows.Bytes(field), field.Length).SequenceEqual(nullValue);
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
            if (IsNull(rows, *field, nullValue))
            {
                target.SetNull(row);
                continue;
            }
            output[row] = repair ? Utf8Repair.View(rows.Bytes(*field), length, target.Arena) : new StringView(rows.Bytes(*field), length);
        }
    }

    public override bool ConvertOne(CsvRows rows, int slot, ColumnVector target, int row)
    {
        var field = rows.Fields[slot];
        if (IsNull(rows, field, nullValue)) target.SetNull(row);
        // Scratch bytes are gone with the next record.
        else if (field.Start < 0) target.SetString(row, new ReadOnlySpan<byte>(rows.Bytes(field), field.Length));
        else target.Set(row, new StringView(rows.Bytes(field), field.Length));
        return true;
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
            if (IsNull(rows, *field, nullValue))
            {
                target.SetNull(row);
                continue;
            }
            if (local.TryParse(new ReadOnlySpan<byte>(rows.Bytes(*field), field->Length), out output[row])) continue;
            target.SetNull(row);
            bad[row] = 1;
        }
    }

    public override bool ConvertOne(CsvRows rows, int slot, ColumnVector target, int row)
    {
        var field = rows.Fields[slot];
        var isNull = IsNull(rows, field, nullValue);
        if (!isNull && parser.TryParse(new ReadOnlySpan<byte>(rows.Bytes(field), field.Length), out target.Values<T>()[row])) return true;
        target.SetNull(row);
        return isNull;
    }
}
