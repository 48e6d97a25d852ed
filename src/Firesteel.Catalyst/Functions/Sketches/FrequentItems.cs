using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Firesteel.Catalyst.Functions.Aggregates;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>
/// The frequent items sketch of Apache DataSketches: counts of so many values at most. When there are more, the median of some of the counts
/// is taken off all, and what falls to nothing is forgotten; the sum of what was taken off bounds the error. The table has the places of the
/// published one, because values of equal count are listed as they lie in it.
/// </summary>
sealed class FrequentItems : IDisposable
{
    private const int FirstTableBits = 3;
    private const int SampleSize = 1024;
    private const double Load = 0.75;
    private const double Golden = 0.6180339887498949025;
    private const byte Family = 10, EmptyFlags = 5;

    private readonly DataType _type;
    private readonly MemoryAllocator _allocator;
    private readonly int _maxTableBits;
    private CollectedValues _values;
    private List<long> _counts = [];
    private int[] _table;
    private long _offset, _weight;

    public FrequentItems(DataType type, MemoryAllocator allocator, int maxItems, int tableBits = FirstTableBits)
    {
        (_type, _allocator, MaxItems) = (type, allocator, maxItems);
        _maxTableBits = TableBits(maxItems);
        _values = new CollectedValues(type, allocator, isSet: true);
        _table = new int[1 << tableBits];
    }

    public int MaxItems { get; set; }

    /// <summary>Rows whose value was null; they are counted apart.</summary>
    public long Nulls { get; private set; }

    public void AddNulls(long count) => Nulls += count;

    public void Update(ColumnVector vector, int row, long count)
    {
        _weight += count;
        var place = _values.Add(vector, row);
        if (place < _counts.Count && _counts[place] > 0) { _counts[place] += count; return; }
        _counts.Add(count);
        Place(place);
        if (_counts.Count <= (int)(_table.Length * Load)) return;
        if (_table.Length < 1 << _maxTableBits) Rebuild(_table.Length * 2, null);
        else Purge();
    }

    private void Place(int place)
    {
        var mask = _table.Length - 1;
        var at = (int)Spread(JavaHash.Of(_values.Values, place)) & mask;
        while (_table[at] != 0) at = at + 1 & mask;
        _table[at] = place + 1;
    }

    private static long Spread(long key)
    {
        key = (key ^ key >>> 33) * unchecked((long)0xff51afd7ed558ccd);
        key = (key ^ key >>> 33) * unchecked((long)0xc4ceb9fe1a85ec53);
        return key ^ key >>> 33;
    }

    // Into a table of another size, or without what is not counted any more.
    private void Rebuild(int size, CollectedValues? kept)
    {
        var (table, values, counts) = (_table, _values, _counts);
        _table = new int[size];
        if (kept != null) (_values, _counts) = (kept, []);
        foreach (var entry in table)
        {
            if (entry == 0) continue;
            if (kept == null) Place(entry - 1);
            else if (counts[entry - 1] > 0)
            {
                var place = kept.Add(values.Values, entry - 1);
                _counts.Add(counts[entry - 1]);
                Place(place);
            }
        }
        if (kept != null) values.Dispose();
    }

    private void Purge()
    {
        var samples = _table.Where(e => e != 0).Take(Math.Min(SampleSize, _counts.Count)).Select(e => _counts[e - 1]).Order().ToArray();
        var median = samples[samples.Length / 2];
        for (var i = 0; i < _counts.Count; i++) _counts[i] -= median;
        Rebuild(_table.Length, new CollectedValues(_type, _allocator, isSet: true));
        _offset += median;
    }

    public void Merge(FrequentItems other)
    {
        Nulls += other.Nulls;
        var weight = _weight + other._weight;
        foreach (var place in other.Places()) Update(other._values.Values, place, other._counts[place]);
        (_offset, _weight) = (_offset + other._offset, weight);
    }

    // In the order in which the published sketch visits its table, which is not that of the places.
    private IEnumerable<int> Places()
    {
        var mask = _table.Length - 1;
        var stride = (int)(_table.Length * Golden) | 1;
        for (var (i, at) = (0, 0); i < _table.Length; i++, at = at + stride & mask)
            if (_table[at] != 0) yield return _table[at] - 1;
    }

    /// <summary>The most frequent values that are certain to be among them, as places in <see cref="Values"/>, -1 for null.</summary>
    public List<(int Place, long Count)> Top(int k)
    {
        var rows = Places().Where(p => _counts[p] > _offset).Select(p => (Place: p, Count: _counts[p] + _offset)).ToList();
        if (Nulls > 0 && Nulls > _offset) rows.Add((-1, Nulls));
        return [.. rows.OrderByDescending(r => r.Count).Take(k)];
    }

    public ColumnVector Values => _values.Values;

    private static int TableBits(int maxItems) => Math.Max(FirstTableBits, 32 - BitOperations.LeadingZeroCount((uint)Math.Ceiling(maxItems / Load) - 1));

    /// <summary>The image of a sketch that nothing was put into.</summary>
    public static byte[] Empty(int maxItems) => [1, 1, Family, (byte)TableBits(maxItems), FirstTableBits, EmptyFlags, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        var isEmpty = _counts.Count == 0;
        writer.Write([(byte)(isEmpty ? 1 : 4), 1, Family, (byte)_maxTableBits, (byte)BitOperations.Log2((uint)_table.Length), isEmpty ? EmptyFlags : (byte)0, 0, 0]);
        if (!isEmpty)
        {
            writer.Write((long)_counts.Count);
            writer.Write(_weight);
            writer.Write(_offset);
            foreach (var entry in _table)
                if (entry != 0) writer.Write(_counts[entry - 1]);
            if (_values.Values.Physical == PhysicalType.Bool) WriteBits(writer);
            else
                foreach (var entry in _table)
                    if (entry != 0) WriteItem(writer, entry - 1);
        }
        writer.Write(BinaryPrimitives.ReverseEndianness(Nulls));
        return bytes.ToArray();
    }

    private void WriteBits(BinaryWriter writer)
    {
        var (bits, count) = (0, 0);
        foreach (var entry in _table)
            if (entry != 0) bits |= (_values.Values.Get<bool>(entry - 1) ? 1 : 0) << count++;
        writer.Write((byte)bits);
    }

    private void WriteItem(BinaryWriter writer, int place)
    {
        var values = _values.Values;
        switch (values.Physical)
        {
            case PhysicalType.String:
                var text = values.Get<StringView>(place).Span;
                writer.Write(text.Length);
                writer.Write(text);
                break;
            case PhysicalType.Int8: writer.Write(values.Get<sbyte>(place)); break;
            case PhysicalType.Int16: writer.Write(values.Get<short>(place)); break;
            case PhysicalType.Int32: writer.Write(values.Get<int>(place)); break;
            case PhysicalType.Float32: writer.Write(values.Get<float>(place)); break;
            case PhysicalType.Float64: writer.Write(values.Get<double>(place)); break;
            case PhysicalType.Int64 when _type is DecimalType { Precision: <= 9 }:
                writer.Write((byte)9);
                writer.Write((int)values.Get<long>(place));
                break;
            case PhysicalType.Int128:
                var wide = values.Get<Int128>(place);
                writer.Write((ulong)wide);
                writer.Write((ulong)(wide >> 64));
                break;
            default: writer.Write(values.Get<long>(place)); break;
        }
    }

    /// <summary>Reads an image; null where it is none.</summary>
    public static FrequentItems? TryRead(ReadOnlySpan<byte> image, DataType type, MemoryAllocator allocator, int maxItems)
    {
        if (image.Length < 16 || image[1] != 1 || image[2] != Family || image[4] is < FirstTableBits or > 30) return null;
        if (image[0] == 1) return new FrequentItems(type, allocator, maxItems) { Nulls = BinaryPrimitives.ReadInt64BigEndian(image[8..]) };
        if (image.Length < 40) return null;
        var count = BinaryPrimitives.ReadInt32LittleEndian(image[8..]);
        if (count <= 0 || image.Length - 40 < 8L * count) return null;
        var sketch = new FrequentItems(type, allocator, maxItems, Math.Min(image[4], (byte)(32 - BitOperations.LeadingZeroCount((uint)(2 * count + 8)))));
        using var items = new ColumnVector(type, allocator);
        items.Reset(count);
        var rest = image[(32 + 8 * count)..];
        for (var i = 0; i < count; i++)
        {
            if (items.Physical == PhysicalType.Bool) items.Set(i, (rest[0] >> i & 1) != 0);
            else if (!TryReadItem(items, i, ref rest)) { sketch.Dispose(); return null; }
            sketch.Update(items, i, BinaryPrimitives.ReadInt64LittleEndian(image[(32 + 8 * i)..]));
        }
        if (items.Physical == PhysicalType.Bool) rest = rest[1..];
        sketch._weight = BinaryPrimitives.ReadInt64LittleEndian(image[16..]);
        sketch._offset = BinaryPrimitives.ReadInt64LittleEndian(image[24..]);
        if (rest.Length >= 8) sketch.Nulls = BinaryPrimitives.ReadInt64BigEndian(rest);
        return sketch;
    }

    private static bool TryReadItem(ColumnVector items, int row, ref ReadOnlySpan<byte> rest)
    {
        if (items.Physical == PhysicalType.String)
        {
            if (rest.Length < 4) return false;
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            if (length < 0 || rest.Length - 4 < length) return false;
            items.SetString(row, rest.Slice(4, length));
            rest = rest[(4 + length)..];
            return true;
        }
        if (items.Type is DecimalType { Precision: <= 9 } && items.Physical == PhysicalType.Int64)
        {
            if (rest.Length < 5) return false;
            items.Set(row, (long)BinaryPrimitives.ReadInt32LittleEndian(rest[1..]));
            rest = rest[5..];
            return true;
        }
        if (rest.Length < items.ElementSize) return false;
        unsafe { rest[..items.ElementSize].CopyTo(new Span<byte>(items.Data + (long)row * items.ElementSize, items.ElementSize)); }
        rest = rest[items.ElementSize..];
        return true;
    }

    public void Dispose() => _values.Dispose();
}

/// <summary>The hash codes that Java gives to values.</summary>
static class JavaHash
{
    public static int Of(ColumnVector values, int row) => values.Physical switch
    {
        PhysicalType.Bool => values.Get<bool>(row) ? 1231 : 1237,
        PhysicalType.Int8 => values.Get<sbyte>(row),
        PhysicalType.Int16 => values.Get<short>(row),
        PhysicalType.Int32 => values.Get<int>(row),
        PhysicalType.Float32 => BitConverter.SingleToInt32Bits(values.Get<float>(row)),
        PhysicalType.Float64 => Fold(BitConverter.DoubleToInt64Bits(values.Get<double>(row))),
        PhysicalType.String => OfText(values.Get<StringView>(row).Span),
        PhysicalType.Int128 => Fold((long)values.Get<Int128>(row)),
        _ => Fold(values.Get<long>(row)),
    };

    private static int Fold(long value) => (int)(value ^ value >>> 32);

    private static int OfText(ReadOnlySpan<byte> utf8)
    {
        var hash = 0;
        foreach (var c in Encoding.UTF8.GetString(utf8)) hash = 31 * hash + c;
        return hash;
    }
}
