using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Columnar.Arrow;

/// <summary>One column of a record batch over the stream's memory.</summary>
sealed unsafe record ArrowArray(ArrowField Field, int Length)
{
    private const long MicrosPerSecond = 1_000_000;

    public int NullCount { get; init; }
    public ReadOnlyMemory<byte> Validity { get; init; }
    public ReadOnlyMemory<byte> Offsets { get; init; }
    public ReadOnlyMemory<byte> Values { get; init; }
    /// <summary>Where views lead to.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Data { get; init; } = [];

    public ArrowArray? Dictionary { get; init; }
    public IReadOnlyList<ArrowArray> Children { get; init; } = [];

    /// <summary>Copies rows to a flat vector of the field's type that has room for them.</summary>
    public void CopyTo(ColumnVector target, int start, int count, int at)
    {
        if (start + count > Length) throw new FormatException("An Arrow column is too short.");
        if (Field.Id == ArrowTypeId.Null)
        {
            for (var k = 0; k < count; k++) target.SetNull(at + k);
            return;
        }
        if (NullCount != 0 && Validity.Length > 0) CopyNulls(target, start, count, at);
        if (Dictionary != null)
        {
            for (var k = 0; k < count; k++)
                if (!IsNull(start + k)) Dictionary.CopyTo(target, Index(start + k), 1, at + k);
            return;
        }
        CopyValues(target, start, count, at);
    }

    private void CopyNulls(ColumnVector target, int start, int count, int at)
    {
        var bits = Validity.Span;
        for (var k = 0; k < count; k++)
        {
            var row = start + k;
            if ((bits[row >> 3] >> (row & 7) & 1) == 0) target.SetNull(at + k);
        }
    }

    private bool IsNull(int row) => NullCount != 0 && Validity.Length > 0 && (Validity.Span[row >> 3] >> (row & 7) & 1) == 0;

    private int Index(int row) => Field.IndexWidth switch
    {
        8 => Values.Span[row],
        16 => BinaryPrimitives.ReadUInt16LittleEndian(Values.Span[(2 * row)..]),
        32 => Read<int>(row),
        _ => checked((int)Read<long>(row)),
    };

    private void CopyValues(ColumnVector target, int start, int count, int at)
    {
        switch (Field.Id)
        {
            case ArrowTypeId.Bool:
                for (var k = 0; k < count; k++) target.Set(at + k, (byte)(Values.Span[(start + k) >> 3] >> ((start + k) & 7) & 1));
                break;
            case ArrowTypeId.Int: Integers(target, start, count, at); break;
            case ArrowTypeId.FloatingPoint when Field.Width == 16:
                for (var k = 0; k < count; k++) target.Set(at + k, (float)Read<Half>(start + k));
                break;
            case ArrowTypeId.FloatingPoint when Field.Width == 32: Plain<float>(target, start, count, at); break;
            case ArrowTypeId.FloatingPoint: Plain<double>(target, start, count, at); break;
            case ArrowTypeId.Decimal when target.Physical == PhysicalType.Int64:
                for (var k = 0; k < count; k++) target.Set(at + k, (long)Decimal(start + k));
                break;
            case ArrowTypeId.Decimal:
                for (var k = 0; k < count; k++) target.Set(at + k, Decimal(start + k));
                break;
            case ArrowTypeId.Date when Field.Unit == ArrowTimeUnit.Second: Plain<int>(target, start, count, at); break;
            case ArrowTypeId.Date:
                for (var k = 0; k < count; k++) target.Set(at + k, (int)Math.DivRem(Read<long>(start + k), 86_400_000).Quotient);
                break;
            case ArrowTypeId.Interval when target.Physical == PhysicalType.Int32: Plain<int>(target, start, count, at); break;
            case ArrowTypeId.Interval:
                for (var k = 0; k < count; k++) target.Set(at + k, Interval(start + k));
                break;
            case ArrowTypeId.Time:
                for (var k = 0; k < count; k++) target.Set(at + k, Nanos(start + k));
                break;
            case ArrowTypeId.Timestamp or ArrowTypeId.Duration:
                for (var k = 0; k < count; k++) target.Set(at + k, IsNull(start + k) ? 0 : Micros(start + k));
                break;
            case ArrowTypeId.Utf8 or ArrowTypeId.Binary or ArrowTypeId.LargeUtf8 or ArrowTypeId.LargeBinary or ArrowTypeId.FixedSizeBinary:
                for (var k = 0; k < count; k++)
                {
                    if (IsNull(start + k)) continue;
                    var (from, length) = Range(start + k);
                    target.SetString(at + k, Values.Span.Slice(from, length));
                }
                break;
            case ArrowTypeId.Utf8View or ArrowTypeId.BinaryView:
                for (var k = 0; k < count; k++)
                    if (!IsNull(start + k)) target.SetString(at + k, View(start + k));
                break;
            case ArrowTypeId.Struct when target.Type is VariantType: Variants(target, start, count, at); break;
            case ArrowTypeId.Struct:
                for (var c = 0; c < Children.Count; c++)
                {
                    target.Children[c].EnsureCapacity(at + count);
                    Children[c].CopyTo(target.Children[c], start, count, at);
                }
                break;
            default: Lists(target, start, count, at); break;
        }
    }

    private void Lists(ColumnVector target, int start, int count, int at)
    {
        var items = Field.Id == ArrowTypeId.Map ? Children[0].Children : Children;
        for (var k = 0; k < count; k++)
        {
            if (IsNull(start + k)) continue;
            var ((from, length), place) = (Range(start + k), target.Children[0].Count);
            for (var c = 0; c < items.Count; c++)
            {
                var child = target.Children[c];
                child.EnsureCapacity(place + length);
                items[c].CopyTo(child, from, length, place);
                child.Count = place + length;
            }
            target.Set(at + k, new ListEntry(place, length));
        }
    }

    private void Variants(ColumnVector target, int start, int count, int at)
    {
        if (Part("value") is not { } values || Part("metadata") is not { } keys) throw Columnar.Variants.VariantFormat.Malformed();
        for (var k = 0; k < count; k++)
        {
            if (IsNull(start + k)) continue;
            Columnar.Variants.VariantBlob.Set(target, at + k, values.Bytes(start + k), keys.Bytes(start + k));
        }
    }

    private ArrowArray? Part(string name) => Children.FirstOrDefault(c => c.Field.Name == name && c.Field.Id is ArrowTypeId.Binary or ArrowTypeId.LargeBinary);

    private ReadOnlySpan<byte> Bytes(int row)
    {
        var (from, length) = Range(row);
        return Values.Span.Slice(from, length);
    }

    // Sixteen bytes: the length, then up to twelve bytes themselves, or their first four, the buffer that holds them all and the place in it.
    private ReadOnlySpan<byte> View(int row)
    {
        var view = Values.Span.Slice(16 * row, 16);
        var length = BinaryPrimitives.ReadInt32LittleEndian(view);
        return length <= 12 ? view.Slice(4, length) : Data[BinaryPrimitives.ReadInt32LittleEndian(view[8..])].Span.Slice(BinaryPrimitives.ReadInt32LittleEndian(view[12..]), length);
    }

    private (int From, int Length) Range(int row)
    {
        if (Field.Id is ArrowTypeId.FixedSizeBinary or ArrowTypeId.FixedSizeList) return (row * Field.Width, Field.Width);
        if (Field.Id is ArrowTypeId.LargeUtf8 or ArrowTypeId.LargeBinary or ArrowTypeId.LargeList)
        {
            var wide = MemoryMarshal.Cast<byte, long>(Offsets.Span);
            return (checked((int)wide[row]), checked((int)(wide[row + 1] - wide[row])));
        }
        var offsets = MemoryMarshal.Cast<byte, int>(Offsets.Span);
        return (offsets[row], offsets[row + 1] - offsets[row]);
    }

    private void Integers(ColumnVector target, int start, int count, int at)
    {
        switch (Field.Width, Field.IsSigned)
        {
            case (8, true): Plain<sbyte>(target, start, count, at); break;
            case (16, true): Plain<short>(target, start, count, at); break;
            case (32, true): Plain<int>(target, start, count, at); break;
            case (64, true): Plain<long>(target, start, count, at); break;
            default:
                for (var k = 0; k < count; k++)
                    switch (Field.Width)
                    {
                        case 8: target.Set(at + k, (short)Read<byte>(start + k)); break;
                        case 16: target.Set(at + k, (int)Read<ushort>(start + k)); break;
                        case 32: target.Set(at + k, (long)Read<uint>(start + k)); break;
                        default: target.Set(at + k, (Int128)Read<ulong>(start + k)); break;
                    }
                break;
        }
    }

    private void Plain<T>(ColumnVector target, int start, int count, int at) where T : unmanaged
    {
        MemoryMarshal.Cast<byte, T>(Values.Span).Slice(start, count).CopyTo(new Span<T>(target.Values<T>() + at, count));
    }

    private T Read<T>(int row) where T : unmanaged => MemoryMarshal.Cast<byte, T>(Values.Span)[row];

    private Int128 Decimal(int row) => Field.Width switch
    {
        32 => Read<int>(row),
        64 => Read<long>(row),
        128 => Read<Int128>(row),
        // The upper half of 256 bits repeats the sign.
        _ => Read<Int128>(2 * row),
    };

    private CalendarInterval Interval(int row)
    {
        var bytes = Values.Span.Slice(16 * row, 16);
        return new(BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]) / 1000);
    }

    private long Nanos(int row)
    {
        var value = Field.Width == 32 ? Read<int>(row) : Read<long>(row);
        return Field.Unit switch { ArrowTimeUnit.Second => value * 1_000_000_000, ArrowTimeUnit.Millisecond => value * MicrosPerSecond, ArrowTimeUnit.Microsecond => value * 1000, _ => value };
    }

    private long Micros(int row)
    {
        var value = Read<long>(row);
        return Field.Unit switch
        {
            ArrowTimeUnit.Second => checked(value * MicrosPerSecond),
            ArrowTimeUnit.Millisecond => checked(value * 1000),
            ArrowTimeUnit.Microsecond => value,
            _ => (value - ((value % 1000) + 1000) % 1000) / 1000,
        };
    }
}
