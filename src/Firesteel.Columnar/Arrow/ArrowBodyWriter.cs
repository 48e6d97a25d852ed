using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Columnar.Arrow;

/// <summary>
/// The buffers of record batches, each behind its head: for each column, depth first, validity, offsets and values, each padded to eight bytes.
/// Batches lie one behind the other until they are cleared.
/// </summary>
sealed unsafe class ArrowBodyWriter
{
    private byte[] _bytes = new byte[4096];
    private int[] _allRows = [];

    // Whether the rows that are being written are all of the vector's, in order.
    private bool _isDense;
    private int _used;

    // Where the batch in the making begins, and its buffers behind the room for its head.
    private int _start;
    private int _body;
    private int _headRoom;

    /// <summary>Length and number of nulls of each column.</summary>
    public List<(long, long)> Nodes { get; } = [];

    /// <summary>Place and length of each buffer.</summary>
    public List<(long, long)> Buffers { get; } = [];

    /// <summary>Whether texts and bytes have offsets of 64 bits.</summary>
    public bool LargeVariables { get; set; }

    /// <summary>The finished batches.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _used);

    /// <summary>Bytes of the buffers of the batch in the making.</summary>
    public int BodyLength => _used - _body;

    public void Clear() => _used = 0;

    /// <summary>Gives the finished batches away with the array that they lie in, and goes on in another.</summary>
    public ArraySegment<byte> Take(byte[] next)
    {
        var taken = new ArraySegment<byte>(_bytes, 0, _used);
        (_bytes, _used) = (next, 0);
        return taken;
    }

    /// <summary>Begins a batch.</summary>
    public void Start()
    {
        Nodes.Clear();
        Buffers.Clear();
        _isDense = false;
        _start = _used;
        _used += _headRoom;
        _body = _used;
    }

    /// <summary>Ends a batch: puts its head in front of its buffers.</summary>
    public void Finish(ReadOnlySpan<byte> head)
    {
        if (head.Length != _headRoom)
        {
            // The heads of a stream's batches are of one length, which the first one tells.
            var moved = head.Length - _headRoom;
            EnsureRoom(Math.Max(0, moved));
            _bytes.AsSpan(_body, BodyLength).CopyTo(_bytes.AsSpan(_body + moved));
            _used += moved;
            _headRoom = head.Length;
        }
        head.CopyTo(_bytes.AsSpan(_start));
    }

    /// <summary>A struct that is never null; its fields are added next.</summary>
    public void AddStruct(int rows)
    {
        Nodes.Add((rows, 0));
        Buffers.Add((BodyLength, 0));
    }

    public void Add(ColumnVector column, Selection selection)
    {
        if (selection.IsDense)
        {
            _isDense = true;
            Add(column, AllRows(selection.Count));
            _isDense = false;
            return;
        }
        var rows = new int[selection.Count];
        for (var k = 0; k < rows.Length; k++) rows[k] = selection[k];
        Add(column, rows);
    }

    private ReadOnlySpan<int> AllRows(int count)
    {
        if (_allRows.Length < count)
        {
            _allRows = new int[Math.Max(count, 2 * _allRows.Length)];
            for (var k = 0; k < _allRows.Length; k++) _allRows[k] = k;
        }
        return _allRows.AsSpan(0, count);
    }

    // Where a struct is null so are its fields, whose vectors hold nothing there.
    private void Add(ColumnVector vector, ReadOnlySpan<int> rows, bool[]? around = null)
    {
        if (vector.Physical == PhysicalType.Null)
        {
            Nodes.Add((rows.Length, rows.Length));
            return;
        }
        var nulls = Validity(vector, rows, around);
        if (vector.Encoding != VectorEncoding.Flat)
        {
            var wasDense = _isDense;
            _isDense = false;
            // Values of the entry or entries that the rows name.
            var entries = new int[rows.Length];
            if (vector.Encoding == VectorEncoding.Dictionary)
                for (var k = 0; k < rows.Length; k++) entries[k] = vector.Codes[rows[k]];
            Values(vector.Encoding == VectorEncoding.Dictionary ? vector.Dictionary! : vector, entries, nulls);
            _isDense = wasDense;
            return;
        }
        Values(vector, rows, nulls);
    }

    private bool[]? Validity(ColumnVector vector, ReadOnlySpan<int> rows, bool[]? around)
    {
        var (nulls, count) = ((bool[]?)null, 0);
        if (vector.HasNulls || around != null)
        {
            nulls = new bool[rows.Length];
            for (var k = 0; k < rows.Length; k++)
                if (nulls[k] = around != null && around[k] || vector.IsNull(rows[k])) count++;
        }
        Nodes.Add((rows.Length, count));
        if (count == 0)
        {
            Buffers.Add((BodyLength, 0));
            return null;
        }
        var bits = Buffer((rows.Length + 7) / 8);
        for (var k = 0; k < rows.Length; k++)
            if (!nulls![k]) bits[k >> 3] |= (byte)(1 << (k & 7));
        return nulls;
    }

    private void Values(ColumnVector vector, ReadOnlySpan<int> rows, bool[]? nulls)
    {
        switch (vector.Physical)
        {
            case PhysicalType.Bool:
                var bits = Buffer((rows.Length + 7) / 8);
                for (var k = 0; k < rows.Length; k++)
                    if ((nulls == null || !nulls[k]) && vector.Data[rows[k]] != 0) bits[k >> 3] |= (byte)(1 << (k & 7));
                break;
            case PhysicalType.Int8: Fixed<byte>(vector, rows, nulls); break;
            case PhysicalType.Int16: Fixed<short>(vector, rows, nulls); break;
            case PhysicalType.Int32 or PhysicalType.Float32: Fixed<int>(vector, rows, nulls); break;
            case PhysicalType.Int64 when vector.Type is DecimalType:
                var wide = MemoryMarshal.Cast<byte, Int128>(Buffer(16 * rows.Length));
                for (var k = 0; k < rows.Length; k++) wide[k] = nulls != null && nulls[k] ? default : ((long*)vector.Data)[rows[k]];
                break;
            case PhysicalType.Int64 or PhysicalType.Float64: Fixed<long>(vector, rows, nulls); break;
            case PhysicalType.Int128: Fixed<Int128>(vector, rows, nulls); break;
            case PhysicalType.Interval: Intervals(vector, rows, nulls); break;
            case PhysicalType.String when vector.Type is VariantType: Variants(vector, rows, nulls); break;
            case PhysicalType.String: Texts(vector, rows, nulls); break;
            case PhysicalType.Struct:
                foreach (var child in vector.Children) Add(child, rows, nulls);
                break;
            default: Lists(vector, rows, nulls); break;
        }
    }

    private void Fixed<T>(ColumnVector vector, ReadOnlySpan<int> rows, bool[]? nulls) where T : unmanaged
    {
        var target = MemoryMarshal.Cast<byte, T>(Unset(sizeof(T) * rows.Length));
        var values = vector.Values<T>();
        if (nulls == null && _isDense) new ReadOnlySpan<T>(values, rows.Length).CopyTo(target);
        else if (nulls == null)
            for (var k = 0; k < rows.Length; k++) target[k] = values[rows[k]];
        else
            for (var k = 0; k < rows.Length; k++) target[k] = nulls[k] ? default : values[rows[k]];
    }

    // Months, days, nanoseconds: 16 bytes.
    private void Intervals(ColumnVector vector, ReadOnlySpan<int> rows, bool[]? nulls)
    {
        var target = Buffer(16 * rows.Length);
        for (var k = 0; k < rows.Length; k++)
        {
            if (nulls != null && nulls[k]) continue;
            var value = vector.Values<CalendarInterval>()[rows[k]];
            BinaryPrimitives.WriteInt32LittleEndian(target[(16 * k)..], value.Months);
            BinaryPrimitives.WriteInt32LittleEndian(target[(16 * k + 4)..], value.Days);
            BinaryPrimitives.WriteInt64LittleEndian(target[(16 * k + 8)..], checked(value.Microseconds * 1000));
        }
    }

    private void Texts(ColumnVector vector, ReadOnlySpan<int> rows, bool[]? nulls)
    {
        var views = vector.Values<StringView>();
        if (_isDense && nulls == null && !LargeVariables && AreShort(views, rows.Length))
        {
            ShortTexts(views, rows.Length);
            return;
        }
        var total = LargeVariables ? Offsets<long>(views, rows, nulls) : Offsets<int>(views, rows, nulls);
        fixed (byte* bytes = Unset(total))
        {
            // What is written behind a short text is overwritten by the next one.
            var (at, last) = (0, total - sizeof(uint));
            for (var k = 0; k < rows.Length; k++)
            {
                if (nulls != null && nulls[k]) continue;
                var view = views + (_isDense ? k : rows[k]);
                if (view->Length <= sizeof(uint) && at <= last) Unsafe.WriteUnaligned(bytes + at, view->Prefix);
                else view->CopyTo(bytes + at);
                at += view->Length;
            }
        }
    }

    private static bool AreShort(StringView* views, int count)
    {
        var longest = 0;
        for (var k = 0; k < count && longest <= sizeof(uint); k++) longest = Math.Max(longest, views[k].Length);
        return longest <= sizeof(uint);
    }

    // A view knows its first four bytes: such texts need not be looked up, and what is written behind one is overwritten by the next.
    private void ShortTexts(StringView* views, int count)
    {
        // Room for both buffers, so that the first one stays where it is.
        EnsureRoom(checked((2 * count + 4) * sizeof(uint)));
        fixed (byte* ends = Unset(sizeof(int) * (count + 1)))
        fixed (byte* bytes = &_bytes[_used])
        {
            var end = (int*)ends;
            var at = 0;
            *end++ = at;
            for (var k = 0; k < count; k++)
            {
                Unsafe.WriteUnaligned(bytes + at, views[k].Prefix);
                at += views[k].Length;
                *end++ = at;
            }
            Unset(at);
        }
    }

    // Where each text ends; returns the bytes of all.
    private int Offsets<T>(StringView* views, ReadOnlySpan<int> rows, bool[]? nulls) where T : unmanaged, IBinaryInteger<T>
    {
        var ends = MemoryMarshal.Cast<byte, T>(Unset(sizeof(T) * (rows.Length + 1)));
        ends[0] = T.Zero;
        var total = 0L;
        for (var k = 0; k < rows.Length; k++)
        {
            if (nulls == null || !nulls[k]) total += views[_isDense ? k : rows[k]].Length;
            ends[k + 1] = T.CreateTruncating(total);
        }
        return checked((int)total);
    }

    // A struct of value and metadata, neither of them null.
    private void Variants(ColumnVector vector, ReadOnlySpan<int> rows, bool[]? nulls)
    {
        Half(vector, rows, nulls, ofMetadata: false);
        Half(vector, rows, nulls, ofMetadata: true);
    }

    private void Half(ColumnVector vector, ReadOnlySpan<int> rows, bool[]? nulls, bool ofMetadata)
    {
        Nodes.Add((rows.Length, 0));
        Buffers.Add((BodyLength, 0));
        var views = vector.Values<StringView>();
        var total = 0;
        var offsets = Buffer((LargeVariables ? 8 : 4) * (rows.Length + 1));
        for (var k = 0; k < rows.Length; k++)
        {
            if (nulls == null || !nulls[k]) total = checked(total + Half(views[rows[k]], ofMetadata).Length);
            if (LargeVariables) MemoryMarshal.Cast<byte, long>(offsets)[k + 1] = total;
            else MemoryMarshal.Cast<byte, int>(offsets)[k + 1] = total;
        }
        var bytes = Buffer(total);
        var at = 0;
        for (var k = 0; k < rows.Length; k++)
        {
            if (nulls != null && nulls[k]) continue;
            var part = Half(views[rows[k]], ofMetadata);
            part.CopyTo(bytes[at..]);
            at += part.Length;
        }
    }

    private static ReadOnlySpan<byte> Half(StringView blob, bool ofMetadata)
    {
        Columnar.Variants.VariantBlob.Split(blob.Span, out var value, out var metadata);
        return ofMetadata ? metadata : value;
    }

    private void Lists(ColumnVector vector, ReadOnlySpan<int> rows, bool[]? nulls)
    {
        var entries = vector.Values<ListEntry>();
        var offsets = MemoryMarshal.Cast<byte, int>(Buffer(4 * (rows.Length + 1)));
        var total = 0;
        for (var k = 0; k < rows.Length; k++)
        {
            if (nulls == null || !nulls[k]) total = checked(total + entries[rows[k]].Length);
            offsets[k + 1] = total;
        }
        var (items, next) = (new int[total], 0);
        for (var k = 0; k < rows.Length; k++)
        {
            if (nulls != null && nulls[k]) continue;
            var entry = entries[rows[k]];
            for (var i = 0; i < entry.Length; i++) items[next++] = entry.Offset + i;
        }
        if (vector.Physical == PhysicalType.Map)
        {
            // Entries are a struct that is never null.
            Nodes.Add((total, 0));
            Buffers.Add((BodyLength, 0));
        }
        var dense = _isDense;
        _isDense = false;
        foreach (var child in vector.Children) Add(child, items);
        _isDense = dense;
    }

    // Room for a buffer, zeroed. Valid until the next one.
    private Span<byte> Buffer(int length)
    {
        var buffer = Unset(length);
        buffer.Clear();
        return buffer;
    }

    // Room for a buffer all of whose bytes are going to be written.
    private Span<byte> Unset(int length)
    {
        Buffers.Add((BodyLength, length));
        var padded = checked((length + 7) & ~7);
        EnsureRoom(padded);
        var buffer = _bytes.AsSpan(_used, length);
        _bytes.AsSpan(_used + length, padded - length).Clear();
        _used += padded;
        return buffer;
    }

    private void EnsureRoom(int length)
    {
        var needed = checked(_used + length);
        if (needed > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Max(Math.Min(_bytes.Length * 2L, Array.MaxLength), needed));
    }
}
