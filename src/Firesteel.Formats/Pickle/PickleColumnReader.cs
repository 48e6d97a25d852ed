using System.Globalization;
using System.Text;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Formats.Pickle;

/// <summary>
/// Writes values of pickles into flat vectors the way Spark takes what Python returns: a value of another kind than the
/// column's becomes null, whole numbers of any size fit and are cut, anything becomes text.
/// </summary>
abstract class PickleColumnReader
{
    public static PickleColumnReader For(DataType type) => type switch
    {
        BooleanType => new Bools(),
        IntegralType or DateType or TimestampType or TimestampNTZType or DayTimeIntervalType or YearMonthIntervalType or TimeType => new Integers(PhysicalTypes.SizeOf(PhysicalTypes.Of(type)), exact: type is not IntegralType),
        FloatType => new Floats(),
        DoubleType => new Doubles(),
        DecimalType d => new Decimals(d),
        StringType or CharType or VarcharType => new Texts(),
        BinaryType => new Binaries(),
        VariantType => new Variants(),
        ArrayType a => new Arrays(For(a.ElementType)),
        MapType m => new Maps(For(m.KeyType), For(m.ValueType)),
        StructType s => new Structs([.. s.Fields.Select(f => For(f.DataType))]),
        _ => new Nulls(),
    };

    /// <summary>Writes to a row of a flat vector that has room for it.</summary>
    public void Write(ColumnVector vector, int row, PickleValue value)
    {
        if (value.IsNone || !TryWrite(vector, row, value)) vector.SetNull(row);
    }

    /// <summary>False for a value that the column does not take.</summary>
    protected abstract bool TryWrite(ColumnVector vector, int row, PickleValue value);

    private sealed class Nulls : PickleColumnReader
    {
        protected override bool TryWrite(ColumnVector vector, int row, PickleValue value) => false;
    }

    private sealed class Bools : PickleColumnReader
    {
        protected override bool TryWrite(ColumnVector vector, int row, PickleValue value)
        {
            if (value.Kind != PickleKind.Bool) return false;
            vector.Set(row, (byte)value.Integer);
            return true;
        }
    }

    private sealed class Integers(int size, bool exact) : PickleColumnReader
    {
        protected override bool TryWrite(ColumnVector vector, int row, PickleValue value)
        {
            // Days and months are Java ints: a value beyond is another kind of object, and becomes null.
            if (value.Kind != PickleKind.Int || exact && size == 4 && value.Integer != (int)value.Integer) return false;
            switch (size)
            {
                case 1: vector.Set(row, (sbyte)value.Integer); break;
                case 2: vector.Set(row, (short)value.Integer); break;
                case 4: vector.Set(row, (int)value.Integer); break;
                default: vector.Set(row, value.Integer); break;
            }
            return true;
        }
    }

    private sealed class Floats : PickleColumnReader
    {
        protected override bool TryWrite(ColumnVector vector, int row, PickleValue value)
        {
            if (value.Kind != PickleKind.Float) return false;
            vector.Set(row, (float)value.Float);
            return true;
        }
    }

    private sealed class Doubles : PickleColumnReader
    {
        protected override bool TryWrite(ColumnVector vector, int row, PickleValue value)
        {
            if (value.Kind != PickleKind.Float) return false;
            vector.Set(row, value.Float);
            return true;
        }
    }

    private sealed class Decimals(DecimalType type) : PickleColumnReader
    {
        protected override bool TryWrite(ColumnVector vector, int row, PickleValue value)
        {
            if (value.Kind != PickleKind.Decimal) return false;
            switch (DecimalText.Parse(value.Span, type.Precision, type.Scale, out var unscaled))
            {
                // Python's decimals may be NaN or infinite, which those of SQL are not.
                case NumberParse.Malformed when value.Text.Contains("NaN", StringComparison.OrdinalIgnoreCase) || value.Text.Contains("Infinity", StringComparison.OrdinalIgnoreCase):
                    return false;
                case NumberParse.Malformed: throw new PickleException($"The decimal {value.Text} is not a number.");
                case NumberParse.OutOfRange: throw TooLong(value);
            }
            if (vector.Physical == PhysicalType.Int64) vector.Set(row, (long)unscaled);
            else vector.Set(row, unscaled);
            return true;
        }

        private SparkRuntimeException TooLong(PickleValue value) => new("NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION", new Dictionary<string, string>
        {
            ["roundedValue"] = DecimalText.Rounded(value.Text, type.Scale),
            ["originalValue"] = value.Text,
            ["precision"] = type.Precision.ToString(CultureInfo.InvariantCulture),
            ["scale"] = type.Scale.ToString(CultureInfo.InvariantCulture),
        });
    }

    private sealed class Texts : PickleColumnReader
    {
        protected override bool TryWrite(ColumnVector vector, int row, PickleValue value)
        {
            vector.SetString(row, value.Kind == PickleKind.Text ? value.Span : Encoding.UTF8.GetBytes(JavaText.Of(value)));
            return true;
        }
    }

    private sealed class Binaries : PickleColumnReader
    {
        protected override bool TryWrite(ColumnVector vector, int row, PickleValue value)
        {
            if (value.Kind is not (PickleKind.Bytes or PickleKind.Text)) return false;
            vector.SetString(row, value.Span);
            return true;
        }
    }

    private sealed class Variants : PickleColumnReader
    {
        protected override bool TryWrite(ColumnVector vector, int row, PickleValue value)
        {
            if (value.Kind != PickleKind.Dict || !value.Dict.TryGet("value"u8, out var bytes) || !value.Dict.TryGet("metadata"u8, out var keys)) return false;
            if (bytes.Kind != PickleKind.Bytes || keys.Kind != PickleKind.Bytes) return false;
            VariantBlob.Set(vector, row, bytes.Span, keys.Span);
            return true;
        }
    }

    private sealed class Arrays(PickleColumnReader element) : PickleColumnReader
    {
        protected override bool TryWrite(ColumnVector vector, int row, PickleValue value)
        {
            // Bytes are an array of numbers.
            ReadOnlySpan<PickleValue> elements = value.Kind == PickleKind.Bytes ? Array.ConvertAll(value.Span.ToArray(), b => PickleValue.Of((long)(sbyte)b)) : default;
            if (value.Kind != PickleKind.Bytes && (value.Kind == PickleKind.Set || !value.TryElements(out elements))) return false;
            var child = vector.Children[0];
            var start = child.Count;
            child.EnsureCapacity(start + elements.Length);
            child.Count = start + elements.Length;
            for (var i = 0; i < elements.Length; i++) element.Write(child, start + i, elements[i]);
            vector.Set(row, new ListEntry(start, elements.Length));
            return true;
        }
    }

    private sealed class Maps(PickleColumnReader key, PickleColumnReader item) : PickleColumnReader
    {
        protected override bool TryWrite(ColumnVector vector, int row, PickleValue value)
        {
            if (value.Kind != PickleKind.Dict) return false;
            var dict = value.Dict;
            var (keys, items) = (vector.Children[0], vector.Children[1]);
            var start = keys.Count;
            keys.EnsureCapacity(start + dict.Count);
            items.EnsureCapacity(start + dict.Count);
            keys.Count = items.Count = start + dict.Count;
            for (var i = 0; i < dict.Count; i++)
            {
                key.Write(keys, start + i, dict.Key(i));
                item.Write(items, start + i, dict.Value(i));
            }
            vector.Set(row, new ListEntry(start, dict.Count));
            return true;
        }
    }

    private sealed class Structs(PickleColumnReader[] fields) : PickleColumnReader
    {
        protected override bool TryWrite(ColumnVector vector, int row, PickleValue value)
        {
            if (value.Kind is not (PickleKind.Tuple or PickleKind.Row or PickleKind.List) || !value.TryElements(out var values)) return false;
            PickleRowReader.RequireLength(fields.Length, values.Length);
            for (var c = 0; c < fields.Length; c++)
            {
                vector.Children[c].EnsureCapacity(row + 1);
                fields[c].Write(vector.Children[c], row, values[c]);
            }
            return true;
        }
    }
}
