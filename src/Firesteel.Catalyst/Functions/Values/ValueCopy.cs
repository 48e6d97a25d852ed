using System.Runtime.CompilerServices;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Values;

/// <summary>
/// Copies single values between flat vectors of the same shape. Text is shared, not copied: a kernel's result lives no longer
/// than its arguments.
/// </summary>
static unsafe class ValueCopy
{
    /// <summary>Copies a value or null to a place that exists; children of arrays and maps are appended.</summary>
    public static void One(ColumnVector target, int at, ColumnVector source, int position)
    {
        if (ValueOrder.IsNull(source, position)) { target.SetNull(at); return; }
        switch (target.Physical)
        {
            case PhysicalType.Null: return;
            case PhysicalType.Array or PhysicalType.Map:
                var entry = source.Values<ListEntry>()[position];
                var start = target.Children[0].Count;
                for (var c = 0; c < target.Children.Length; c++) Append(target.Children[c], source.Children[c], entry.Offset, entry.Length);
                target.Set(at, new ListEntry(start, entry.Length));
                return;
            case PhysicalType.Struct:
                for (var c = 0; c < target.Children.Length; c++)
                {
                    target.Children[c].EnsureCapacity(at + 1);
                    One(target.Children[c], at, source.Children[c], position);
                }
                return;
        }
        switch (target.ElementSize)
        {
            case 1: target.Data[at] = source.Data[position]; break;
            case 4: ((int*)target.Data)[at] = ((int*)source.Data)[position]; break;
            case 8: ((long*)target.Data)[at] = ((long*)source.Data)[position]; break;
            default: Unsafe.CopyBlockUnaligned(target.Data + (long)at * target.ElementSize, source.Data + (long)position * source.ElementSize, (uint)source.ElementSize); break;
        }
    }

    /// <summary>Appends a run of entries to a child vector, keeping its <see cref="ColumnVector.Count"/>.</summary>
    public static void Append(ColumnVector child, ColumnVector source, int offset, int length)
    {
        var at = child.Count;
        child.EnsureCapacity(at + length);
        if (!source.HasNulls && child.ElementSize == source.ElementSize && child.Children.Length == 0 && child.ElementSize > 0)
            Unsafe.CopyBlockUnaligned(child.Data + (long)at * child.ElementSize, source.Data + (long)offset * child.ElementSize, (uint)(length * child.ElementSize));
        else
            for (var k = 0; k < length; k++) One(child, at + k, source, offset + k);
        child.Count = at + length;
    }

    /// <summary>Appends one entry to a child vector.</summary>
    public static void AppendOne(ColumnVector child, ColumnVector source, int position)
    {
        var at = child.Count;
        child.EnsureCapacity(at + 1);
        One(child, at, source, position);
        child.Count = at + 1;
    }

    public static void AppendNull(ColumnVector child)
    {
        var at = child.Count;
        child.EnsureCapacity(at + 1);
        child.SetNull(at);
        child.Count = at + 1;
    }

    /// <summary>Appends a value of fixed size to a child vector.</summary>
    public static void AppendValue<T>(ColumnVector child, T value) where T : unmanaged
    {
        var at = child.Count;
        child.EnsureCapacity(at + 1);
        child.Set(at, value);
        child.Count = at + 1;
    }

    /// <summary>Appends text, copying it.</summary>
    public static void AppendText(ColumnVector child, ReadOnlySpan<byte> text)
    {
        var at = child.Count;
        child.EnsureCapacity(at + 1);
        child.SetString(at, text);
        child.Count = at + 1;
    }
}
