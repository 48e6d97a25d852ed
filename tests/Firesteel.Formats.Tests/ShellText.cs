using System.Text;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Formats.Tests;

/// <summary>Rows as Spark's SQL shell prints them, in time zone UTC: columns split by tabs, nested values as JSON.</summary>
static unsafe class ShellText
{
    public static List<string> Rows(ColumnarBatch batch)
    {
        var rows = new List<string>();
        for (var k = 0; k < batch.SelectedCount; k++)
        {
            var row = batch.Selection[k];
            rows.Add(string.Join('\t', batch.Columns.Select(column => Value(column, row, top: true))));
        }
        return rows;
    }

    public static string Value(ColumnVector vector, int row, bool top)
    {
        if (vector.Type is NullType || vector.IsNull(row)) return top ? "NULL" : "null";
        if (vector.Encoding == VectorEncoding.Dictionary) return Value(vector.Dictionary!, vector.Codes[row], top);
        if (vector.IsConstant) row = 0;
        return vector.Type switch
        {
            BooleanType => vector.Get<byte>(row) == 0 ? "false" : "true",
            ByteType => vector.Get<sbyte>(row).ToString(),
            ShortType => vector.Get<short>(row).ToString(),
            IntegerType => vector.Get<int>(row).ToString(),
            LongType => vector.Get<long>(row).ToString(),
            FloatType => Text(buffer => JavaDouble.Write(vector.Get<float>(row), buffer)),
            DoubleType => Text(buffer => JavaDouble.Write(vector.Get<double>(row), buffer)),
            DecimalType d => Text(buffer => DecimalText.WritePlain(d.Precision <= DecimalType.MaxLongPrecision ? vector.Get<long>(row) : vector.Get<Int128>(row), d.Scale, buffer)),
            DateType => Text(buffer => DateTimeText.WriteDate(vector.Get<int>(row), buffer)).TrimStart('+'),
            TimestampType or TimestampNTZType => Text(buffer => DateTimeText.WriteLocalTimestamp(vector.Get<long>(row), buffer)).TrimStart('+'),
            VariantType => Firesteel.Columnar.Variants.VariantJson.Text(Firesteel.Columnar.Variants.VariantBlob.Open(vector.Get<StringView>(row)), TimeZones.Utc),
            TimeType => Text(buffer => DateTimeText.WriteTime(vector.Get<long>(row), buffer)),
            StringType or BinaryType => top ? vector.Get<StringView>(row).ToString() : Quote(vector.Get<StringView>(row).ToString()),
            ArrayType => $"[{string.Join(',', Elements(vector, row, i => Value(vector.Children[0], i, top: false)))}]",
            MapType => $"{{{string.Join(',', Elements(vector, row, i => $"{Key(vector.Children[0], i)}:{Value(vector.Children[1], i, top: false)}").Order(StringComparer.Ordinal))}}}",
            StructType s => $"{{{string.Join(',', s.Fields.Select((field, i) => $"{Quote(field.Name)}:{Value(vector.Children[i], row, top: false)}"))}}}",
            _ => throw new NotSupportedException(vector.Type.SimpleString),
        };
    }

    private delegate int Writer(Span<byte> buffer);

    private static string Text(Writer write)
    {
        Span<byte> buffer = stackalloc byte[128];
        return Encoding.UTF8.GetString(buffer[..write(buffer)]);
    }

    private static IEnumerable<string> Elements(ColumnVector vector, int row, Func<int, string> element)
    {
        var entry = vector.Get<ListEntry>(row);
        return Enumerable.Range(entry.Offset, entry.Length).Select(element);
    }

    private static string Key(ColumnVector keys, int row) => keys.Type is StringType ? Quote(keys.Get<StringView>(row).ToString()) : Value(keys, row, top: false);

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
