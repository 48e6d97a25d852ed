using System.Runtime.CompilerServices;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>
/// Room for one value of any type in a state: fixed-width values lie in it, text in the store's arena (where a slot keeps what it
/// has been given, to write over), nested values in a vector of one row.
/// </summary>
sealed unsafe class ValueSlots(DataType type)
{
    private readonly PhysicalType _physical = PhysicalTypes.Of(type);

    /// <summary>Bytes of a slot.</summary>
    public const int Size = 32;

    private struct Slot
    {
        public Int128 Value;
        public int Capacity;
        public int Handle;
        public byte IsSet;
        public byte IsNull;
    }

    public DataType Type => type;

    public void Clear(byte* slot) => *(Slot*)slot = default;

    /// <summary>Whether anything was stored, null included.</summary>
    public bool IsSet(byte* slot) => ((Slot*)slot)->IsSet != 0;

    public bool HasValue(byte* slot) => ((Slot*)slot)->IsSet != 0 && ((Slot*)slot)->IsNull == 0;

    /// <summary>Stores a row's value, or that it is null.</summary>
    public void Store(byte* slot, ColumnVector vector, int row, AggregateStore store)
    {
        var s = (Slot*)slot;
        s->IsSet = 1;
        s->IsNull = ValueComparer.IsNull(vector, row) ? (byte)1 : (byte)0;
        if (s->IsNull != 0) return;
        var flat = ValueComparer.Locate(vector, ref row);
        switch (_physical)
        {
            case PhysicalType.String:
                var text = flat.Values<StringView>()[row];
                var target = (*(StringView*)&s->Value).Data;
                if (text.Length > s->Capacity || target == null)
                {
                    s->Capacity = Math.Max(text.Length, 16);
                    target = store.Arena.Allocate(s->Capacity);
                }
                text.Span.CopyTo(new Span<byte>(target, s->Capacity));
                *(StringView*)&s->Value = new StringView(target, text.Length);
                break;
            case PhysicalType.Array or PhysicalType.Map or PhysicalType.Struct:
                if (s->Handle == 0) s->Handle = store.Add(new ColumnVector(type, store.Allocator));
                var holder = store.Get<ColumnVector>(s->Handle);
                holder.Reset(1);
                VectorCopy.AppendRow(holder, 0, flat, row);
                break;
            default:
                Unsafe.CopyBlockUnaligned(&s->Value, flat.Data + (long)row * flat.ElementSize, (uint)flat.ElementSize);
                break;
        }
    }

    /// <summary>Writes the value to a row of a flat vector; null where there is none.</summary>
    public void Load(byte* slot, ColumnVector result, int row, AggregateStore store)
    {
        var s = (Slot*)slot;
        if (!HasValue(slot)) { result.SetNull(row); return; }
        switch (_physical)
        {
            case PhysicalType.String: result.SetString(row, ((StringView*)&s->Value)->Span); break;
            case PhysicalType.Array or PhysicalType.Map or PhysicalType.Struct: VectorCopy.AppendRow(result, row, store.Get<ColumnVector>(s->Handle), 0); break;
            default: Unsafe.CopyBlockUnaligned(result.Data + (long)row * result.ElementSize, &s->Value, (uint)result.ElementSize); break;
        }
    }

    /// <summary>Order of a row's value, which is not null, against the stored one, which is not either.</summary>
    public int Compare(ColumnVector vector, int row, byte* slot, AggregateStore store)
    {
        var s = (Slot*)slot;
        var flat = ValueComparer.Locate(vector, ref row);
        return _physical switch
        {
            PhysicalType.String => flat.Values<StringView>()[row].CompareTo(*(StringView*)&s->Value),
            PhysicalType.Array or PhysicalType.Map or PhysicalType.Struct => ValueComparer.Compare(flat, row, store.Get<ColumnVector>(s->Handle), 0),
            PhysicalType.Bool or PhysicalType.Int8 => flat.Values<sbyte>()[row].CompareTo(*(sbyte*)&s->Value),
            PhysicalType.Int16 => flat.Values<short>()[row].CompareTo(*(short*)&s->Value),
            PhysicalType.Int32 => flat.Values<int>()[row].CompareTo(*(int*)&s->Value),
            PhysicalType.Int64 => flat.Values<long>()[row].CompareTo(*(long*)&s->Value),
            PhysicalType.Float32 => FloatingOrder<float>.Compare(flat.Values<float>()[row], *(float*)&s->Value),
            PhysicalType.Float64 => FloatingOrder<double>.Compare(flat.Values<double>()[row], *(double*)&s->Value),
            PhysicalType.Int128 => flat.Values<Int128>()[row].CompareTo(s->Value),
            _ => 0,
        };
    }
}
