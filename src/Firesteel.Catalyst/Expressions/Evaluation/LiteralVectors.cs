using System.Text;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>Single values between vectors and the forms that <see cref="Literal.Value"/> has.</summary>
static class LiteralVectors
{
    /// <summary>Makes the vector a constant of the value.</summary>
    public static void Fill(ColumnVector vector, object? value)
    {
        vector.Reset(1);
        Write(vector, 0, value);
        vector.MakeConstant();
    }

    /// <summary>Writes a value to a row of a flat vector that has room for it.</summary>
    public static void Write(ColumnVector vector, int row, object? value)
    {
        if (value is null || vector.Physical == PhysicalType.Null) { vector.SetNull(row); return; }
        switch (value)
        {
            case bool v: vector.Set(row, v); break;
            case sbyte v: vector.Set(row, v); break;
            case short v: vector.Set(row, v); break;
            case int v: vector.Set(row, v); break;
            case long v: vector.Set(row, v); break;
            case float v: vector.Set(row, v); break;
            case double v: vector.Set(row, v); break;
            case Int128 v when vector.Physical == PhysicalType.Int64: vector.Set(row, (long)v); break;
            case Int128 v: vector.Set(row, v); break;
            case string v: WriteText(vector, row, v); break;
            case BinaryValue v: vector.SetString(row, v.Bytes); break;
            case CalendarInterval v: vector.Set(row, v); break;
            case NestedValue v: WriteNested(vector, row, v); break;
            default: throw new ArgumentException($"No literal form: {value.GetType()}", nameof(value));
        }
    }

    /// <summary>Value of a row in any encoding.</summary>
    public static object? Read(ColumnVector vector, int row)
    {
        if (vector.Physical == PhysicalType.Null || vector.IsNull(row)) return null;
        return ReadValue(Columnar.Kernels.ValueComparer.Locate(vector, ref row), row);
    }

    private static object ReadValue(ColumnVector flat, int row)
    {
        switch (flat.Physical)
        {
            case PhysicalType.Bool: return flat.Get<bool>(row);
            case PhysicalType.Int8: return flat.Get<sbyte>(row);
            case PhysicalType.Int16: return flat.Get<short>(row);
            case PhysicalType.Int32: return flat.Get<int>(row);
            case PhysicalType.Int64: return flat.Type is DecimalType ? (object)(Int128)flat.Get<long>(row) : flat.Get<long>(row);
            case PhysicalType.Int128: return flat.Get<Int128>(row);
            case PhysicalType.Float32: return flat.Get<float>(row);
            case PhysicalType.Float64: return flat.Get<double>(row);
            case PhysicalType.Interval: return flat.Get<CalendarInterval>(row);
            case PhysicalType.String:
                var bytes = flat.Get<StringView>(row).Span;
                return flat.Type is BinaryType or VariantType ? new BinaryValue(bytes.ToArray()) : Encoding.UTF8.GetString(bytes);
            case PhysicalType.Struct: return new NestedValue(new ValueList<object?>(flat.Children.Select(c => Read(c, row))));
            default:
                var entry = flat.Get<ListEntry>(row);
                var items = new object?[entry.Length * flat.Children.Length];
                for (var i = 0; i < items.Length; i++)
                    items[i] = Read(flat.Children[i % flat.Children.Length], entry.Offset + i / flat.Children.Length);
                return new NestedValue(new ValueList<object?>(items));
        }
    }

    private static void WriteText(ColumnVector vector, int row, string text) => vector.SetString(row, Encoding.UTF8.GetBytes(text));

    private static void WriteNested(ColumnVector vector, int row, NestedValue value)
    {
        var children = vector.Children;
        if (vector.Physical == PhysicalType.Struct)
        {
            for (var c = 0; c < children.Length; c++)
            {
                children[c].EnsureCapacity(row + 1);
                Write(children[c], row, value.Items[c]);
            }
            return;
        }
        var (start, length) = (children[0].Count, value.Items.Count / children.Length);
        foreach (var child in children)
        {
            child.EnsureCapacity(start + length);
            child.Count = start + length;
        }
        for (var i = 0; i < value.Items.Count; i++) Write(children[i % children.Length], start + i / children.Length, value.Items[i]);
        vector.Set(row, new ListEntry(start, length));
    }
}
