using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Formats.Pickle;

/// <summary>
/// Writes the values of a flat vector as PySpark expects them of the JVM: dates as days, timestamps and intervals as
/// microseconds, arrays as lists, maps as dicts, structs as rows with their schema.
/// </summary>
abstract unsafe class PickleColumnWriter
{
    /// <param name="binaryAsBytes">Whether BINARY becomes bytes, else bytearray.</param>
    public static PickleColumnWriter For(DataType type, bool binaryAsBytes) => PhysicalTypes.Of(type) switch
    {
        PhysicalType.Null => new Nulls(),
        PhysicalType.Bool => new Bools(),
        PhysicalType.Int8 => new Int8s(),
        PhysicalType.Int16 => new Int16s(),
        PhysicalType.Int32 => new Int32s(),
        PhysicalType.Int64 when type is DecimalType => new Decimals(((DecimalType)type).Scale, wide: false),
        PhysicalType.Int64 => new Int64s(),
        PhysicalType.Int128 => new Decimals(((DecimalType)type).Scale, wide: true),
        PhysicalType.Float32 => new Floats(),
        PhysicalType.Float64 => new Doubles(),
        PhysicalType.String when type is BinaryType => binaryAsBytes ? new Binaries() : new ByteArrays(),
        PhysicalType.String when type is VariantType => new Variants(),
        PhysicalType.String => new Texts(),
        PhysicalType.Interval => new Intervals(),
        PhysicalType.Array => new Lists(For(((ArrayType)type).ElementType, binaryAsBytes)),
        PhysicalType.Map => new Dicts(For(((MapType)type).KeyType, binaryAsBytes), For(((MapType)type).ValueType, binaryAsBytes)),
        _ => new Structs((StructType)type, binaryAsBytes),
    };

    /// <summary>The pickle of one value, which stands first in a flat vector.</summary>
    public static byte[] WriteOne(ColumnVector flat)
    {
        var output = new PickleBuffer();
        output.Start();
        For(flat.Type, binaryAsBytes: true).Write(output, flat, 0);
        output.Stop();
        return output.Written.ToArray();
    }

    public void Write(PickleBuffer output, ColumnVector flat, int row)
    {
        if (flat.Nulls != null && flat.Nulls[row] != 0) output.None();
        else WriteValue(output, flat, row);
    }

    protected abstract void WriteValue(PickleBuffer output, ColumnVector flat, int row);

    private sealed class Nulls : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row) => output.None();
    }

    private sealed class Bools : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row) => output.Bool(flat.Data[row] != 0);
    }

    private sealed class Int8s : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row) => output.Int(((sbyte*)flat.Data)[row]);
    }

    private sealed class Int16s : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row) => output.Int(((short*)flat.Data)[row]);
    }

    private sealed class Int32s : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row) => output.Int(((int*)flat.Data)[row]);
    }

    private sealed class Int64s : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row) => output.Int(((long*)flat.Data)[row]);
    }

    private sealed class Floats : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row) => output.Float(((float*)flat.Data)[row]);
    }

    private sealed class Doubles : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row) => output.Float(((double*)flat.Data)[row]);
    }

    private sealed class Decimals(int scale, bool wide) : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row)
        {
            output.Global("decimal", "Decimal");
            Span<byte> text = stackalloc byte[EngineeringText.MaxLength];
            var length = EngineeringText.Write(wide ? ((Int128*)flat.Data)[row] : ((long*)flat.Data)[row], scale, text);
            output.Text(text[..length]);
            output.Op(PickleOpcode.Tuple1);
            output.Op(PickleOpcode.Reduce);
        }
    }

    private sealed class Texts : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row) => output.Text(((StringView*)flat.Data)[row].Span);
    }

    private sealed class Binaries : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row) => output.Binary(((StringView*)flat.Data)[row].Span);
    }

    private sealed class ByteArrays : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row) => output.ByteArray(((StringView*)flat.Data)[row].Span);
    }

    private sealed class Variants : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row)
        {
            VariantBlob.Split(((StringView*)flat.Data)[row].Span, out var value, out var metadata);
            output.Op(PickleOpcode.EmptyDict);
            output.Op(PickleOpcode.Mark);
            output.Text("value"u8);
            output.ByteArray(value);
            output.Text("metadata"u8);
            output.ByteArray(metadata);
            output.Op(PickleOpcode.SetItems);
        }
    }

    private sealed class Intervals : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row)
        {
            var interval = ((CalendarInterval*)flat.Data)[row];
            output.Op(PickleOpcode.EmptyDict);
            output.Op(PickleOpcode.Mark);
            output.Text("months"u8);
            output.Int(interval.Months);
            output.Text("days"u8);
            output.Int(interval.Days);
            output.Text("microseconds"u8);
            output.Int(interval.Microseconds);
            output.Op(PickleOpcode.SetItems);
        }
    }

    private sealed class Lists(PickleColumnWriter element) : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row)
        {
            var entry = ((ListEntry*)flat.Data)[row];
            output.Op(PickleOpcode.EmptyList);
            if (entry.Length == 0) return;
            output.Op(PickleOpcode.Mark);
            for (var i = 0; i < entry.Length; i++) element.Write(output, flat.Children[0], entry.Offset + i);
            output.Op(PickleOpcode.Appends);
        }
    }

    private sealed class Dicts(PickleColumnWriter key, PickleColumnWriter value) : PickleColumnWriter
    {
        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row)
        {
            var entry = ((ListEntry*)flat.Data)[row];
            output.Op(PickleOpcode.EmptyDict);
            if (entry.Length == 0) return;
            var order = JavaHashOrder.Of(flat.Children[0], entry);
            output.Op(PickleOpcode.Mark);
            for (var i = 0; i < entry.Length; i++)
            {
                var position = order?[i] ?? entry.Offset + i;
                key.Write(output, flat.Children[0], position);
                value.Write(output, flat.Children[1], position);
            }
            output.Op(PickleOpcode.SetItems);
        }
    }

    private sealed class Structs(StructType schema, bool binaryAsBytes) : PickleColumnWriter
    {
        private readonly PickleRowForm _form = PickleRowForm.Named(schema with { UserDefined = null });
        private readonly PickleColumnWriter[] _fields = [.. schema.Fields.Select(f => For(f.DataType, binaryAsBytes))];

        protected override void WriteValue(PickleBuffer output, ColumnVector flat, int row)
        {
            _form.Begin(output);
            for (var c = 0; c < _fields.Length; c++) _fields[c].Write(output, flat.Children[c], row);
            _form.End(output);
        }
    }
}
