using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Time;

namespace Firesteel.Formats.Csv;

/// <summary>Columns of variants: each value is of the type that it looks like; what is null is a variant null.</summary>
sealed unsafe class CsvVariantColumn(byte[] nullValue, ZoneRules zone) : CsvColumn
{
    private readonly VariantBuilder _builder = new();
    private readonly CsvVariants _values = new(zone);

    public override void Convert(CsvRows rows, int slot, ColumnVector target, byte* bad, bool repair)
    {
        var field = rows.Fields + slot;
        for (var row = 0; row < rows.Count; row++, field += rows.Slots) Write(rows, *field, target, row);
    }

    public override bool ConvertOne(CsvRows rows, int slot, ColumnVector target, int row)
    {
        Write(rows, rows.Fields[slot], target, row);
        return true;
    }

    private void Write(CsvRows rows, CsvField field, ColumnVector target, int row)
    {
        _builder.Reset();
        if (IsNull(rows, field, nullValue)) _builder.Null();
        else _values.Write(new ReadOnlySpan<byte>(rows.Bytes(field), field.Length), _builder);
        _builder.Store(target, row);
    }
}
